/** `new-code`: Berta founded a centre, and everything that could open it is gone. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../src/lib/base/bytes';
import { renewSetupCode } from './renewing';
import { memoryStore } from './store/memory';
import { TABLES, type Store } from './store/store';
import {
	admit,
	askToFound,
	Chain,
	Client,
	createSpace,
	Feed,
	newCentre,
	onAnotherDevice,
	person,
	testRelay,
	type Centre
} from '../tests/support/relay/client';
import { Asker, madeBlob } from '../tests/support/relay/blobs';
import { bundleRelay, dataFolder, runRelay, stopped } from '../tests/support/relay/process';

describe('the command', () => {
	let bundle = '';
	beforeAll(async () => {
		const { file, remove } = await bundleRelay();
		bundle = file;
		return remove;
	});

	/** How the command exits, and what it prints. */
	async function newCode(data: string): Promise<[number | string, string]> {
		const { ended, output } = await runRelay(bundle, ['new-code', '--data', data]);
		return [await ended, output()];
	}

	it('[R39] forgets a centre that only its founder was in, and makes a new code for another', async () => {
		const data = dataFolder();
		expect(await newCode(data)).toEqual([1, expect.stringMatching(/^There is nothing of a relay in .*\.\n$/)]);
		const first = await runRelay(bundle, ['--data', data]);
		const berta = await founder(first);
		await new Asker(first.url, berta.centre.space, berta.berta).bring(await madeBlob(1_000));
		expect(await newCode(data)).toEqual([1, expect.stringMatching(/^Another relay works on .*\.\n$/)]);
		await stopped(first);
		const [ended, said] = await newCode(data);
		expect([ended, said]).toEqual([0, expect.stringMatching(/^Set-up code: ([0-9A-Z]{4}-){3}[0-9A-Z]{4}\n$/)]);
		const next = await runRelay(bundle, ['--data', data]);
		expect(said).toContain(next.setupCode);
		expect(next.setupCode).not.toBe(first.setupCode);
		expect(readdirSync(join(data, 'blobs'))).toEqual([]);
		const device = await Client.connect(next.url);
		await device.askToJoin(berta.centre.space, berta.berta);
		expect((await device.next('refused')).code).toBe('unknown-space');
		await askToFound(device, await newCentre(), first.setupCode ?? '');
		expect((await device.next('refused')).code).toBe('code-wrong');
		await askToFound(device, await newCentre(), next.setupCode ?? '');
		await device.next('done');
		await stopped(next);
	});

	it('[R39] leaves a centre alone that others were in, and says so', async () => {
		const data = dataFolder();
		const first = await runRelay(bundle, ['--data', data]);
		const { client, centre, berta } = await founder(first);
		const stream = await Chain.found(await person(), 'feeds', [admit(await person(), 'member')]);
		await createSpace(client, centre.space, stream);
		await stopped(first);
		expect(await newCode(data)).toEqual([1, expect.stringMatching(/^Others than its founder .*: it stays\.\n$/)]);
		const next = await runRelay(bundle, ['--data', data]);
		expect(next.setupCode).toBeNull();
		const device = await Client.connect(next.url);
		expect((await device.join(centre.space, berta)).length).toBe(1);
		await stopped(next);
	});
});

/** Berta's centre with an app's usual spaces: a seat for all readers of the reception, a desk with one for letters. */
async function founder(relay: { url: string; setupCode: string | null }) {
	const centre = await newCentre([admit(await person(), 'reader')]);
	const client = await Client.connect(relay.url);
	await askToFound(client, centre, relay.setupCode ?? '');
	await client.next('done');
	await client.join(centre.centre.space, centre.berta);
	const [host, poster] = [await person(), await person()];
	const desk = await Chain.found(host, 'feeds', [admit(poster, 'poster')]);
	await createSpace(client, centre.centre.space, desk);
	await client.join(desk.space, host);
	const feed = await Feed.open(desk.space, host);
	client.push(feed);
	await client.next('ack');
	return { ...centre, client, desk, host, poster };
}

describe('whoever was there', () => {
	const cases: readonly [string, (all: Awaited<ReturnType<typeof founder>> & { store: Store }) => Promise<unknown>][] =
		[
			[
				'a colleague in the centre',
				async (all) => grow(all.client, all.centre, all, [admit(await person(), 'member')])
			],
			[
				'somebody who reads the centre',
				async (all) => grow(all.client, all.centre, all, [admit(await person(), 'reader')])
			],
			[
				'a client who is gone again',
				async ({ client, centre }) => {
					const [host, anton] = [await person(), await person()];
					const stream = await Chain.found(host, 'feeds', [admit(anton, 'member')]);
					await stream.append(host, [{ kind: 'remove', member: anton.id, fences: [] }, ...stream.epochFor(host)]);
					await createSpace(client, centre.space, stream);
				}
			],
			[
				'a letter in the desk',
				async ({ client, desk, poster }) => {
					const dropped = await onAnotherDevice(poster);
					await client.join(desk.space, dropped);
					const feed = await Feed.open(desk.space, dropped);
					client.push(feed);
					await client.next('ack');
				}
			],
			[
				'a second package',
				({ store }) =>
					store.commit([1, 2].map((n) => ({ table: 'packages', key: Uint8Array.of(n), value: utf8('sealed') })))
			],
			[
				'many spaces',
				async ({ client, centre }) => {
					for (let i = 0; i < 8; i++) await createSpace(client, centre.space, await Chain.found(await person()));
				}
			]
		];

	it.each(cases)('[R39] %s: it stays', async (_name, happens) => {
		const store = memoryStore();
		const relay = await testRelay({ store });
		const all = await founder({ url: relay.url, setupCode: relay.setupCode });
		await happens({ ...all, store });
		const before = await everything(store);
		expect(await renewSetupCode(store)).toBeNull();
		expect(await everything(store)).toEqual(before);
	});

	it('[R39] nobody: nothing of the old centre is left', async () => {
		const store = memoryStore();
		const relay = await testRelay({ store });
		await founder({ url: relay.url, setupCode: relay.setupCode });
		expect(await renewSetupCode(store)).not.toBeNull();
		expect(await everything(store)).toHaveLength(1);
	});

	async function grow(client: Client, chain: Chain, { berta }: Centre, ops: Parameters<Chain['append']>[1]) {
		const { bytes } = await chain.append(berta, ops);
		client.send({ kind: 'charterPush', space: chain.space, records: [bytes], final: 0 });
		await client.next('done', ({ request }) => request === 'charterPush');
	}

	async function everything(store: Store): Promise<unknown[]> {
		const all = TABLES.map((table) => store.range(table, { prefix: new Uint8Array(), maxRows: Infinity }));
		return (await Promise.all(all)).flat();
	}
});
