/** What pages see of clients' ways in. */

/** A way in for one client, to be handed over. `url` carries its secret in the fragment. */
export interface AccessLink {
	readonly url: string;
	readonly clientName: string;
	/** False until the relay has it: "Link gilt, sobald übertragen". */
	readonly isRelayed: boolean;
}

/** 'renewing', 'locking': decided, and done as soon as there is a network; 'another': not one's own to decide. */
export type AccessState = 'open' | 'renewing' | 'locking' | 'locked' | 'another';
