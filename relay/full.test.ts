/** Disks that are really full. SPEC.md R37. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diskUnder } from './store/disk';
import { withFiles } from './store/files';
import { lmdbStore } from './store/lmdb';
import { Chain, person } from '../tests/support/relay/client';
import { blobScene, madeBlob } from '../tests/support/relay/blobs';
import { smallDisk } from '../tests/support/relay/disk';
import { stopped } from '../tests/support/relay/process';
import { atWork, health, reads, relayOn, relayScene, ROOMY, write } from '../tests/support/relay/failing-disk';

relayScene('a full disk', () => {
	it('[R37] ends nothing: stored data is served, nothing is acknowledged, and writing resumes when there is room', async () => {
		const disk = smallDisk(ROOMY);
		const data = join(disk.folder, 'data');
		const scene = await atWork(data);
		const { relay, chain, anton, feed, kept, more, asker, client, centre } = scene;
		expect(await health(relay)).toBe(204);
		disk.fill();
		expect(await health(relay), 'before anybody has written').toBe(503);
		for (let i = 0; i < 12; i++) expect(await write(scene)).toBe('storage');
		expect(await asker.bring(more)).toBe('507 quota');
		const other = await Chain.found(await person());
		client.send({ kind: 'create', space: other.space, centre: centre.space, records: other.bytes });
		expect((await client.next('refused')).code).toBe('storage');
		await reads(relay, chain, anton, feed, kept);
		expect(await health(relay)).toBe(503);
		disk.makeRoom();
		expect(await health(relay), 'before anybody has written').toBe(204);
		expect(await write(scene)).toBe('ack 3');
		expect(await asker.bring(more)).toBe('204');
		disk.fill();
		expect(await write(scene)).toBe('storage');
		await stopped(relay);
		// stored data is served after a restart as well
		const next = await relayOn(data);
		expect(next.output()).toMatch(/^The disk with the data folder .* is full: .*\.$/m);
		await reads(next, chain, anton, feed, kept);
		expect(await health(next)).toBe(503);
		disk.makeRoom();
		expect(await health(next)).toBe(204);
		await stopped(next);
	});

	it('[R37] gets no new relay, and one sentence says so', async () => {
		const disk = smallDisk(16);
		disk.fill();
		const { ended, output } = await relayOn(disk.folder);
		expect([await ended, output()]).toEqual([1, expect.stringMatching(/^The data folder .* has no room: .*\.\n$/)]);
	});

	it('[R37] takes no blob when the space reserved for texts is reached, and keeps no part of it', async () => {
		const disk = smallDisk(32);
		const blobs = join(disk.folder, 'blobs');
		const store = await withFiles(lmdbStore(disk.folder), 'chunks', blobs);
		const { antonAsks } = await blobScene({ store, disk: diskUnder(disk.folder), limits: { reserveBytes: 0 } });
		const [kept, more] = [await madeBlob(50_000), await madeBlob(60_000, 70_000)];
		expect(await antonAsks.bring(kept)).toBe('204');
		expect(await antonAsks.bring(more, 1)).toBe('204');
		disk.fill();
		expect(await antonAsks.say(`/${more.id}/1`, more.chunks[1])).toMatch(/^50[37] /);
		expect(readdirSync(blobs)).toHaveLength(2);
		expect(await antonAsks.hasAll(kept)).toBe(true);
		disk.makeRoom();
		expect(await antonAsks.bring(more)).toBe('204');
		expect(await antonAsks.hasAll(more)).toBe(true);
	});
});
