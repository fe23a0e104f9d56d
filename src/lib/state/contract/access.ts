/** Clients' ways in, as pages see them. */
import type { Face } from './person';

/** A way in for one client, to hand over. `url` carries its secret in the fragment. */
export interface AccessLink {
	readonly url: string;
	readonly clientName: string;
	/** False until the relay has it: "Link gilt, sobald übertragen". */
	readonly isRelayed: boolean;
}

/** 'renewing', 'locking': decided, done once there is a network; 'another': not this counsellor's to decide. */
export type AccessState = 'open' | 'renewing' | 'locking' | 'locked' | 'another';

/** Clients' ways in, by stream id. */
export interface AccessLinks {
	/** The link of that stream's client, or null if this counsellor did not make it or it is used up. */
	link(id: string): AccessLink | null;
	/** Whether that stream's client can come in; 'renewing' and 'locking' have not reached the relay yet. */
	state(id: string): AccessState;
	/** The colleague who gave that stream's client a link other than the current one, or null. */
	offer(id: string): Face | null;
	/** Replaces the link; the old one then opens nothing. Rejects with 'not-allowed' for 'another'. */
	renew(id: string): Promise<void>;
	/** Nobody can come in until there is a new link. Rejects like `renew`. */
	lock(id: string): Promise<void>;
	/** The client will come in by the link that the colleague gave her. Rejects like `renew`. */
	accept(id: string): Promise<void>;
}
