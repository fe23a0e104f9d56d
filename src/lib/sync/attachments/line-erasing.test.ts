/** Attachments that are erased, here and at the relay. SPEC.md A8, A9. */
import { describe, expect, it } from 'vitest';
import { blobScene } from '../../../../tests/support/blob-scene';
import { noise } from '../../../../tests/support/files';
import { eventually, lineOf, META } from '../../../../tests/support/attachment-line';
import { CHUNK_BYTES } from '../../wire/limits';
import { listWaiting } from './rows';

describe('a line', () => {
	it('[A8] [A9] an erasure is kept while offline, and sent once online', async () => {
		const { url, berta, anton, space, wire } = await blobScene();
		const [from, to] = [lineOf(anton, url), lineOf(berta, url)];
		const relayed = from.until('relayed');
		const ref = await from.line.keep(space, new Blob([noise(CHUNK_BYTES)]), META);
		await relayed;
		await to.line.fetch(space, ref);
		wire.isDown = true;
		await to.line.erase(space, ref.blob);
		expect(await berta.vault.list('chunks', '')).toEqual([]);
		await expect(to.line.fetch(space, ref)).rejects.toMatchObject({ code: 'attachment-gone' });
		to.line.stop();
		wire.isDown = false;
		const again = lineOf(berta, url);
		await again.line.wake(space);
		expect((await anton.relay().list()).erased).toEqual(new Set([ref.blob]));
		expect(await listWaiting(berta.rows, space)).toEqual([]);
		// Anton learns of it from the conversation
		await from.line.erase(space, ref.blob, false);
		expect(await anton.vault.list('chunks', '')).toEqual([]);
		await from.line.wake(space);
		expect((await anton.relay().list()).whole.size).toBe(0);
	});

	it('[A8] what a client may not erase at the relay is gone here, and waits for nothing', async () => {
		const { url, berta, anton, space } = await blobScene();
		const [hers, his] = [lineOf(berta, url), lineOf(anton, url)];
		const relayed = hers.until('relayed');
		const ref = await hers.line.keep(space, new Blob([noise(3)]), META);
		await relayed;
		await his.line.fetch(space, ref);
		await his.line.erase(space, ref.blob);
		await his.line.wake(space);
		expect(await listWaiting(anton.rows, space)).toEqual([]);
		expect((await berta.relay().list()).whole.has(ref.blob)).toBe(true);
	});

	it('[A8] erasing cancels an upload: nothing of it stays, here or there', async () => {
		const { url, anton, space } = await blobScene();
		const { line } = lineOf(anton, url);
		const ref = await line.keep(space, new Blob([noise(6 * CHUNK_BYTES)]), META);
		await eventually(() => (line.upload(ref.blob)?.done ?? 0) >= 2);
		await line.erase(space, ref.blob);
		expect(await anton.vault.list('chunks', '')).toEqual([]);
		expect(line.upload(ref.blob)).toBeNull();
		await eventually(async () => (await anton.relay().list()).erased.has(ref.blob));
		await line.wake(space);
		expect((await anton.relay().list()).whole.size).toBe(0);
	});
});
