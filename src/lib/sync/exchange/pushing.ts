/** Sends the relay what it is missing, in frames, and again when it could not store it. SPEC.md X4, X10. */
import type { FeedId, SpaceId } from '../../base/ids';
import type { FeedHead } from '../../wire/charter-record';
import type { DeviceFrame } from '../../wire/frames';
import { batches } from './batches';
import { dropCutOff } from '../space/cut-off';
import { lacking, unconfirmed } from '../space/refill';
import type { Space } from '../space/space';

/** See the header. */
export class Pushing {
	/** How far each feed goes at the relay, as far as it said. */
	readonly #there = new Map<FeedId, number>();
	/** Our own feeds compared with the relay's since it reported a fork. */
	readonly #compared = new Set<FeedId>();

	constructor(
		readonly space: Space,
		readonly send: (frame: DeviceFrame) => void
	) {}

	/** What the relay has, as it says when we join: replaces what it said before. */
	joined(heads: readonly FeedHead[]): void {
		this.#there.clear();
		for (const { feed, seq } of heads) this.#there.set(feed, seq);
	}

	/** The relay has said that it has a feed up to there, or has given it. */
	has(feed: FeedId, seq: number): void {
		this.#there.set(feed, Math.max(this.#there.get(feed) ?? 0, seq));
	}

	disconnected(): void {
		this.#compared.clear();
	}

	/** Sends a run. */
	push(feed: FeedId, first: number, entries: readonly Uint8Array[]): void {
		const space: SpaceId = this.space.id;
		let at = first;
		for (const batch of batches(entries)) {
			this.send({ kind: 'push', space, feed, first: at, entries: batch });
			at += batch.length;
		}
	}

	/** Sends what the relay is missing or never acknowledged. Runs between tasks. Rejects with a `Fault`. */
	async refill(): Promise<void> {
		await dropCutOff(this.space, this.#there);
		for (const { feed, first, entries } of await lacking(this.space, this.#there)) this.push(feed, first, entries);
	}

	/**
	 * The relay has another entry in place of one that we sent; it does not say which. Adds our own feeds that could
	 * be meant to `suspects`; false when all were compared.
	 */
	suspect(suspects: Set<FeedId>): boolean {
		for (const id of unconfirmed(this.space)) {
			if (this.#compared.has(id)) continue;
			this.#compared.add(id);
			suspects.add(id);
		}
		return suspects.size > 0;
	}
}
