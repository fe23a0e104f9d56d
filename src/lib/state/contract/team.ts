/** Working as one of several, as pages see it: invitations, joining, the team. */
import type { IdentityId } from '../../base/ids';
import type { Face } from './person';

/** What an invitation shows to the person who opens it. */
export interface Invited {
	readonly centreName: string;
	/** The name suggested by the Leitung. */
	readonly name: string;
	readonly isLead: boolean;
}

/** What joining takes. `fragment`: what follows `#einladung=` in the link. */
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
	/** Leitung: proven by her chain once her card is here, until then as noted. */
	readonly isLead: boolean;
	readonly isMe: boolean;
	/** Removed; the history of her streams keeps her name. */
	readonly hasLeft: boolean;
	/** A Leitung wants her out, but that has not been carried out yet. */
	readonly isLeaving: boolean;
}

/** An invitation that nobody has used yet. */
export interface InvitationRow {
	readonly id: string;
	readonly name: string;
	readonly isLead: boolean;
	/** The link, on the devices of the person who made it; null elsewhere. */
	readonly url: string | null;
	/** False until the relay has it: "Link gilt, sobald übertragen". */
	readonly isRelayed: boolean;
	readonly isExpired: boolean;
}

/** The state of her recovery sheets. */
export interface SheetState {
	/** A new sheet was checked but does not count yet: the old one is still good. */
	readonly isRenewing: boolean;
	/** When the current sheet replaced an older one; null for the first. */
	readonly renewedAtMs: number | null;
}

/** The centre's counsellors, as one of them sees them. */
export interface Team {
	/** Whether this counsellor is a Leitung: may invite and remove. */
	readonly isLead: boolean;
	readonly colleagues: {
		/** Everybody who is or was a colleague, by name, oneself included. */
		readonly all: readonly Colleague[];
		/** Those who work here now. */
		readonly here: readonly Colleague[];
	};
	/** Open invitations, newest first. */
	readonly invitations: { readonly rows: readonly InvitationRow[] };
	readonly sheetState: SheetState;
	/** Invites somebody; returns the invitation's id. Rejects with 'not-allowed', 'name-empty' or 'name-too-long'. */
	invite(name: string, isLead: boolean): Promise<string>;
	/** Withdraws an invitation that nobody has used. */
	withdraw(id: string): Promise<void>;
	/** Notes that a colleague is to leave; done once the charters have it. */
	remove(id: string): Promise<void>;
	/** The names of groups that would be left without a counsellor. */
	groupsOnlyOf(id: string): readonly string[];
	/** The names of clients whom a colleague brought in: nobody can hand on for her what is hers alone. */
	clientsOf(id: string): readonly string[];
	/** Changes her own name and picture; with `picture` undefined the current one stays. */
	saveProfile(name: string, picture: Blob | null | undefined): Promise<void>;
}
