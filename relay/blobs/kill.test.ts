/** Blobs and SIGKILL. */
import { beforeAll, expect, it } from 'vitest';
import { admit, Chain, createSpace, foundCentre, person } from '../../tests/support/relay/client';
import { Asker, madeBlob, type MadeBlob } from '../../tests/support/relay/blobs';
import { bundleRelay, dataFolder, runRelay } from '../../tests/support/relay/process';

let bundle = '';
beforeAll(async () => {
	const { file, remove } = await bundleRelay();
	bundle = file;
	return remove;
});

it('[R27] acknowledged chunks and erasures survive SIGKILL', { timeout: 60_000 }, async () => {
	const data = dataFolder();
	let relay = await runRelay(bundle, ['--data', data]);
	const { client, centre } = await foundCentre(relay);
	const [berta, anton] = [await person(), await person()];
	const chain = await Chain.found(berta, 'feeds', [admit(anton, 'member')]);
	await createSpace(client, centre.space, chain);
	client.ws.terminate();
	const brought: { blob: MadeBlob; chunks: Set<number>; isErased: boolean }[] = [];
	let acknowledged = 0;
	/** Uploads and erases until the relay is gone. */
	const work = async (asker: Asker): Promise<void> => {
		try {
			for (;;) {
				const blob = await madeBlob(200_000, 100, 50_000);
				const kept = { blob, chunks: new Set<number>(), isErased: false };
				brought.push(kept);
				if ((await asker.say(`/${blob.id}`, blob.manifest)) !== '204') return;
				for (const [i, chunk] of blob.chunks.entries()) {
					if ((await asker.say(`/${blob.id}/${i}`, chunk)) !== '204') return;
					kept.chunks.add(i);
					acknowledged++;
				}
				if (brought.length % 3 > 0) continue;
				kept.isErased = (await asker.say(`/${blob.id}`, undefined, 'DELETE')) === '204';
			}
		} catch {
			// The relay was killed.
		}
	};
	for (let round = 0; round < 5; round++) {
		const { url, child, ended } = relay;
		const working = Promise.all([berta, anton].map((who) => work(new Asker(url, chain.space, who))));
		// by acknowledgements, not by time: a busy machine changes nothing
		for (const target = acknowledged + 4 + round; acknowledged < target;)
			await new Promise((resolve) => setTimeout(resolve, 3));
		child.kill('SIGKILL');
		await Promise.all([ended, working]);
		relay = await runRelay(bundle, ['--data', data]);
	}
	const asker = new Asker(relay.url, chain.space, berta);
	for (const { blob, chunks, isErased } of brought) {
		if (isErased) expect(await asker.say(`/${blob.id}`)).toBe('410 erased');
		// an erasure may have been stored although its answer was lost
		else if (chunks.size > 0 && (await asker.here(blob)) !== '410') {
			for (const i of chunks) expect(await asker.say(`/${blob.id}/${i}`)).toBe(`200 ${blob.chunks[i]?.length ?? 0}`);
		}
	}
	relay.child.kill('SIGTERM');
	await relay.ended;
});
