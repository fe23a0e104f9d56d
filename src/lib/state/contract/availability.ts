/** Who can be written to, as pages see it. */
import type { IdentityId } from '../../base/ids';
import type { Availability, Status } from '../../domain/availability';

/** Why a client's text field is closed, and what the absent counsellors wrote about it. */
export interface Closing {
	/**
	 * away: every counsellor of the stream is Nicht anwählbar; gone: none of them is with the centre any more;
	 * shut: her way in was locked, or moved to a new link.
	 */
	readonly why: 'away' | 'gone' | 'shut';
	readonly absences: readonly { readonly name: string; readonly text: string }[];
}

/** A counsellor's own availability. */
export interface OwnAvailability {
	/** What she chose, on any of her devices. */
	readonly chosen: Availability;
	/** How others see it now, as far as this device can tell. */
	readonly shown: Availability;
	/** What clients read while she cannot be written to, or ''. */
	readonly absence: string;
	/** Chooses; resolves when this device keeps it. If it rejects with a `Fault`, nothing has changed. */
	choose(availability: Availability, absence: string): Promise<void>;
}

/** Which colleagues can be written to. */
export interface Reachable {
	/** How others see a counsellor; null if nothing is known of her. */
	shown(id: IdentityId): Availability | null;
	/** What a counsellor chose. */
	status(id: IdentityId): Status;
}
