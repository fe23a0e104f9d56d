/** The counsellor's Chat: the left column and the one open stream. */
import type { Transcript } from '../../domain/exporting/transcript';
import type { AccessLink, AccessState } from './access';
import type { CaseBook } from './cases';
import type { Groups } from './groups';
import type { StandIns } from './handover';
import type { Sorting, StreamRow } from './list';
import type { DirectoryRow, Face } from './person';
import type { StreamView } from './stream';

/** See the header. */
export interface Chat {
	/** Which of the two lists the column shows; kept. */
	list: 'clients' | 'groups';
	readonly groups: Groups;
	/** Founds a group; returns the row's id. Rejects with 'name-empty' or 'name-too-long'. */
	createGroup(name: string, description: string): Promise<string>;
	/** Those of `list`, filtered by `query`, sorted by `sorting`. */
	readonly rows: readonly StreamRow[];
	/** Whether there is none in `list` at all, filter aside. */
	readonly isEmpty: boolean;
	/** False until the list has been read from this device. */
	readonly isLoaded: boolean;
	readonly unreadTotal: number;
	query: string;
	sorting: Sorting;
	readonly open: StreamView | null;
	/** What Statistik and Profil show of a stream. */
	readonly book: CaseBook;
	/** Opens the stream of that row. */
	show(id: string): Promise<void>;
	/** Closes the open stream (phone: back to the list). */
	close(): void;
	/** All that this device has of the open stream, to be exported; two synced devices have the same. */
	transcript(): Promise<Transcript>;
	/** Persons without a stream, filtered by `query`. */
	directory(query: string): readonly DirectoryRow[];
	/** Puts an existing person into the left column; returns the row's id. */
	addStream(clientId: string): Promise<string>;
	/** Creates a person by pseudonym, with stream and access link; returns the row's id. */
	createClient(pseudonym: string): Promise<string>;
	/** The link of that stream's client, or null when this counsellor did not make it or it is used up. */
	accessLink(id: string): AccessLink | null;
	/** Whether that stream's client can come in; the other words say what is still to reach the relay. */
	accessState(id: string): AccessState;
	/** The colleague who has given that stream's client another link than the one it goes by; null when nobody has. */
	accessOffer(id: string): Face | null;
	/** A new link in place of the old one, which then opens nothing any more. Rejects with 'not-allowed' for 'another'. */
	renewAccess(id: string): Promise<void>;
	readonly standIns: StandIns;
	/** Nobody comes in any more, until there is a new link. Rejects like `renewAccess`. */
	lockAccess(id: string): Promise<void>;
	/** The client comes in by the link that the colleague has given her. Rejects like `renewAccess`. */
	acceptAccess(id: string): Promise<void>;
}
