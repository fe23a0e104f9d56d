/** What is measured on either side: each work prepares once and then runs as often as asked. */
import type { CDPSession, Page } from '@playwright/test';
import { part } from './median';
import { heap, type Stage } from './stage';
import type { Pair, Ticket } from './page/sealed.svelte';

/** The product, or the plaintext baseline. */
export type Side = 'sealed' | 'plain';

/** One run's figures by name: ms, or bytes if the name says so. */
export type Figures = Readonly<Record<string, number>>;

/** How a work is run on one side; `watch` may wrap what is measured. */
export interface Work {
	readonly name: string;
	run(side: Side, watch?: Watch): Promise<Figures>;
}

/** Runs the measured part, between its own start and end. */
export type Watch = <T>(devtools: CDPSession, measured: () => Promise<T>) => Promise<T>;

const plainly: Watch = (_devtools, measured) => measured();

/** Shared by several works: the prepared messages of each size. */
export class Ground {
	readonly #pairs = new Map<string, Pair>();
	readonly #kept = new Map<string, Ticket>();
	#centre: Parameters<Window['bench']['sealed']['furnish']>[0] | null = null;
	#databases = 0;

	constructor(readonly stage: Stage) {}

	/** A name for an unused database. */
	fresh(): string {
		return `bench-${this.#databases++}`;
	}

	/** A stream of `count` messages at the relay. */
	async pair(count: number, label = '', isMarked = false): Promise<Pair> {
		const key = `${count}${label}`;
		const known = this.#pairs.get(key);
		if (known) return known;
		const code = this.stage.relay.setupCode ?? '';
		this.#centre ??= await this.stage.on('there', (page) =>
			page.evaluate((given) => window.bench.sealed.found(given), code)
		);
		const centre = this.#centre;
		const startMs = Date.now();
		const made = await this.stage.on('there', (page) =>
			page.evaluate((given) => window.bench.sealed.furnish(given.centre, given.count, given.isMarked), {
				centre,
				count,
				isMarked
			})
		);
		process.stderr.write(`furnished ${key}: ${Date.now() - startMs} ms\n`);
		this.#pairs.set(key, made);
		return made;
	}

	/** The same messages in a room of the stock server. */
	async room(count: number, label = ''): Promise<string> {
		const name = `room-${count}${label}`;
		if (this.#kept.has(name)) return name;
		await this.stage.on('there', (page) =>
			page.evaluate((given) => window.bench.plain.furnish(given.url, given.name, given.count), {
				url: this.stage.stockUrl,
				name,
				count
			})
		);
		this.#kept.set(name, {} as Ticket);
		return name;
	}

	/** A database of `here` with `count` messages, the last `tail` of which arrived one by one. */
	async kept(side: Side, count: number): Promise<{ readonly database: string; readonly ticket: Ticket }> {
		const database = `kept-${side}-${count}`;
		const known = this.#kept.get(database);
		if (known) return { database, ticket: known };
		const [pair, room] = [await this.pair(count), await this.room(count)];
		const url = this.stage.stockUrl;
		await this.stage.on('here', (page) =>
			page.evaluate(
				async (given) => {
					if (given.side === 'plain') await window.bench.plain.join(given.url, given.room, given.database, given.count);
					else await window.bench.sealed.join(given.ticket, given.database, given.count);
					if (given.side === 'sealed') {
						await window.bench.sealed.settle();
						await window.bench.sealed.leave();
					} else await new Promise((resolve) => setTimeout(resolve, 1500));
				},
				{ side, url, room, database, count, ticket: pair.host }
			)
		);
		this.#kept.set(database, pair.host);
		return { database, ticket: pair.host };
	}
}

/** Opens what the device has, after a reload. */
export function opening(ground: Ground, count: number): Work {
	return {
		name: `open ${count}`,
		async run(side, watch = plainly) {
			const { database, ticket } = await ground.kept(side, count);
			return ground.stage.on('here', async (page, devtools) => {
				const given = { side, database, ticket, count };
				const { firstMs, allMs } = await watch(devtools, () =>
					page.evaluate(
						({ side, database, ticket, count }) =>
							side === 'plain'
								? window.bench.plain.reopen(database, count)
								: window.bench.sealed.reopen(ticket, database, count),
						given
					)
				);
				return { 'all messages': allMs, 'last page': firstMs };
			});
		}
	};
}

