/** A data folder that is suddenly empty: its disk is not mounted, or everything is lost. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { NO_SPACE } from '../src/lib/wire/frames';
import { admit, askToFound, Client, createSpace, foundCentre, person, Chain } from '../tests/support/relay/client';
import { lmdbStore } from './store/lmdb';
import { FORMAT, putFact } from './store/rows';
import { bundleRelay, dataFolder, runRelay, stopped } from '../tests/support/relay/process';

let bundle = '';
beforeAll(async () => {
	const { file, remove } = await bundleRelay();
	bundle = file;
	return remove;
});

it('[R38] an empty folder that held a centre is refused until its disk is back', async () => {
	const data = dataFolder();
	const first = await runRelay(bundle, ['--data', data]);
	expect(existsSync(`${data}.founded`), 'before anything is stored').toBe(false);
	await foundCentre(first);
	await stopped(first);
	expect(readFileSync(`${data}.founded`, 'utf8')).toMatch(/^data keeps a centre\. .*\n$/);
	renameSync(data, `${data}-elsewhere`);
	for (const isThere of [false, true]) {
		if (isThere) mkdirSync(data);
		const { ended, output } = await runRelay(bundle, ['--data', data]);
		expect([await ended, output()]).toEqual([
			1,
			expect.stringMatching(/^The data folder .* is empty, but .*--new\.\n$/)
		]);
	}
	expect(readdirSync(data), 'nothing is written that a later mount would hide').toEqual([]);
	rmSync(data, { recursive: true });
	renameSync(`${data}-elsewhere`, data);
	const back = await runRelay(bundle, ['--data', data]);
	expect(back.setupCode).toBeNull();
	await stopped(back);
	// a centre from before these notes existed
	rmSync(`${data}.founded`);
	await stopped(await runRelay(bundle, ['--data', data]));
	expect(existsSync(`${data}.founded`)).toBe(true);
});

it('[R24] a centre in an earlier format is refused, and left as it is', async () => {
	const data = dataFolder();
	const first = await runRelay(bundle, ['--data', data]);
	await foundCentre(first);
	await stopped(first);
	const write = async (value: Uint8Array | null): Promise<void> => {
		const store = lmdbStore(data);
		await store.commit([putFact('format', value)]);
		await store.close();
	};
	for (const value of [null, Uint8Array.of(1)]) {
		await write(value);
		const { ended, output } = await runRelay(bundle, ['--data', data]);
		expect([await ended, output()]).toEqual([1, expect.stringMatching(/^The data folder .* earlier format, .*\.\n$/)]);
	}
	await write(FORMAT);
	const back = await runRelay(bundle, ['--data', data]);
	expect(back.setupCode).toBeNull();
	await stopped(back);
});

it('[R38] [R12] with --new it starts over, and the root founds the same centre again, with longer chains', async () => {
	const data = dataFolder();
	const first = await runRelay(bundle, ['--data', data]);
	const { client, ...founded } = await foundCentre(first);
	const { centre, berta } = founded;
	await stopped(first);
	expect(client.closedWith).toBe(1012);
	await centre.append(berta, [admit(await person(), 'reader')]);
	rmSync(data, { recursive: true });
	const next = await runRelay(bundle, ['--data', data, '--new']);
	expect(next.setupCode).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
	expect(next.setupCode).not.toBe(first.setupCode);
	await stopped(next);
	// once is enough: the old note is gone
	const again = await runRelay(bundle, ['--data', data]);
	expect(again.setupCode).toBe(next.setupCode);
	const device = await Client.connect(again.url);
	await askToFound(device, founded, first.setupCode ?? '');
	expect((await device.next('refused')).code).toBe('code-wrong');
	await askToFound(device, founded, again.setupCode ?? '');
	await device.next('done', ({ space }) => space === NO_SPACE);
	expect((await device.join(centre.space, berta)).length).toBe(2);
	await createSpace(device, centre.space, await Chain.found(await person()));
	await stopped(again);
	const refused = await runRelay(bundle, ['--data', data, '--new']);
	expect([await refused.ended, refused.output()]).toEqual([
		1,
		expect.stringMatching(/^The data folder .* keeps a centre: --new .*\.\n$/)
	]);
});

it('[R38] if no note can be left beside the folder, that is reported, and everything else continues', async () => {
	// a name that leaves no room for an extension
	const data = join(dataFolder(), 'x'.repeat(250));
	const first = await runRelay(bundle, ['--data', data]);
	await foundCentre(first);
	expect(first.output()).toMatch(/\.founded cannot be written: an empty data folder will not be noticed\.$/m);
	await stopped(first);
	const next = await runRelay(bundle, ['--data', data]);
	expect(next.setupCode).toBeNull();
	await stopped(next);
});
