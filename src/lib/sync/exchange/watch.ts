/** A quiet space: no document in memory, only the question whether anything new has come. SPEC.md X6. */
import type { SpaceId } from '../../base/ids';
import type { RelayFrame } from '../../wire/frames';
import type { Connection, Joiner } from './connection';
import type { Entering } from './entering';
import { extentAt, type Extent, type Held } from '../space/held';
import { joinFrame, type SpaceKeys } from '../keys/member';

/** Knows how far the relay goes in a space that is not open, and reports whenever that may have changed. */
export class Watch implements Joiner {
	/** How far the relay goes; null while there is no connection. */
	relay: Extent | null = null;
	/** Whether the vault still holds what was read to ask the relay, as far as anybody has heard. */
	isAsRead = false;

	constructor(
		readonly connection: Connection,
		readonly entering: Pick<Entering, 'add'>,
		readonly keys: SpaceKeys,
		/**
		 * `isForced`: something came that only an open space can take (a charter, a refusal). `held`: what the vault
		 * holds, where that is known.
		 */
		readonly onNews: (isForced: boolean, held: Held | null) => void,
		readonly onCut: () => void
	) {}

	get id(): SpaceId {
		return this.keys.space;
	}

	/** Waits for its turn to enter with the others. */
	join(): Promise<void> {
		this.entering.add(this);
		return Promise.resolve();
	}

	/** Answers the challenge itself: there is no ticket. */
	async prove(nonce: Uint8Array): Promise<void> {
		const frame = await joinFrame(await this.keys.credentials(), nonce, true);
		// the space may have been opened meanwhile: a quiet join would make it deaf
		if (this.connection.holds(this)) this.connection.send(frame);
	}

	/** The relay has as much as this device had when it asked. */
	level(held: Held): void {
		this.relay = held;
		this.onNews(false, this.isAsRead ? held : null);
	}

	disconnected(): void {
		this.relay = null;
		this.onCut();
	}

	receive(frame: RelayFrame): void {
		if (frame.kind === 'joined') this.relay = extentAt(frame.length, frame.feeds);
		else if (frame.kind === 'notice' && this.relay)
			this.relay = { ...this.relay, heads: new Map(this.relay.heads).set(frame.feed, frame.seq) };
		const isForced = frame.kind === 'charter' || frame.kind === 'closed' || frame.kind === 'refused';
		// everything else is a late answer to the replica that had it open before
		if (isForced || frame.kind === 'joined' || frame.kind === 'notice') this.onNews(isForced, null);
	}
}
