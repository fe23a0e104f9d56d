/** What pages see of being one of several: invitations, joining, the team. */
import type { RecoverySheet } from './contract';
import type { Reachable } from './reachable.svelte';
import type { Team } from './team.svelte';

/** What an invitation says to whoever opens it. */
export interface Invited {
	readonly centreName: string;
	/** The name that the Leitung suggests. */
	readonly name: string;
	readonly isLead: boolean;
}

/** How somebody joins. `fragment`: what follows `#einladung=` in the link. */
export interface JoinInput {
	readonly fragment: string;
	readonly name: string;
	readonly picture: Blob | null;
	readonly passphrase: string;
}

/** The part of a counsellor's browser that has to do with her colleagues. */
export interface TeamApp {
	/** What an invitation leads to. Rejects with a `Refusal` ('invitation-…') or a `Fault`. */
	lookAtInvitation(fragment: string): Promise<Invited>;
	/** Joins the centre; once the device has kept it, a cut is taken up again with the passphrase. */
	join(input: JoinInput): Promise<RecoverySheet>;
	/** Colleagues, invitations and her own profile; null unless she is at work. */
	readonly team: Team | null;
	/** Who of the colleagues can be written to; null unless she is at work. */
	readonly reachable: Reachable | null;
	/** Makes a new recovery sheet and shows it (`pendingSheet`); the old one is good until the new one was checked and is at the relay. Rejects with 'passphrase-wrong'. */
	renewSheet(passphrase: string): Promise<void>;
	/** She is a colleague of this centre no more; what this device has stays. */
	readonly isRemoved: boolean;
}
