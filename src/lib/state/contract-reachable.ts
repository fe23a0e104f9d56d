/** What pages see of availability: who can be written to, one's own choice, and what the centre says of itself. */
import type { Availability } from '../domain/availability';

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
	/** What clients read while she can not be written to; ''. */
	readonly absence: string;
	/** Chooses; resolves when this device keeps it. Rejects with a `Fault`; nothing has then changed. */
	choose(availability: Availability, absence: string): Promise<void>;
}

/** What the centre tells its clients. */
export interface CentreCard {
	readonly name: string;
	/** "Mo bis Do 9–16 Uhr", or ''. */
	readonly hours: string;
	/** "antwortet meist in 2 Werktagen", or ''. */
	readonly answerTime: string;
	readonly emergencyText: string;
}

/** The centre's texts as its counsellors see them. */
export interface CentreTexts {
	readonly card: CentreCard;
	/** Whether this counsellor may change them: Leitung only. */
	readonly mayEdit: boolean;
	/** Publishes. Rejects with 'name-empty', 'name-too-long', 'text-too-long' or 'not-allowed'. */
	save(card: CentreCard): Promise<void>;
}
