/** Reading and writing what desk and directory say about clients' ways in. */
import type * as Y from 'yjs';
import { CENTRE, type ClientRecord } from '../../domain/tables/centre';
import { DESK, type LinkRecord, type StreamRecord } from '../../domain/tables/desk';
import type { Change } from '../../sync/vault/vault';
import type { OpenSpace } from '../session/open-space';

/** Records of the desk by id. */
export interface DeskRecords {
	readonly streams?: Readonly<Record<string, StreamRecord>>;
	readonly links?: Readonly<Record<string, LinkRecord>>;
}

/** See the header. */
export class LinkRecords {
	constructor(
		readonly desk: OpenSpace,
		readonly centre: OpenSpace
	) {}

	streams(): ReadonlyMap<string, StreamRecord> {
		return DESK.streams.read(this.desk.space.doc);
	}

	links(): ReadonlyMap<string, LinkRecord> {
		return DESK.links.read(this.desk.space.doc);
	}

	client(id: string): ClientRecord | null {
		return CENTRE.clients.find(this.centre.space.doc, id);
	}

	/** Writes fields about a client into the directory. */
	noteClient(client: string, fields: ClientRecord): Promise<void> {
		return this.centre.write((doc) => {
			CENTRE.clients.write(doc, client, fields);
		});
	}

	/** Writes all of it into the desk, or nothing. */
	write(records: DeskRecords, beside: readonly Change[] = []): Promise<void> {
		const change = (doc: Y.Doc): void => {
			for (const [id, fields] of Object.entries(records.streams ?? {})) DESK.streams.write(doc, id, fields);
			for (const [id, fields] of Object.entries(records.links ?? {})) DESK.links.write(doc, id, fields);
		};
		return this.desk.write(change, { beside });
	}
}
