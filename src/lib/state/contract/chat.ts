/** The counsellor's Chat: the left column and the one open stream. */
import type { Transcript } from '../../domain/exporting/transcript';
import type { AccessLinks } from './access';
import type { CaseBook } from './cases';
import type { Groups } from './groups';
import type { StandIns } from './handover';
import type { StreamList } from './list';
import type { DirectoryRow } from './person';
import type { StreamView } from './stream';

/** See the header. */
export interface Chat {
	/** False until the list has been read from this device. */
	readonly isLoaded: boolean;
	readonly list: StreamList;
	/** Clients' ways in. */
	readonly links: AccessLinks;
	readonly groups: Groups;
	readonly standIns: StandIns;
	/** What Statistik and Profil show of a stream. */
	readonly book: CaseBook;
	readonly open: StreamView | null;
	/** Opens the stream with that row id. */
	show(id: string): Promise<void>;
	/** Closes the open stream (phone: back to the list). */
	close(): void;
	/** Everything this device has of the open stream, for export; two synced devices have the same. */
	transcript(): Promise<Transcript>;
	/** People without a stream, filtered by `query`. */
	directory(query: string): readonly DirectoryRow[];
	/** Puts an existing person into the left column; returns the row's id. */
	addStream(clientId: string): Promise<string>;
	/** Creates a person by pseudonym, with stream and access link; returns the row's id. */
	createClient(pseudonym: string): Promise<string>;
	/** Founds a group; returns the row's id. Rejects with 'name-empty', 'name-too-long' or 'text-too-long'. */
	createGroup(name: string, description: string): Promise<string>;
}
