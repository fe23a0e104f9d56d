/** Attachments on their way from the real relay. SPEC.md A6, A7, A8. */
import { describe, expect, it } from 'vitest';
import { anotherRelay, blobScene } from '../../../../tests/support/blob-scene';
import { noise } from '../../../../tests/support/files';
import { isSame, kept, LONG, TEN } from '../../../../tests/support/kept-attachments';
import { CHUNK_BYTES } from '../../wire/limits';
import { eraseAttachment } from './erasing';
import { attachmentState, openAttachment } from './opening';
import { fetchAttachment, fetchMeta, uploadAttachment } from './transfer';

describe('fetching', () => {
	it('[A7] resumes after a cut at any request', LONG, async () => {
		const { wire, device, anton } = await blobScene();
		const content = noise(TEN);
		const ref = await kept(anton, content);
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		for (let cut = 0; cut < 11; cut++) {
			const berta = await device(0);
			wire.cutIn = cut;
			wire.sent.length = 0;
			await expect(fetchAttachment(berta.rows, berta.relay(), ref)).rejects.toMatchObject({ code: 'no-connection' });
			await expect(openAttachment(berta.rows, berta.keys.space, ref)).rejects.toMatchObject({
				code: 'attachment-missing'
			});
			await fetchAttachment(berta.rows, berta.relay(), ref);
			expect(wire.chunks.fetched, 'nothing twice').toBe(10);
			expect(await isSame(berta, ref, content)).toBe(true);
		}
	});

	it('[A7] waits for a chunk that is still being uploaded, but not forever', async () => {
		const { wire, berta, anton } = await blobScene();
		const content = noise(3 * CHUNK_BYTES);
		const ref = await kept(anton, content);
		wire.cutIn = 4; // manifest, description and one chunk
		await expect(uploadAttachment(anton.rows, anton.relay(), ref.blob)).rejects.toThrow('no-connection');
		const pauses: number[] = [];
		const pause = (ms: number): Promise<void> => Promise.resolve(void pauses.push(ms));
		await expect(fetchAttachment(berta.rows, berta.relay(), ref, { pause })).rejects.toMatchObject({
			code: 'attachment-missing'
		});
		expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
		const goOn = (): Promise<void> => uploadAttachment(anton.rows, anton.relay(), ref.blob);
		await fetchAttachment(berta.rows, berta.relay(), ref, { pause: goOn });
		expect(await isSame(berta, ref, content)).toBe(true);
	});

	it('[A7] a full disk at any write loses nothing, and the next try resumes', async () => {
		const { device, anton } = await blobScene();
		const content = noise(3 * CHUNK_BYTES);
		const ref = await kept(anton, content);
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		for (let at = 0; at < 4; at++) {
			const berta = await device(0);
			berta.vault.failIn = at;
			await expect(fetchAttachment(berta.rows, berta.relay(), ref)).rejects.toThrow('storage-full');
			expect(await attachmentState(berta.rows, berta.keys.space, ref.blob)).toMatchObject({ here: at });
			await fetchAttachment(berta.rows, berta.relay(), ref);
			expect(await isSame(berta, ref, content)).toBe(true);
		}
	});

	it('[A7] tells what nobody has uploaded yet from what was erased', async () => {
		const { berta, anton } = await blobScene();
		const ref = await kept(anton, noise(CHUNK_BYTES));
		await expect(fetchMeta(berta.rows, berta.relay(), ref)).rejects.toMatchObject({
			code: 'attachment-missing',
			retry: true
		});
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		await fetchMeta(berta.rows, berta.relay(), ref);
		await anton.relay().erase(ref.blob);
		await expect(fetchAttachment(berta.rows, berta.relay(), ref)).rejects.toMatchObject({ code: 'attachment-gone' });
	});

	it('[A8] an attachment erased while being fetched does not come back', async () => {
		const { berta, anton, space } = await blobScene();
		const ref = await kept(anton, noise(TEN));
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		for (let at = 0; at < 3; at++) {
			const erasing: Promise<void>[] = [];
			const onProgress = (done: number): void => {
				if (done === at) erasing.push(eraseAttachment(berta.rows, space, ref.blob, false));
			};
			await expect(fetchAttachment(berta.rows, berta.relay(), ref, { onProgress })).rejects.toMatchObject({
				code: 'attachment-gone'
			});
			await Promise.all(erasing);
			expect(await berta.vault.list('chunks', '')).toEqual([]);
			expect(await attachmentState(berta.rows, space, ref.blob)).toMatchObject({ isErased: true, here: 0 });
		}
	});

	it('[A6] another relay is refilled from any device that has all of it', async () => {
		const scene = await blobScene();
		const { berta, anton } = scene;
		const content = noise(CHUNK_BYTES + 5);
		const ref = await kept(anton, content);
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		await fetchAttachment(berta.rows, berta.relay(), ref);
		const other = await anotherRelay(scene);
		await uploadAttachment(berta.rows, berta.relay(other), ref.blob);
		expect((await anton.relay(other).list()).whole).toEqual(new Set([ref.blob]));
	});
});
