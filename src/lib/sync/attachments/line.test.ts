/** A session's attachments: what happens automatically. SPEC.md A8, A9. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { anotherRelay, blobScene, type BlobDevice } from '../../../../tests/support/blob-scene';
import { bytesOf, noise } from '../../../../tests/support/files';
import { memoryStore } from '../../../../relay/store/memory';
import { testRelay } from '../../../../tests/support/relay/client';
import { CHUNK_BYTES } from '../../wire/limits';
import { listWaiting } from './rows';
import { AttachmentLine, type AttachmentEvent } from './line';

const META = { name: 'Antrag.odt', type: 'application/vnd.oasis.opendocument.text' };

/** A line whose timers wait for the test. */
interface TestLine {
	readonly line: AttachmentLine;
	readonly events: string[];
	/** Resolves when this has happened to something. */
	readonly until: (kind: AttachmentEvent['kind']) => Promise<void>;
	/** The waiting timer's delay; null when there is none. */
	readonly waitsMs: () => number | null;
	/** Fires the timer. */
	readonly ring: () => void;
}

function lineOf({ rows, keys }: BlobDevice, relay: string): TestLine {
	let waiting: { task: () => void; afterMs: number } | null = null;
	const line = new AttachmentLine({
		rows,
		relay,
		later: (task, afterMs) => {
			waiting = { task, afterMs };
			return () => (waiting = null);
		}
	});
	onTestFinished(() => line.stop());
	const events: string[] = [];
	const waits = new Map<string, () => void>();
	line.listen(({ kind }) => {
		events.push(kind);
		waits.get(kind)?.();
	});
	line.enter(keys);
	const until = (kind: string): Promise<void> =>
		new Promise((resolve) => {
			waits.set(kind, resolve);
		});
	const ring = (): void => {
		const { task } = waiting ?? { task: () => expect.fail('no timer') };
		waiting = null;
		task();
	};
	return { line, events, until, waitsMs: () => waiting?.afterMs ?? null, ring };
}

/** Resolves once `holds` returns true. */
async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}

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

	it('[A10] continues in a space that nobody has opened, without being woken', async () => {
		const { url, anton, space, wire } = await blobScene();
		const before = lineOf(anton, url);
		wire.isDown = true;
		const ref = await before.line.keep(space, new Blob([noise(5)]), META);
		before.line.stop();
		wire.isDown = false;
		const after = lineOf(anton, url);
		await after.until('relayed');
		expect((await anton.relay().list()).whole).toEqual(new Set([ref.blob]));
	});

	it('[A10] retries stuck work at once when the connection is back', async () => {
		const { url, anton, space, wire } = await blobScene();
		const { line, until, waitsMs } = lineOf(anton, url);
		wire.isDown = true;
		await line.keep(space, new Blob([noise(5)]), META);
		await eventually(() => waitsMs() !== null);
		wire.isDown = false;
		const relayed = until('relayed');
		line.look();
		await relayed;
	});

	it('[A10] one that the relay has no room for says so, waits for time or room, and holds up no other', async () => {
		const { url, berta, anton, space, wire } = await blobScene({ limits: { blobBytesPerSpace: 3.2 * CHUNK_BYTES } });
		const hers = lineOf(berta, url);
		const first = hers.until('relayed');
		const old = await hers.line.keep(space, new Blob([noise(2 * CHUNK_BYTES - 9_000)]), META);
		await first;
		const { line, until, waitsMs, ring } = lineOf(anton, url);
		const large = await line.keep(space, new Blob([noise(2 * CHUNK_BYTES)]), META);
		await eventually(() => line.upload(large.blob)?.failure === 'relay-full');
		const relayed = until('relayed');
		const small = await line.keep(space, new Blob([noise(5)]), META);
		await relayed;
		expect(line.upload(small.blob)).toBeNull();
		const sent = wire.sent.length;
		for (let i = 0; i < 10; i++) await line.wake(space);
		expect(line.upload(large.blob)?.failure).toBe('relay-full');
		// one listing each time, and nothing of the upload
		expect(wire.sent.slice(sent).filter((one) => one.startsWith('PUT'))).toEqual([]);
		expect(wire.sent.length - sent).toBeLessThanOrEqual(20);
		const before = waitsMs() ?? 0;
		ring();
		await eventually(() => (waitsMs() ?? 0) > before);
		await hers.line.erase(space, old.blob);
		await eventually(async () => (await berta.relay().list()).erased.has(old.blob));
		const room = until('relayed');
		ring();
		await room;
		expect((await anton.relay().list()).whole).toEqual(new Set([large.blob, small.blob]));
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
