/** What pages see of who can be written to. */
import type { IdentityId } from '../../base/ids';
import type { Availability, Status } from '../../domain/availability';

/** Why a client's field is closed, and what those who are away have written about it. */
export interface Closing {
	/**
	 * away: every counsellor of the stream is Nicht anwählbar; gone: none of them is with the centre any more;
	 * shut: her way in was locked, or given to a new link.
	 */
	readonly why: 'away' | 'gone' | 'shut';
	readonly absences: readonly { readonly name: string; readonly text: string }[];
}

/** A counsellor's own availability. */
export interface OwnAvailability {
	/** What she chose, on whichever device of hers. */
	readonly chosen: Availability;
	/** How others see it now, as far as this device can tell. */
	readonly shown: Availability;
	/** What clients read while she cannot be written to; ''. */
	readonly absence: string;
	/** Chooses; resolves when this device keeps it. Rejects with a `Fault`; nothing has then changed. */
	choose(availability: Availability, absence: string): Promise<void>;
}

/** Who of the colleagues can be written to. */
export interface Reachable {
	/** How a counsellor is shown to others; null when nothing is known of her. */
	shown(id: IdentityId): Availability | null;
	/** What a counsellor chose. */
	status(id: IdentityId): Status;
}
