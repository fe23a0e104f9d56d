/** Uploads that wait for a connection or for room, in a space that nobody has open. SPEC.md A10. */
import { describe, expect, it } from 'vitest';
import { blobScene } from '../../../../tests/support/blob-scene';
import { noise } from '../../../../tests/support/files';
import { eventually, lineOf, META } from '../../../../tests/support/attachment-line';
import { CHUNK_BYTES } from '../../wire/limits';

describe('a line', () => {
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
});
