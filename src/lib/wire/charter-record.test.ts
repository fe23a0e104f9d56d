import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { admit, draft, feedId, found, grant, person, seed, value, type Person } from '../../../tests/support/people';
import { equal, fromHex, hex } from '../base/bytes';
import type { MemberId } from '../base/ids';
import { hash } from '../crypto/hash';
import { isSignedBy, parseRecord, signRecord, spaceIdOf, type CharterBody, type CharterOp } from './charter-record';

let berta: Person;
let eve: Person;
beforeAll(async () => {
	[berta, eve] = await Promise.all([person('Berta'), person('Eve')]);
});

const feed = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((raw) => hex(raw));
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const seal = fc.uint8Array({ minLength: 1216, maxLength: 1216 });
const fences = fc.array(fc.record({ feed, seq: fc.maxSafeNat() }), { maxLength: 5 });
const ops = fc.array(
	fc.oneof(
		fc.record({
			kind: fc.constant('genesis'),
			form: fc.constantFrom(0, 1),
			nonce: fc.uint8Array({ minLength: 16, maxLength: 16 })
		}),
		fc.record({ kind: fc.constant('admit'), sign: key, seal, role: fc.constantFrom('host', 'reader', 'ä') }),
		fc.record({ kind: fc.constant('remove'), member: feed, fences }),
		fc.record({ kind: fc.constant('rekey'), member: feed, sign: key, seal, fences }),
		fc.record({ kind: fc.constant('epoch'), number: fc.maxSafeNat() }),
		fc.record({ kind: fc.constant('grant'), member: feed, epoch: fc.nat(), sealed: fc.uint8Array({ maxLength: 256 }) }),
		fc.record({ kind: fc.constant('erase'), feed, seq: fc.maxSafeNat(), hash: key })
	),
	{ maxLength: 8 }
) as fc.Arbitrary<CharterOp[]>;

describe('a record', () => {
	it('[H1] round-trips through its bytes as signed', async () => {
		await fc.assert(
			fc.asyncProperty(ops, fc.maxSafeNat(), fc.maxSafeNat(), async (ops, index, atMs) => {
				const body: CharterBody = { version: 2, previous: seed('x'), index, atMs, signer: berta.id, ops };
				const record = await signRecord(null, body, berta.sign);
				expect(value(parseRecord(record.bytes))).toEqual(record);
				expect(await isSignedBy(spaceIdOf(body), berta.sign.publicKey, record)).toBe(true);
			}),
			{ numRuns: 100 }
		);
	});

	it('[H1] has the bytes that the layout describes', async () => {
		const body: CharterBody = {
			version: 2,
			previous: new Uint8Array(32),
			index: 0,
			atMs: 1,
			signer: berta.id,
			ops: [{ kind: 'epoch', number: 300 }, grant(berta, 300, fromHex('aabb'))]
		};
		const { bytes, signature } = await signRecord(null, body, berta.sign);
		const ops = `02${'05ac02'}${'06'}${berta.id}${'ac02'}${'02aabb'}`;
		expect(hex(bytes)).toBe(`02${'00'.repeat(32)}0001${berta.id}${ops}${hex(signature)}`);
	});

	it('[H1] is identified by a hash over all its bytes, the space by one over the first without its signature', async () => {
		const record = await draft(null, berta, found(berta));
		expect(record.hash).toEqual(hash('charter-chain', record.bytes));
		const unsigned = record.bytes.slice(0, -64);
		expect(spaceIdOf(record)).toBe(hex(hash('space', unsigned)).slice(0, 32));
	});

	it('[H1] is read only from exactly one whole record', async () => {
		const { bytes } = await draft(null, berta, found(berta, admit(eve, 'poster')));
		for (let length = 0; length < bytes.length; length++) expect(parseRecord(bytes.slice(0, length)).ok).toBe(false);
		expect(parseRecord(Uint8Array.of(...bytes, 0)).ok).toBe(false);
		for (const version of [1, 3]) expect(parseRecord(Uint8Array.of(version, ...bytes.slice(1))).ok).toBe(false);
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 400 }), (raw) => {
				const read = parseRecord(raw);
				if (read.ok) expect(equal(read.value.bytes, raw)).toBe(true);
			}),
			{ numRuns: 300 }
		);
	});

	it('[H2] is signed for one space by one key', async () => {
		const record = await draft(null, berta, found(berta));
		const space = spaceIdOf(record);
		expect(await isSignedBy(space, berta.sign.publicKey, record)).toBe(true);
		expect(await isSignedBy(space, eve.sign.publicKey, record)).toBe(false);
		expect(await isSignedBy(feedId('other') as string as typeof space, berta.sign.publicKey, record)).toBe(false);
		const other: MemberId = eve.id;
		expect(await isSignedBy(space, berta.sign.publicKey, { ...record, signer: other })).toBe(false);
	});
});
