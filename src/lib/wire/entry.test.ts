import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { certificateFor, flipped, person, seed, value, type Person } from '../../../tests/support/people';
import { fromHex, hex } from '../base/bytes';
import type { DocumentId, FeedId, SpaceId } from '../base/ids';
import { hash } from '../crypto/hash';
import { contentKey, seal, unseal } from '../crypto/seal';
import { pad, unpad, type Payload } from '../sync/space/payload';
import {
	certificateOf,
	feedIdOf,
	headerBytes,
	isSignedByDevice,
	NO_ENTRY,
	parseEntry,
	signEntry,
	withoutPayload,
	type Entry,
	type EntryHeader
} from './entry';
import { MAX_ENTRY_BYTES, MAX_TEXT_BYTES, PAD_BUCKETS } from './limits';

const SPACE = '5'.repeat(32) as SpaceId;
const OTHER = '6'.repeat(32) as SpaceId;
const nonce = seed('nonce').slice(0, 16);
let anton: Person, eve: Person;
let open: Entry;
let second: Entry;

beforeAll(async () => {
	[anton, eve] = await Promise.all([person('Anton'), person('Eve')]);
	const header: EntryHeader = {
		kind: 'open',
		...common(),
		seq: 1,
		previous: NO_ENTRY,
		nonce,
		certificate: await certificateFor(SPACE, anton)
	};
	open = await signEntry(SPACE, header, seed('sealed'), anton.device);
	second = await signEntry(SPACE, { kind: 'update', ...common(), blobs: [seed('blob')] }, seed('sealed'), anton.device);
});

function common() {
	const feed = feedIdOf(SPACE, anton.device.publicKey, nonce);
	return { version: 1, feed, seq: 2, epoch: 1, previous: open?.hash ?? NO_ENTRY, blobs: [] } as const;
}

/** The verdict on an entry with this header. */
async function verdict(fields: object, kind: EntryHeader['kind'] = 'update'): Promise<string> {
	const header = { ...common(), ...fields, kind } as EntryHeader;
	const read = parseEntry(SPACE, (await signEntry(SPACE, header, seed('sealed'), anton.device)).bytes);
	return read.ok ? 'accepted' : read.why;
}

