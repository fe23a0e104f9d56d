import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificateFor, seed, value } from '../../../tests/support/people';
import { anton, common, eve, nonce, open, OTHER, second, SPACE, verdict } from '../../../tests/support/entries';
import { fromHex, hex } from '../base/bytes';
import { hash } from '../crypto/hash';
import {
	certificateOf,
	feedIdOf,
	headerBytes,
	isSignedByDevice,
	NO_ENTRY,
	parseEntry,
	signEntry,
	standsFor
} from './entry';
import { MAX_ENTRY_BYTES } from './limits';

describe('the form', () => {
	it('[E1] round-trips through its bytes as signed', async () => {
		for (const entry of [open, second]) expect(value(parseEntry(SPACE, entry.bytes))).toEqual(entry);
		const header = fc.record({
			kind: fc.constantFrom('update', 'prune', 'erase', 'drop'),
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

	it('[E7] a checkpoint stands for entries of its feed before it, not for the first, and names no attachments', async () => {
		const previous = open.hash;
		const checkpoint = (fields: object): Promise<string> =>
			verdict({ seq: 9, from: 2, previous, blobs: [], ...fields }, 'checkpoint');
		expect(await checkpoint({})).toBe('accepted');
		expect(await checkpoint({ from: 8 })).toBe('accepted');
		for (const fields of [{ from: 1 }, { from: 9 }, { from: 10 }, { blobs: [seed('blob')] }])
			expect(await checkpoint(fields)).toBe('a checkpoint of nothing');
		expect(await checkpoint({ epoch: 0 })).toBe('only letters belong to no epoch');
		const header = { ...common(), kind: 'checkpoint', seq: 9, from: 2, blobs: [] } as const;
		expect(standsFor(header, 2)).toBe(true);
		for (const seq of [1, 3, 9]) expect(standsFor(header, seq)).toBe(false);
		expect(standsFor({ ...common(), kind: 'update', seq: 9 }, 2)).toBe(false);
	});

	it('[E1] has the bytes that the layout describes', () => {
		const { header, signature, sealed } = second;
		const fixed = `02${header.feed}0201${hex(header.previous)}01${hex(seed('blob'))}`;
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
