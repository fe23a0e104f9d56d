/** What a client's page sees. */
import type { CentreCard } from './centre';
import type { Connection } from './connection';
import type { Face } from './person';
import type { StreamView } from './stream';

/** One of a client's conversations. */
export interface ClientStreamRow {
	readonly id: string;
	readonly kind: 'single' | 'group';
	readonly face: Face;
	readonly unread: number;
}

/** A group that a client may join: "Sie erscheinen dort als Kim7." */
export interface ClientInvitation {
	readonly id: string;
	readonly group: string;
	/** The counsellor who asks, or ''. */
	readonly by: string;
	/** A suggested name, which she may change. */
	readonly suggested: string;
	/** asked: her turn; agreed: the relay does not have her answer yet; withdrawn: she agreed too late. */
	readonly state: 'asked' | 'agreed' | 'withdrawn';
}

/** The client's page, from the link. */
export interface ClientApp {
	/**
	 * starting: checking; door: the link is well-formed, and the page waits for "Gespräch öffnen"; opening; open:
	 * the stream is there; refused: `refusal` says why.
	 */
	readonly phase: 'starting' | 'door' | 'opening' | 'open' | 'refused';
	/** Why the link does not open; a RefusalCode or FaultCode. */
	readonly refusal: string | null;
	/** What is wrong while the conversation is open; a FaultCode, or null. */
	readonly warning: string | null;
	readonly connection: Connection;
	/** The centre's texts; empty until known. */
	readonly centre: CentreCard;
	/** The conversation on the screen. */
	readonly stream: StreamView;
	/** All of hers; the first is with the counsellor who made the link. */
	readonly streams: readonly ClientStreamRow[];
	readonly invitations: readonly ClientInvitation[];
	/** 'ask' once the first message is at the relay; 'later' after Später; otherwise her choice. */
	readonly remembering: 'none' | 'ask' | 'later' | 'here' | 'nowhere';
	/** With 'here': false if the browser may delete it after a week without a visit. The link then stays open. */
	readonly isLasting: boolean;
	/** Whether "Nur ich" can be offered (not inside a messenger's built-in browser, storage available). */
	readonly canRemember: boolean;
	/** Text that she wrote and that no conversation has; shown if the link does not open, so that it is not lost. */
	readonly heldText: string;
	/** The link itself, to be copied after "Andere auch". */
	readonly url: string;
	/** "Gespräch öffnen". */
	open(): Promise<void>;
	/** Puts another conversation on the screen. */
	show(id: string): void;
	/**
	 * Joins a group under this name, or declines it (null); null also puts away an invitation that was withdrawn.
	 * Rejects with 'name-empty', 'name-too-long' or a `Fault`.
	 */
	answer(id: string, name: string | null): Promise<void>;
	/** "Nur ich": resolves when the keys and the history are kept on this device. */
	rememberHere(): Promise<void>;
	/** "Andere auch": nothing is kept; the link leads back. */
	rememberNowhere(): void;
	later(): void;
	/** "Schnell weg": drops everything, leaves for a neutral page at once. */
	leave(): void;
}
