/** Disks that are really full, or really fail. SPEC.md R37. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Store, Write } from './store/store';
import { diskUnder } from './store/disk';
import { withFiles } from './store/files';
import { lmdbStore } from './store/lmdb';
import {
	admit,
	Chain,
	Client,
	createSpace,
	Feed,
	foundCentre,
	onAnotherDevice,
	person,
	type Person
} from '../tests/support/relay/client';
import { Asker, blobScene, madeBlob, type MadeBlob } from '../tests/support/relay/blobs';
import { smallDisk, whyNoDisk } from '../tests/support/relay/disk';
import { bundleRelay, runRelay, stopped, type RelayProcess } from '../tests/support/relay/process';

let bundle = '';
beforeAll(async () => {
	if (whyNoDisk !== null) return;
	const { file, remove } = await bundleRelay();
	bundle = file;
	return remove;
});

/** `npm test` repeats the titles of skipped tests. */
const title = whyNoDisk === null ? '' : ` (${whyNoDisk}: this part did not run)`;
const scene = whyNoDisk === null ? describe : describe.skip; // reason: mounting takes root

/** Larger than the reserve: below it, files are refused for another reason. */
const ROOMY = 1024;

/** Berta and Anton in a stream at a relay, with acknowledged entries of a feed and an acknowledged blob. */
async function atWork(data: string) {
	const relay = await runRelay(bundle, ['--data', data]);
	const { client, centre, reception, berta: bertaInCentre } = await foundCentre(relay);
	const [berta, anton] = [await person(), await person()];
	const chain = await Chain.found(berta, 'feeds', [admit(anton, 'member')]);
	await createSpace(client, centre.space, chain);
	const feed = await Feed.open(chain.space, anton);
	const [kept, more] = [await madeBlob(3_000, 2_000), await madeBlob(200_000)];
	const asker = new Asker(relay.url, chain.space, anton);
	expect(await asker.bring(kept)).toBe('204');
	const device = await Client.connect(relay.url, reception.space);
	await device.join(chain.space, anton);
	const said = { relay, client, centre, chain, anton, feed, device, kept, more, asker, bertaInCentre };
	expect(await write(said)).toBe('ack 2');
	return said;
}

/** The answer to one more entry, of the largest kind. */
async function write({ feed, device }: { feed: Feed; device: Client }): Promise<string> {
	await feed.write(new Uint8Array(60_000));
	device.inbox.length = 0;
	device.push(feed, feed.entries.length > 2 ? feed.entries.length : 1);
	await device.until(() => device.inbox.some(({ kind }) => kind === 'ack' || kind === 'refused'));
	const [answer] = device.inbox;
	if (answer?.kind === 'ack') return `ack ${answer.seq}`;
	feed.entries.pop();
	return answer?.kind === 'refused' ? answer.code : '';
}

/** Whether everything acknowledged is served. */
async function reads(relay: RelayProcess, chain: Chain, anton: Person, feed: Feed, blob: MadeBlob): Promise<void> {
	const again = await onAnotherDevice(anton);
	const client = await Client.connect(relay.url);
	await client.join(chain.space, again);
	client.send({ kind: 'pull', space: chain.space, have: [] });
	await client.next('pulled');
	const given = client.inbox.flatMap((frame) => (frame.kind === 'entries' ? frame.entries : []));
	expect(given).toEqual(feed.from(1));
	client.send({ kind: 'charterPull', space: chain.space, from: 0 });
	expect((await client.next('charter')).records).toHaveLength(chain.records.length);
	expect(await new Asker(relay.url, chain.space, again).hasAll(blob)).toBe(true);
	client.ws.terminate();
}

const health = async ({ url }: RelayProcess): Promise<number> => (await fetch(`http://${url}/healthz`)).status;

scene(`a full disk${title}`, { timeout: 120_000 }, () => {
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
		const next = await runRelay(bundle, ['--data', data]);
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
		const { ended, output } = await runRelay(bundle, ['--data', disk.folder]);
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

scene(`a disk that breaks down${title}`, { timeout: 120_000 }, () => {
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
		const refused = await runRelay(bundle, ['--data', data]);
		expect([await refused.ended, refused.output()]).toEqual([
			1,
			expect.stringMatching(/^The data folder .* is on a disk that is read-only.*\.\n$/)
		]);
		disk.unmount();
		disk.mount();
		const next = await runRelay(bundle, ['--data', data]);
		await reads(next, chain, anton, feed, kept);
		expect(await health(next)).toBe(204);
		await stopped(next);
	});
});

scene(`a disk on which nothing may be written for a while${title}`, { timeout: 120_000 }, () => {
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

/** The store alone, without the checks that spare it what the disk will not take. */
scene(`the store on such disks${title}`, { timeout: 60_000 }, () => {
	const opened = async (folder: string): Promise<Store> => {
		const store = await withFiles(lmdbStore(folder), 'chunks', join(folder, 'blobs'));
		onTestFinished(() => store.close());
		return store;
	};
	const row = (name: number, size: number, table: Write['table'] = 'entries'): Write => ({
		table,
		key: Uint8Array.of(name),
		value: new Uint8Array(size).fill(name)
	});
	/** Grows, so that the database needs more and more space. */
	const refuses = async (store: Store): Promise<void> => {
		for (let i = 2; i < 40; i++) {
			await expect(store.commit([row(i, i * 8_000)])).rejects.toThrow();
			expect((await store.get('entries', Uint8Array.of(1)))?.length).toBe(1_000);
			expect(await store.get('entries', Uint8Array.of(i))).toBeNull();
		}
		await expect(store.commit([row(2, 300_000, 'chunks')])).rejects.toThrow();
		expect((await store.get('chunks', Uint8Array.of(1)))?.length).toBe(2_000);
	};

	it('[R37] a full one is refused as such, again and again, and writes when there is room', async () => {
		const disk = smallDisk(16);
		const store = await opened(disk.folder);
		await store.commit([row(1, 1_000), row(1, 2_000, 'chunks')]);
		disk.fill();
		await expect(store.commit([row(2, 400_000)])).rejects.toMatchObject({ code: 'ENOSPC' });
		await refuses(store);
		expect(readdirSync(join(disk.folder, 'blobs'))).toEqual(['01']);
		disk.makeRoom();
		await store.commit([row(2, 400_000), row(2, 300_000, 'chunks')]);
		expect((await store.get('chunks', Uint8Array.of(2)))?.length).toBe(300_000);
	});

	it('[R37] one that fails is still read, however large the next write would be', async () => {
		const disk = smallDisk(16);
		const store = await opened(disk.folder);
		await store.commit([row(1, 1_000), row(1, 2_000, 'chunks')]);
		disk.breakDown();
		await expect(store.commit([row(2, 400_000)])).rejects.toMatchObject({ code: 'EROFS' });
		await refuses(store);
		await expect(diskUnder(disk.folder).tryOut()).rejects.toMatchObject({ code: 'EROFS' });
		expect(existsSync(join(disk.folder, 'trial'))).toBe(false);
	});
});