describe('the form', () => {
	it('[E1] round-trips through its bytes as signed', async () => {
		for (const entry of [open, second]) expect(value(parseEntry(SPACE, entry.bytes))).toEqual(entry);
		const header = fc.record({
			kind: fc.constantFrom('update', 'checkpoint', 'prune', 'erase', 'drop'),
			seq: fc.integer({ min: 2, max: Number.MAX_SAFE_INTEGER }),
			epoch: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
			previous: fc.uint8Array({ minLength: 32, maxLength: 32 }),
			blobs: fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 3 })
		});
		await fc.assert(
			fc.asyncProperty(header, fc.uint8Array({ maxLength: 300 }), async (fields, sealed) => {
				const entry = await signEntry(SPACE, { ...common(), ...fields }, sealed, anton.device);
				expect(value(parseEntry(SPACE, entry.bytes))).toEqual(entry);
				expect(await isSignedByDevice(SPACE, anton.device.publicKey, entry)).toBe(true);
			}),
			{ numRuns: 200 }
		);
	});

	it('[E1] has the bytes that the layout describes', () => {
		const { header, signature, sealed } = second;
		const fixed = `01${header.feed}0201${hex(header.previous)}01${hex(seed('blob'))}`;
		expect(hex(headerBytes(header))).toBe(`02${fixed}`);
		expect(hex(second.bytes)).toBe(`02${fixed}0020${hex(sealed ?? NO_ENTRY)}${hex(signature)}`);
	});

	it('[E1] no byte is missing or left over, and there is a size limit', () => {
		for (let length = 0; length < open.bytes.length; length++)
			expect(parseEntry(SPACE, open.bytes.slice(0, length)).ok).toBe(false);
		expect(parseEntry(SPACE, Uint8Array.of(...open.bytes, 0)).ok).toBe(false);
		expect(parseEntry(SPACE, new Uint8Array(MAX_ENTRY_BYTES + 1))).toEqual({ ok: false, why: 'entry too large' });
	});

	it('[E1] an endless number is refused at once', () => {
		const raw = [...headerBytes(second.header)];
		const endless = fromHex(`${'80'.repeat(146)}01`);
		raw.splice(18, 1, ...endless);
		const rest = second.bytes.slice(headerBytes(second.header).length);
		expect(parseEntry(SPACE, Uint8Array.of(...raw, ...rest))).toEqual({ ok: false, why: 'malformed bytes' });
	});

	it('[E2] a feed is named after space, device and nonce', () => {
		const { header } = open;
		expect(header.feed).toBe(hex(hash('feed', fromHex(SPACE), anton.device.publicKey, nonce)).slice(0, 32));
		expect(feedIdOf(OTHER, anton.device.publicKey, nonce)).not.toBe(header.feed);
		expect(feedIdOf(SPACE, eve.device.publicKey, nonce)).not.toBe(header.feed);
		expect(certificateOf(open)?.member).toBe(anton.id);
		expect(certificateOf(second)).toBeNull();
	});

	it('[E2] the first entry opens, and no other does', async () => {
		const only = 'only the first entry opens a feed';
		const opening = { nonce, certificate: await certificateFor(SPACE, anton) };
		expect(await verdict({ seq: 1 })).toBe(only);
		expect(await verdict({ seq: 0 })).toBe(only);
		expect(await verdict({ seq: 2, ...opening }, 'open')).toBe(only);
		expect(await verdict({ seq: 1, ...opening }, 'open')).toBe('accepted');
	});

	it("[E2] nobody opens someone else's feed: Eve's device does not fit Anton's feed", async () => {
		const foreign = 'not the id of this feed';
		const certificate = await certificateFor(SPACE, eve);
		expect(await verdict({ seq: 1, nonce, certificate }, 'open')).toBe(foreign);
		const own = await certificateFor(SPACE, anton);
		expect(await verdict({ seq: 1, nonce: seed('x').slice(0, 16), certificate: own }, 'open')).toBe(foreign);
		expect(parseEntry(OTHER, open.bytes)).toEqual({ ok: false, why: foreign });
	});
});

describe('signature and seal', () => {
	it('[E3] covers space, header and payload', async () => {
		expect(await isSignedByDevice(SPACE, anton.device.publicKey, second)).toBe(true);
		expect(await isSignedByDevice(OTHER, anton.device.publicKey, second)).toBe(false);
		expect(await isSignedByDevice(SPACE, eve.device.publicKey, second)).toBe(false);
		const later = { ...second, header: { ...second.header, seq: 3 } };
		expect(await isSignedByDevice(SPACE, anton.device.publicKey, later)).toBe(false);
	});

	it('[E3] none of a thousand flipped bits passes as signed', async () => {
		for (const entry of [open, second]) {
			const bits = entry.bytes.length * 8;
			for (let i = 0; i < 500; i++) {
				const bit = Math.floor((i * bits) / 500);
				const read = parseEntry(SPACE, flipped(entry.bytes, bit));
				if (read.ok)
					expect(await isSignedByDevice(SPACE, anton.device.publicKey, read.value), `bit ${bit}`).toBe(false);
			}
		}
	});

	it('[E3] a payload opens only beside its own header', async () => {
		const key = await contentKey(seed('epoch'));
		const context = [fromHex(SPACE), headerBytes(second.header)];
		const sealed = await seal(key, 'entry', seed('plain'), ...context);
		expect((await unseal(key, 'entry', sealed, ...context)).ok).toBe(true);
		for (const fields of [{ seq: 3 }, { epoch: 2 }, { previous: NO_ENTRY }, { blobs: [] }]) {
			const other = headerBytes({ ...second.header, ...fields });
			expect((await unseal(key, 'entry', sealed, fromHex(SPACE), other)).ok).toBe(false);
		}
		expect((await unseal(key, 'entry', sealed, fromHex(OTHER), headerBytes(second.header))).ok).toBe(false);
	});

	it('[E3] the hash that the next entry names covers all of it', async () => {
		const others = await Promise.all([
			signEntry(SPACE, { ...second.header, epoch: 2 }, seed('sealed'), anton.device),
			signEntry(SPACE, second.header, seed('other'), anton.device),
			signEntry(SPACE, second.header, seed('sealed'), eve.device),
			signEntry(OTHER, second.header, seed('sealed'), anton.device)
		]);
		expect(new Set([second, ...others].map((entry) => hex(entry.hash))).size).toBe(5);
	});
});

