/** For tests: Berta and Anton at a relay whose disk is full or fails. */
import { beforeAll, describe, expect } from 'vitest';
import { admit, Chain, Client, createSpace, Feed, foundCentre, onAnotherDevice, person, type Person } from './client';
import { Asker, madeBlob, type MadeBlob } from './blobs';
import { whyNoDisk } from './disk';
import { bundleRelay, runRelay, type RelayProcess } from './process';

/** A suite that needs a mounted disk; `npm test` repeats its title if it cannot run. */
export function diskScene(name: string, timeout: number, tests: () => void): void {
	const scene = whyNoDisk === null ? describe : describe.skip; // reason: mounting takes root
	scene(whyNoDisk === null ? name : `${name} (${whyNoDisk}: this part did not run)`, { timeout }, tests);
}

let bundle = '';

/** Such a suite with the relay, bundled once before its tests. */
export function relayScene(name: string, tests: () => void): void {
	diskScene(name, 120_000, () => {
		beforeAll(async () => {
			const { file, remove } = await bundleRelay();
			bundle = file;
			return remove;
		});
		tests();
	});
}

/** A relay on that folder. */
export function relayOn(data: string): Promise<RelayProcess> {
	return runRelay(bundle, ['--data', data]);
}

/** Larger than the reserve: below it, files are refused for another reason. */
export const ROOMY = 1024;

/** Berta and Anton in a stream at a relay, with acknowledged entries of a feed and an acknowledged blob. */
export async function atWork(data: string) {
	const relay = await relayOn(data);
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
export async function write({ feed, device }: { feed: Feed; device: Client }): Promise<string> {
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
export async function reads(
	relay: RelayProcess,
	chain: Chain,
	anton: Person,
	feed: Feed,
	blob: MadeBlob
): Promise<void> {
	const again = await onAnotherDevice(anton);
	const client = await Client.connect(relay.url);
	await client.join(chain.space, again);
	client.send({ kind: 'pull', space: chain.space, have: [], brief: 0 });
	await client.next('pulled');
	const given = client.inbox.flatMap((frame) => (frame.kind === 'entries' ? frame.entries : []));
	expect(given).toEqual(feed.from(1));
	client.send({ kind: 'charterPull', space: chain.space, from: 0 });
	expect((await client.next('charter')).records).toHaveLength(chain.records.length);
	expect(await new Asker(relay.url, chain.space, again).hasAll(blob)).toBe(true);
	client.ws.terminate();
}

/** The status with which the relay says how it is. */
export const health = async ({ url }: RelayProcess): Promise<number> => (await fetch(`http://${url}/healthz`)).status;
