/** Power cuts: a store that forgets what was not flushed yet. */
import { expect, it } from 'vitest';
import { startRelay } from './relay';
import { memoryStore } from './store/memory';
import type { Store, Write } from './store/store';
import { admit, Chain, createSpace, Feed, foundCentre, person, type Person } from '../tests/support/relay/client';
import { acknowledged, checkKept, furtherOn, Writer } from '../tests/support/relay/load';

/** A disk that shows writes at once and stores them later; only stored ones survive a cut. */
function disk(kept: Store, isHonest: boolean): { store: Store; cut: () => void } {
	const shown = memoryStore();
	let isOn = true;
	const copied = copyAll(kept, shown);
	const flush = async (writes: readonly Write[]): Promise<void> => {
		// A disk takes its time.
		await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 12));
		if (!isOn) throw new Error('no power');
		await kept.commit(writes);
	};
	const store: Store = {
		get: async (...asked) => (await copied, shown.get(...asked)),
		range: async (...asked) => (await copied, shown.range(...asked)),
		commit: async (writes) => {
			if (!isOn) throw new Error('no power');
			await copied;
			await shown.commit(writes);
			const flushed = flush(writes);
			if (isHonest) await flushed;
			else flushed.catch(() => undefined);
		},
		close: async () => undefined
	};
	return { store, cut: () => (isOn = false) };
}

async function copyAll(from: Store, to: Store): Promise<void> {
	for (const table of ['facts', 'centres', 'spaces', 'charters', 'feeds', 'entries'] as const) {
		const rows = await from.range(table, { prefix: new Uint8Array(), maxRows: Infinity });
		await to.commit(rows.map(({ key, value }) => ({ table, key, value })));
	}
}

/** Writes under load through `cuts` power cuts; rejects when anything acknowledged is missing. */
async function live(cuts: number, isHonest: boolean): Promise<number> {
	const kept = memoryStore();
	const start = async (honest: boolean) => {
		const { store, cut } = disk(kept, honest);
		const relay = await startRelay({ store, app: null, host: '127.0.0.1', port: 0, origins: [], log: () => undefined });
		return { relay, cut, url: `127.0.0.1:${relay.port}` };
	};
	let now = await start(true);
	const { client, centre } = await foundCentre({ url: now.url, setupCode: now.relay.setupCode });
	const people: Person[] = [await person(), await person(), await person()];
	const [berta, anton, mia] = people as [Person, Person, Person];
	const chain = await Chain.found(berta, 'feeds', [admit(anton, 'member'), admit(mia, 'member')]);
	await createSpace(client, centre.space, chain);
	await now.relay.stop();
	const writers = await Promise.all(people.map(async (who) => new Writer(who, await Feed.open(chain.space, who))));
	for (let round = 0; round < cuts; round++) {
		now = await start(isHonest);
		const { cut, relay, url } = now;
		const working = Promise.all(writers.map((writer) => writer.work(url)));
		await furtherOn(writers, 10 + round);
		// At any moment of a flush.
		await new Promise((resolve) => setTimeout(resolve, Math.random() * 12));
		cut();
		await Promise.all([relay.stop(), working]);
		now = await start(true);
		await checkKept(now.url, chain.space, writers);
		await now.relay.stop();
	}
	return acknowledged(writers);
}

it('[R20] twenty power cuts under load lose nothing acknowledged', { timeout: 300_000 }, async () => {
	expect(await live(20, true)).toBeGreaterThan(200);
});

it('[R20] the same test catches a store that says "kept" too early', { timeout: 300_000 }, async () => {
	await expect(live(20, false)).rejects.toThrow('acknowledged and lost');
});