describe('the payload', () => {
	const payload: fc.Arbitrary<Payload> = fc.record({
		clock: fc.record({ ms: fc.maxSafeNat(), count: fc.maxSafeNat() }),
		seen: fc.array(
			fc.record({ feed: fc.constantFrom('0', '1').map((digit) => digit.repeat(32) as FeedId), seq: fc.nat() }),
			{
				maxLength: 3
			}
		),
		document: fc.constant('d'.repeat(32) as DocumentId),
		body: fc.uint8Array({ maxLength: 5000 })
	});

	it('[E4] round-trips through its padding, which shows only a bucket', () => {
		fc.assert(
			fc.property(payload, (content) => {
				const padded = pad(content);
				expect(PAD_BUCKETS).toContain(padded.length);
				expect(unpad(padded)).toEqual({ ok: true, value: content });
			}),
			{ numRuns: 200 }
		);
	});

	it('[E4] is refused when the padding is not zeros or fits no bucket', () => {
		const padded = pad({
			clock: { ms: 1, count: 0 },
			seen: [],
			document: 'd'.repeat(32) as DocumentId,
			body: seed('x')
		});
		expect(unpad(padded.slice(0, -1)).ok).toBe(false);
		expect(unpad(flipped(padded, padded.length * 8 - 1)).ok).toBe(false);
		expect(unpad(new Uint8Array(256).fill(0x80)).ok).toBe(false);
		expect(unpad(new Uint8Array(256).fill(0xff)).ok).toBe(false);
	});

	it('[E4] holds the longest message, and fits an entry with everything it may name', async () => {
		const largest = PAD_BUCKETS.at(-1) ?? 0;
		expect(largest).toBeGreaterThanOrEqual(MAX_TEXT_BYTES + 4096);
		const blobs = Array.from({ length: 64 }, (_, i) => seed(`blob ${i}`));
		const sealed = await seal(await contentKey(seed('epoch')), 'entry', new Uint8Array(largest));
		const entry = await signEntry(SPACE, { kind: 'update', ...common(), blobs }, sealed, anton.device);
		expect(entry.bytes.length).toBeLessThanOrEqual(MAX_ENTRY_BYTES);
		expect(parseEntry(SPACE, entry.bytes).ok).toBe(true);
	});

	it('[E5] can be discarded: hash, signature and place stay, the content is gone', async () => {
		const bare = withoutPayload(SPACE, second);
		expect(bare.sealed).toBeNull();
		expect(hex(bare.bytes)).not.toContain(hex(seed('sealed')));
		expect(bare.hash).toEqual(second.hash);
		expect(value(parseEntry(SPACE, bare.bytes))).toEqual(bare);
		expect(await isSignedByDevice(SPACE, anton.device.publicKey, bare)).toBe(true);
	});

	it('[E5] a different hash in its place is not signed', async () => {
		const forged = withoutPayload(SPACE, { ...second, payloadHash: seed('other') });
		const read = value(parseEntry(SPACE, forged.bytes));
		expect(await isSignedByDevice(SPACE, anton.device.publicKey, read)).toBe(false);
		expect(read.hash).not.toEqual(second.hash);
	});

	it('[E6] only letters and opening entries belong to no epoch', async () => {
		for (const kind of ['update', 'checkpoint', 'prune', 'erase'] as const) {
			expect(await verdict({ epoch: 0 }, kind)).toBe('only letters belong to no epoch');
			expect(await verdict({ epoch: 1 }, kind)).toBe('accepted');
		}
		expect(await verdict({ epoch: 0 }, 'drop')).toBe('accepted');
		const certificate = await certificateFor(SPACE, anton);
		expect(await verdict({ epoch: 0, seq: 1, nonce, certificate }, 'open')).toBe('accepted');
	});
});
