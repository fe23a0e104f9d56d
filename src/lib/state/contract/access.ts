/** What pages see of clients' ways in. */
import type { Face } from './person';

/** A way in for one client, to be handed over. `url` carries its secret in the fragment. */
export interface AccessLink {
	readonly url: string;
	readonly clientName: string;
	/** False until the relay has it: "Link gilt, sobald übertragen". */
	readonly isRelayed: boolean;
}

/** 'renewing', 'locking': decided, and done as soon as there is a network; 'another': not one's own to decide. */
export type AccessState = 'open' | 'renewing' | 'locking' | 'locked' | 'another';

/** Clients' ways in, by their stream's id. */
export interface AccessLinks {
	/** The link of that stream's client, or null when this counsellor did not make it or it is used up. */
	link(id: string): AccessLink | null;
	/** Whether that stream's client can come in; the other words say what is still to reach the relay. */
	state(id: string): AccessState;
	/** The colleague who has given that stream's client another link than the one it goes by; null when nobody has. */
	offer(id: string): Face | null;
	/** A new link in place of the old one, which then opens nothing any more. Rejects with 'not-allowed' for 'another'. */
	renew(id: string): Promise<void>;
	/** Nobody comes in any more, until there is a new link. Rejects like `renew`. */
	lock(id: string): Promise<void>;
	/** The client comes in by the link that the colleague has given her. Rejects like `renew`. */
	accept(id: string): Promise<void>;
}
