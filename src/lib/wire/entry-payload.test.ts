import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificateFor, flipped, seed, value } from '../../../tests/support/people';
import { anton, common, nonce, second, SPACE, verdict } from '../../../tests/support/entries';
import { hex } from '../base/bytes';
import type { DocumentId, FeedId } from '../base/ids';
import { contentKey, seal } from '../crypto/seal';
import { pad, unpad, type Payload } from '../sync/space/payload';
import { isSignedByDevice, parseEntry, signEntry, withoutPayload } from './entry';
import { MAX_ENTRY_BYTES, MAX_TEXT_BYTES, PAD_BUCKETS } from './limits';

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
		for (const kind of ['update', 'prune', 'erase'] as const) {
			expect(await verdict({ epoch: 0 }, kind)).toBe('only letters belong to no epoch');
			expect(await verdict({ epoch: 1 }, kind)).toBe('accepted');
		}
		expect(await verdict({ epoch: 0 }, 'drop')).toBe('accepted');
		const certificate = await certificateFor(SPACE, anton);
		expect(await verdict({ epoch: 0, seq: 1, nonce, certificate }, 'open')).toBe('accepted');
	});
});