/** The memory that an open stream takes. */
export function holding(ground: Ground, count: number): Work {
	return {
		name: `heap ${count}`,
		async run(side) {
			const { database, ticket } = await ground.kept(side, count);
			return ground.stage.on('here', async (page, devtools) => {
				const before = await heap(devtools);
				await page.evaluate(
					async ({ side, database, ticket, count }) => {
						if (side === 'plain') await window.bench.plain.reopen(database, count);
						else await window.bench.sealed.reopen(ticket, database, count);
						await new Promise((resolve) => setTimeout(resolve, 500));
					},
					{ side, database, ticket, count }
				);
				return { 'bytes held': (await heap(devtools)) - before };
			});
		}
	};
}

/** A new device gets everything. */
export function joining(ground: Ground, count: number): Work {
	return {
		name: `fresh join ${count}`,
		async run(side, watch = plainly) {
			const [pair, room] = [await ground.pair(count), await ground.room(count)];
			const given = { side, room, count, url: ground.stage.stockUrl, ticket: pair.host, database: ground.fresh() };
			return ground.stage.on('here', async (page, devtools) => {
				const ms = await watch(devtools, () =>
					page.evaluate(
						({ side, room, count, url, ticket, database }) =>
							side === 'plain'
								? window.bench.plain.join(url, room, database, count)
								: window.bench.sealed.join(ticket, database, count),
						given
					)
				);
				return { time: ms, 'bytes on the wire': await page.evaluate(() => window.bench.bytesOnWire()) };
			});
		}
	};
}

/** Two people with an open stream; `work` gets their pages and the number of messages there. */
async function together<T>(
	ground: Ground,
	side: Side,
	count: number,
	work: (there: Page, here: Page, devtools: CDPSession) => Promise<T>
): Promise<T> {
	const { stage } = ground;
	const [pair, room] = [await ground.pair(count, ' live'), await ground.room(count, ' live')];
	const join = (page: Page, ticket: Ticket): Promise<number> =>
		page.evaluate(
			({ side, url, room, ticket, database, count }) =>
				side === 'plain'
					? window.bench.plain.join(url, room, database, count)
					: window.bench.sealed.join(ticket, database, count),
			{ side, url: stage.stockUrl, room, ticket, database: ground.fresh(), count }
		);
	return stage.on('here', (here, devtools) =>
		stage.on('there', async (there) => {
			await join(here, pair.host);
			await join(there, pair.client);
			if (side === 'sealed') for (const page of [here, there]) await page.evaluate(() => window.bench.sealed.settle());
			await here.waitForTimeout(1500);
			return work(there, here, devtools);
		})
	);
}

const lengthOf = (page: Page, side: Side): Promise<number> =>
	page.evaluate((which) => window.bench[which].length(), side);

/** Everything that follows a message has been written by then. */
const REST_MS = 5_000;

/** What the reader's device writes while `work` runs, and until it rests. */
async function written<T>(here: Page, work: () => Promise<T>): Promise<{ readonly result: T; readonly bytes: number }> {
	const sum = (): Promise<number> => here.evaluate(() => window.bench.bytesWritten());
	const before = await sum();
	const result = await work();
	await here.waitForTimeout(REST_MS);
	return { result, bytes: (await sum()) - before };
}

/** Single messages from one browser to the other, both with storage on disk. */
export function living(ground: Ground, count: number, messages: number): Work {
	return {
		name: `live in ${count}`,
		run: (side, watch = plainly) =>
			together(ground, side, count, (there, here, devtools) =>
				watch(devtools, async () => {
					const took: number[] = [];
					const { bytes } = await written(here, async () => {
						for (let i = 0; i < messages; i++) {
							const length = (await lengthOf(here, side)) + 1;
							const shown = here.evaluate(([which, at]) => window.bench[which].shown(at), [side, length] as const);
							const sentMs = await there.evaluate(([which, at]) => window.bench[which].send(at), [side, i] as const);
							took.push((await shown) - sentMs);
							await here.waitForTimeout(40);
						}
					});
					return { p50: part(took, 0.5), p95: part(took, 0.95), 'bytes written': bytes };
				})
			)
	};
}

/** Many messages at once. */
export function bursting(ground: Ground, count: number, messages: number): Work {
	return {
		name: `burst of ${messages} in ${count}`,
		run: (side, watch = plainly) =>
			together(ground, side, count, (there, here, devtools) =>
				watch(devtools, async () => {
					const length = (await lengthOf(here, side)) + messages;
					const { result: time, bytes } = await written(here, async () => {
						const shown = here.evaluate(([which, at]) => window.bench[which].shown(at), [side, length] as const);
						const sentMs = await there.evaluate(([which, at]) => window.bench[which].burst(at), [
							side,
							messages
						] as const);
						return (await shown) - sentMs;
					});
					return { time, 'bytes written': bytes };
				})
			)
	};
}
