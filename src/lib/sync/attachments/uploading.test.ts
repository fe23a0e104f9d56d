/** Attachments on their way to the real relay. SPEC.md A3, A6. */
import { describe, expect, it } from 'vitest';
import { blobScene } from '../../../../tests/support/blob-scene';
import { noise } from '../../../../tests/support/files';
import { isSame, kept, LONG, META, TEN } from '../../../../tests/support/kept-attachments';
import { shownIn } from '../../../../tests/support/showing';
import { concat, utf8 } from '../../base/bytes';
import { CHUNK_BYTES } from '../../wire/limits';
import { attachmentState } from './opening';
import { listWaiting } from './rows';
import { fetchAttachment, fetchMeta, uploadAttachment } from './transfer';

describe('uploading', () => {
	it('[A6] sends the description first, then the rest; the other side has every byte', async () => {
		const { wire, berta, anton, space } = await blobScene();
		for (const size of [0, 1, 3 * CHUNK_BYTES + 1]) {
			wire.sent.length = 0;
			const content = noise(size);
			const ref = await kept(anton, content);
			const seen: number[] = [];
			await uploadAttachment(anton.rows, anton.relay(), ref.blob, { onProgress: (done) => seen.push(done) });
			expect(wire.sent.slice(0, 3)).toEqual([`GET /${ref.blob}`, `PUT /${ref.blob}`, `PUT /${ref.blob}/0`]);
			expect(seen).toEqual([...seen].sort((a, b) => a - b));
			expect(await attachmentState(anton.rows, space, ref.blob)).toMatchObject({ isRelayed: true });
			expect(await listWaiting(anton.rows, space)).toEqual([]);
			expect(await fetchMeta(berta.rows, berta.relay(), ref)).toEqual({ ...META, size });
			await fetchAttachment(berta.rows, berta.relay(), ref);
			expect(await isSame(berta, ref, content)).toBe(true);
		}
	});

	it('[A6] resumes after a cut at any request, whether or not the relay had stored it', LONG, async () => {
		const { wire, berta, anton } = await blobScene();
		const content = noise(TEN);
		for (let cut = 0; cut < 12; cut++) {
			const ref = await kept(anton, content);
			Object.assign(wire, { cutIn: cut, isAnswerLost: cut % 2 === 0 });
			wire.sent.length = 0;
			await expect(uploadAttachment(anton.rows, anton.relay(), ref.blob)).rejects.toMatchObject({
				code: 'no-connection',
				retry: true
			});
			await uploadAttachment(anton.rows, anton.relay(), ref.blob);
			expect(wire.chunks.brought, 'nothing twice').toBe(10);
			if (cut !== 7) continue;
			await fetchAttachment(berta.rows, berta.relay(), ref);
			expect(await isSame(berta, ref, content)).toBe(true);
		}
	});

	it('[A6] can be cancelled, and resumes later', async () => {
		const { anton, wire } = await blobScene();
		const ref = await kept(anton, noise(TEN));
		const stop = new AbortController();
		const onProgress = (done: number): void => void (done === 4 && stop.abort());
		await expect(
			uploadAttachment(anton.rows, anton.relay(), ref.blob, { onProgress, signal: stop.signal })
		).rejects.toMatchObject({ name: 'AbortError' });
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		expect(wire.chunks.brought).toBe(10);
	});

	it('[A6] restarts when the relay has meanwhile discarded what it had', async () => {
		let nowMs = Date.now();
		const { anton, running } = await blobScene({ limits: { graceMs: 1_000 }, now: () => nowMs });
		const ref = await kept(anton, noise(3 * CHUNK_BYTES));
		let isCollected = false;
		const onProgress = (done: number): void => {
			if (done === 2 && !isCollected) nowMs += 2_000;
		};
		const relay = anton.relay();
		const bring = relay.bring.bind(relay);
		relay.bring = async (...asked) => {
			if (asked[1] === 2 && !isCollected) {
				isCollected = true;
				await running.collect();
			}
			return bring(...asked);
		};
		await uploadAttachment(anton.rows, relay, ref.blob, { onProgress });
		expect(isCollected).toBe(true);
		expect((await anton.relay().list()).whole.has(ref.blob)).toBe(true);
	});

	it('[A6] reports that there is no room, that it was erased, or that it is not allowed', async () => {
		const full = await blobScene({ limits: { blobBytesPerSpace: CHUNK_BYTES } });
		const large = await kept(full.anton, noise(3 * CHUNK_BYTES));
		await expect(uploadAttachment(full.anton.rows, full.anton.relay(), large.blob)).rejects.toMatchObject({
			code: 'relay-full',
			retry: true
		});
		const { anton, berta, space } = await blobScene({ limits: { bytesPerBlob: 2 * CHUNK_BYTES } });
		const tooLarge = await kept(anton, noise(2 * CHUNK_BYTES + 1));
		await expect(uploadAttachment(anton.rows, anton.relay(), tooLarge.blob)).rejects.toMatchObject({
			code: 'attachment-too-large'
		});
		const ref = await kept(anton, noise(5));
		await berta.relay().erase(ref.blob);
		await expect(uploadAttachment(anton.rows, anton.relay(), ref.blob)).rejects.toMatchObject({
			code: 'attachment-gone'
		});
		// the relay's word alone deletes nothing here
		expect(await isSame(anton, ref, noise(5))).toBe(true);
		expect(await attachmentState(anton.rows, space, ref.blob)).toMatchObject({ isErased: true });
		expect(await listWaiting(anton.rows, space)).toHaveLength(1);
	});

	it('[A6] works from a device with a wrong clock', async () => {
		const { device, space } = await blobScene();
		for (const aheadMs of [-2 * 3600_000, 26 * 3600_000]) {
			const late = await device(1, () => Date.now() + aheadMs);
			const ref = await kept(late, noise(10));
			await uploadAttachment(late.rows, late.relay(), ref.blob);
			expect(await listWaiting(late.rows, space)).toEqual([]);
		}
	});

	it('[A3] leaves nothing at the relay that shows name, type or content', async () => {
		const { anton, store } = await blobScene();
		const ref = await kept(anton, utf8('Frau Muster, Burnout. '.repeat(9_999)));
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		const tables = ['blobs', 'chunks', 'loose', 'usage', 'references', 'entries'] as const;
		const all = { prefix: new Uint8Array(), maxRows: 1e6 };
		const stored = (await Promise.all(tables.map((table) => store.range(table, all)))).flat();
		expect(stored.reduce((sum, { value }) => sum + value.length, 0)).toBeGreaterThan(200_000);
		const rows = stored.map(({ key, value }) => concat(key, value));
		expect(shownIn(rows, ['Muster', 'Burnout', 'Bescheid', 'application/pdf'])).toEqual([]);
	});
});
