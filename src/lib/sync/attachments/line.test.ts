/** A session's attachments: what happens automatically. SPEC.md A9. */
import { describe, expect, it } from 'vitest';
import { anotherRelay, blobScene } from '../../../../tests/support/blob-scene';
import { bytesOf, noise } from '../../../../tests/support/files';
import { eventually, lineOf, META } from '../../../../tests/support/attachment-line';
import { memoryStore } from '../../../../relay/store/memory';
import { testRelay } from '../../../../tests/support/relay/client';
import { CHUNK_BYTES } from '../../wire/limits';
import { listWaiting } from './rows';

describe('a line', () => {
	it('[A9] uploads kept files automatically, and gives the other side description and content', async () => {
		const { url, berta, anton, space } = await blobScene();
		const [from, to] = [lineOf(anton, url), lineOf(berta, url)];
		const content = noise(2 * CHUNK_BYTES + 1);
		const relayed = from.until('relayed');
		const ref = await from.line.keep(space, new Blob([content]), META);
		expect(await from.line.state(space, ref.blob)).toMatchObject({ isOwn: true, isWhole: true, isRelayed: false });
		expect(from.line.upload(ref.blob)).toMatchObject({ failure: null });
		await relayed;
		expect(from.line.upload(ref.blob)).toBeNull();
		expect(await from.line.state(space, ref.blob)).toMatchObject({ isRelayed: true });
		expect(from.events.filter((kind) => kind === 'progress').length).toBeGreaterThan(3);
		expect(await to.line.meta(space, ref)).toEqual({ ...META, size: content.length });
		expect(to.events).toEqual(['arrived']);
		expect(Buffer.compare(await bytesOf(await to.line.fetch(space, ref)), content)).toBe(0);
	});

	it('[A9] retries, later each time, and at once when the relay is back', async () => {
		const { url, anton, space, wire } = await blobScene();
		const { line, until, waitsMs, ring } = lineOf(anton, url);
		wire.isDown = true;
		const ref = await line.keep(space, new Blob([noise(5)]), META);
		const waits: (number | null)[] = [];
		for (let i = 0; i < 3; i++) {
			await eventually(() => waitsMs() !== null);
			waits.push(waitsMs());
			ring();
		}
		await eventually(() => waitsMs() !== null);
		expect(waits).toEqual([3_000, 6_000, 12_000]);
		expect(line.upload(ref.blob)).toMatchObject({ failure: 'no-connection' });
		wire.isDown = false;
		const relayed = until('relayed');
		await line.wake(space);
		await relayed;
	});

	it('[A9] continues in the next session what the last one left', async () => {
		const { url, anton, space, wire } = await blobScene();
		const before = lineOf(anton, url);
		wire.isDown = true;
		const refs = [1, 2, 3].map((size) => before.line.keep(space, new Blob([noise(size)]), META));
		const [a, b, c] = await Promise.all(refs);
		before.line.stop();
		wire.isDown = false;
		const after = lineOf(anton, url);
		await after.line.wake(space);
		const { whole } = await anton.relay().list();
		expect(whole).toEqual(new Set([a?.blob, b?.blob, c?.blob]));
		expect(await listWaiting(anton.rows, space)).toEqual([]);
	});

	it('[A9] waits for a relay that does not know the space yet', async () => {
		const scene = await blobScene();
		const { anton, space } = scene;
		const store = memoryStore();
		const young = await testRelay({ store });
		const { line, waitsMs, ring, until } = lineOf(anton, `http://${young.url}`);
		const ref = await line.keep(space, new Blob([noise(5)]), META);
		await eventually(() => waitsMs() !== null);
		expect(line.upload(ref.blob)).toMatchObject({ failure: 'no-connection' });
		await scene.adopt(store);
		const relayed = until('relayed');
		ring();
		await relayed;
	});

	it('[A9] one that cannot be uploaded holds nobody up', async () => {
		const { url, anton, space } = await blobScene({ limits: { bytesPerBlob: CHUNK_BYTES } });
		const { line, until } = lineOf(anton, url);
		const relayed = until('relayed');
		const [large, small] = await Promise.all([
			line.keep(space, new Blob([noise(2 * CHUNK_BYTES)]), META),
			line.keep(space, new Blob([noise(5)]), META)
		]);
		await relayed;
		expect(line.upload(small.blob)).toBeNull();
		await eventually(() => line.upload(large.blob)?.failure === 'attachment-too-large');
	});

	it('[A9] asks again for a description that nobody has uploaded yet', async () => {
		const { url, berta, anton, space } = await blobScene();
		const [from, to] = [lineOf(anton, url), lineOf(berta, url)];
		const { keepAttachment } = await import('./keeping');
		const ref = await keepAttachment(anton.rows, space, new Blob([noise(9)]), META);
		await expect(to.line.meta(space, ref)).rejects.toMatchObject({ code: 'attachment-missing' });
		await from.line.wake(space);
		const arrived = to.until('arrived');
		to.ring();
		await arrived;
		expect(await to.line.meta(space, ref)).toMatchObject(META);
	});

	it('[A9] refills a relay that has lost everything, from any device that has it', async () => {
		const scene = await blobScene();
		const { url, berta, anton, space } = scene;
		const [from, to] = [lineOf(anton, url), lineOf(berta, url)];
		const relayed = from.until('relayed');
		const ref = await from.line.keep(space, new Blob([noise(CHUNK_BYTES + 1)]), META);
		await relayed;
		await to.line.fetch(space, ref);
		to.line.stop();
		const other = await anotherRelay(scene);
		await lineOf(berta, other).line.wake(space);
		expect((await anton.relay(other).list()).whole).toEqual(new Set([ref.blob]));
	});
});
