/** For tests: people who write as fast as they can, and a check of what is kept. */
import { expect } from 'vitest';
import { hex } from '../../../src/lib/base/bytes';
import type { SpaceId } from '../../../src/lib/base/ids';
import { Client, onAnotherDevice, random, type Feed, type Person } from './client';

/** A person writing into one feed, across restarts of the relay. */
export class Writer {
	/** The highest seq that a relay has confirmed to be on disk. */
	acknowledged = 0;
	/** Called after each acknowledgement. */
	onacknowledged: () => void = () => undefined;

	constructor(
		readonly author: Person,
		readonly feed: Feed
	) {}

	/** Writes until the connection ends; resolves to its close code. */
	async work(url: string): Promise<number> {
		let client: Client;
		try {
			client = await Client.connect(url);
			await client.join(this.feed.space, this.author);
		} catch {
			// It was killed before anything was sent.
			return 0;
		}
		client.ws.on('message', () => this.#look(client));
		// Unacknowledged entries are sent again, as an honest device does.
		for (let next = this.acknowledged + 1; client.ws.readyState === client.ws.OPEN; next++) {
			if (next > this.feed.entries.length) await this.feed.write(random(40 + (next % 7) * 100));
			client.push(this.feed, next, this.feed.from(next).slice(0, 1));
			await client.until(() => next - this.acknowledged < WINDOW || client.closedWith !== null);
		}
		await client.until(() => client.closedWith !== null);
		this.#look(client);
		return client.closedWith ?? 0;
	}

	#look({ inbox }: Client): void {
		for (const frame of inbox.splice(0)) {
			if (frame.kind !== 'ack' || frame.feed !== this.feed.id) continue;
			this.acknowledged = Math.max(this.acknowledged, frame.seq);
			this.onacknowledged();
		}
	}
}

/** The number of entries in flight. */
const WINDOW = 12;

/** How many entries of `writers` a relay has acknowledged. */
export function acknowledged(writers: readonly Writer[]): number {
	return writers.reduce((sum, writer) => sum + writer.acknowledged, 0);
}

/** Resolves when `writers` have `count` more acknowledgements: on a slow machine later, but not fewer. */
export async function furtherOn(writers: readonly Writer[], count: number): Promise<void> {
	const goal = acknowledged(writers) + count;
	await new Promise<void>((resolve) => {
		const look = (): void => {
			if (acknowledged(writers) >= goal) resolve();
		};
		for (const writer of writers) writer.onacknowledged = look;
		look();
	});
}

/** Checks that a relay has every acknowledged entry, once, unchanged and in order. */
export async function checkKept(url: string, space: SpaceId, writers: readonly Writer[]): Promise<void> {
	const [first] = writers;
	if (!first) return;
	const client = await Client.connect(url);
	await client.join(space, await onAnotherDevice(first.author));
	client.send({ kind: 'pull', space, have: [], brief: 0 });
	await client.next('pulled');
	for (const { feed, acknowledged: promised } of writers) {
		const kept = client.inbox.flatMap((frame) =>
			frame.kind === 'entries' && frame.feed === feed.id ? frame.entries : []
		);
		expect(kept.length, 'acknowledged and lost').toBeGreaterThanOrEqual(promised);
		expect(kept.map(hex), 'acknowledged and lost, with something later in its place').toEqual(
			feed.from(1).slice(0, kept.length).map(hex)
		);
	}
	client.ws.terminate();
}
