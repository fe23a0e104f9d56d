/** A quiet space: no document in memory, only the question whether anything has come. SPEC.md X6. */
import type { SpaceId } from '../base/ids';
import type { FeedHead } from '../wire/charter-record';
import type { RelayFrame } from '../wire/frames';
import type { Connection, Joiner } from './connection';
import { readFeed } from './feeds';
import { joinFrame, type Credentials } from './member';
import type { Vault } from './vault/vault';

/** Calls `onNews` whenever the relay has, or lacks, something of a space that is not open. */
export class Watch implements Joiner {
	constructor(
		readonly connection: Connection,
		readonly credentials: Credentials,
		readonly vault: Vault,
		readonly onNews: () => void
	) {}

	get id(): SpaceId {
		return this.credentials.space;
	}

	async join(nonce: Uint8Array): Promise<void> {
		this.connection.send(await joinFrame(this.credentials, nonce, true));
	}

	disconnected(): void {
		// the next connection asks again
	}

	receive(frame: RelayFrame): void {
		if (frame.kind === 'joined') void this.#compare(frame.length, frame.feeds);
		// whatever else comes means that something has changed: a notice, a charter, a refusal
		else if (frame.kind !== 'presence') this.onNews();
	}

	async #compare(length: number, feeds: readonly FeedHead[]): Promise<void> {
		const { vault } = this;
		const there = new Map(feeds.map(({ feed, seq }) => [feed as string, seq]));
		const kept = (await vault.list('feeds', this.id)).map(([, raw]) => readFeed(raw));
		const here = new Map(kept.flatMap((read) => (read.ok ? [[read.value.id as string, read.value.seq] as const] : [])));
		const isLevel = [...new Set([...there.keys(), ...here.keys()])].every(
			(feed) => (there.get(feed) ?? 0) === (here.get(feed) ?? 0)
		);
		const records = (await vault.list('charters', this.id)).length;
		// attachments go on by themselves (A10)
		const isEmpty = (await vault.list('outbox', this.id)).length === 0;
		if (!isLevel || records !== length || !isEmpty) this.onNews();
	}
}
