/** Disks that really fail, for good or for a while. SPEC.md R37. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { smallDisk } from '../tests/support/relay/disk';
import { stopped } from '../tests/support/relay/process';
import { atWork, health, reads, relayOn, relayScene, ROOMY, write } from '../tests/support/relay/failing-disk';

relayScene('a disk that breaks down', () => {
	it('[R37] is still read, and nothing is acknowledged; once it is mounted again everything acknowledged is there', async () => {
		const disk = smallDisk(ROOMY);
		const data = join(disk.folder, 'data');
		const scene = await atWork(data);
		const { relay, chain, anton, feed, kept, more, asker } = scene;
		disk.breakDown();
		for (let i = 0; i < 12; i++) expect(await write(scene)).toBe('storage');
		expect(await asker.bring(more)).toBe('503 storage');
		expect(await health(relay)).toBe(503);
		await reads(relay, chain, anton, feed, kept);
		await stopped(relay);
		const refused = await relayOn(data);
		expect([await refused.ended, refused.output()]).toEqual([
			1,
			expect.stringMatching(/^The data folder .* is on a disk that is read-only.*\.\n$/)
		]);
		disk.unmount();
		disk.mount();
		const next = await relayOn(data);
		await reads(next, chain, anton, feed, kept);
		expect(await health(next)).toBe(204);
		await stopped(next);
	});
});

relayScene('a disk on which nothing may be written for a while', () => {
	it('[R37] is still read, and written to again without anybody’s help', async () => {
		const disk = smallDisk(ROOMY);
		const scene = await atWork(join(disk.folder, 'data'));
		const { relay, chain, anton, feed, kept, more, asker } = scene;
		// not LMDB's lock file: mapping a forbidden file ends the process
		const forbidden = ['data/relay.mdb', 'data/blobs', 'data'];
		disk.forbid(forbidden, true);
		for (let i = 0; i < 4; i++) expect(await write(scene)).toBe('storage');
		expect(await asker.bring(more)).toBe('503 storage');
		expect(await health(relay)).toBe(503);
		await reads(relay, chain, anton, feed, kept);
		disk.forbid(forbidden, false);
		expect(await write(scene)).toBe('ack 3');
		expect(await asker.bring(more)).toBe('204');
		expect(await health(relay)).toBe(204);
		await stopped(relay);
	});
});
