/** What pages see of being one of several: invitations, joining, the team. */
import type { IdentityId } from '../../base/ids';
import type { Face } from './person';

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

/** One counsellor of the centre. */
export interface Colleague {
	readonly id: IdentityId;
	readonly face: Face;
	/** Leitung: proven by her chain once her card is here, else as noted. */
	readonly isLead: boolean;
	readonly isMe: boolean;
	/** Removed: her streams' history keeps her name. */
	readonly hasLeft: boolean;
	/** A Leitung wants her out, and no connection has carried it out yet. */
	readonly isLeaving: boolean;
}

/** One invitation that nobody has used yet. */
export interface InvitationRow {
	readonly id: string;
	readonly name: string;
	readonly isLead: boolean;
	/** The link, on the devices of whoever made it; null elsewhere. */
	readonly url: string | null;
	/** False until the relay has it: "Link gilt, sobald übertragen". */
	readonly isRelayed: boolean;
	readonly isExpired: boolean;
}

/** How it stands with her recovery sheets. */
export interface SheetState {
	/** A new sheet was checked, and does not count yet: the old one is good. */
	readonly isRenewing: boolean;
	/** When the present sheet took an older one's place; null while it is the first. */
	readonly renewedAtMs: number | null;
}

/** The counsellors of the centre, as one of them works with it. */
export interface Team {
	/** Whether this counsellor is a Leitung: may invite and remove. */
	readonly isLead: boolean;
	readonly colleagues: {
		/** Everybody who is or was a colleague, by name; oneself too. */
		readonly all: readonly Colleague[];
		/** Those who work here now. */
		readonly here: readonly Colleague[];
	};
	/** Those that are open, the newest first. */
	readonly invitations: { readonly rows: readonly InvitationRow[] };
	readonly sheetState: SheetState;
	/** Invites somebody; returns the invitation's id. Rejects with 'not-allowed', 'name-empty' or 'name-too-long'. */
	invite(name: string, isLead: boolean): Promise<string>;
	/** Withdraws an invitation that nobody has used. */
	withdraw(id: string): Promise<void>;
	/** Notes that a colleague is to leave; done when the charters have it. */
	remove(id: string): Promise<void>;
	/** The groups that would have no counsellor any more without her, by name. */
	groupsOnlyOf(id: string): readonly string[];
	/** The clients whom a colleague has brought in, by name: nobody can hand on for her what is hers alone. */
	clientsOf(id: string): readonly string[];
	/** Changes her own name and picture; `picture` undefined keeps the one there is. */
	saveProfile(name: string, picture: Blob | null | undefined): Promise<void>;
}
