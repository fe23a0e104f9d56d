/** For tests: people who write as fast as they can, and a look at what is kept of it. */
import { expect } from 'vitest';
import { hex } from '../src/lib/base/bytes';
import type { SpaceId } from '../src/lib/base/ids';
import { Client, onAnotherDevice, random, type Feed, type Person } from './testing';

/** Somebody who writes into one feed, across restarts of the relay. */
export class Writer {
	/** The highest seq that a relay said is on disk. */
	acknowledged = 0;

	constructor(
		readonly author: Person,
		readonly feed: Feed
	) {}

	/** Writes until the connection ends; resolves to its closing code. */
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
		// What was not acknowledged is sent again, as an honest device does.
		for (let next = this.acknowledged + 1; client.ws.readyState === client.ws.OPEN; next++) {
			if (next > this.feed.entries.length) await this.feed.write(random(40 + (next % 7) * 100));
			client.push(this.feed, next, this.feed.from(next).slice(0, 1));
			await client.until(() => next - this.acknowledged < WINDOW || client.closedWith !== null, 10_000);
		}
		await client.until(() => client.closedWith !== null);
		this.#look(client);
		return client.closedWith ?? 0;
	}

	#look({ inbox }: Client): void {
		for (const frame of inbox.splice(0)) {
			if (frame.kind === 'ack' && frame.feed === this.feed.id)
				this.acknowledged = Math.max(this.acknowledged, frame.seq);
		}
	}
}

/** Entries on their way at once. */
const WINDOW = 12;

/** Whether a relay has every acknowledged entry, once, unchanged and in order. */
export async function checkKept(url: string, space: SpaceId, writers: readonly Writer[]): Promise<void> {
	const [first] = writers;
	if (!first) return;
	const client = await Client.connect(url);
	await client.join(space, await onAnotherDevice(first.author));
	client.send({ kind: 'pull', space, have: [] });
	await client.next('pulled', undefined, 10_000);
	for (const { feed, acknowledged } of writers) {
		const kept = client.inbox.flatMap((frame) =>
			frame.kind === 'entries' && frame.feed === feed.id ? frame.entries : []
		);
		expect(kept.length, 'acknowledged and lost').toBeGreaterThanOrEqual(acknowledged);
		expect(kept.map(hex)).toEqual(feed.from(1).slice(0, kept.length).map(hex));
	}
	client.ws.terminate();
}
