/** What a counsellor's desk and the directory say about her streams, as last read. */
import { filter, sort } from '../../domain/rows';
import { CENTRE, type ClientRecord } from '../../domain/tables/centre';
import { DESK, type LinkRecord, type StreamRecord } from '../../domain/tables/desk';
import type { DirectoryRow, Face } from '../contract/person';
import type { OpenSpace } from '../session/open-space';

/** See the header. Reactive. */
export class Records {
	streams = $state.raw<ReadonlyMap<string, StreamRecord>>(new Map());
	links = $state.raw<ReadonlyMap<string, LinkRecord>>(new Map());
	clients = $state.raw<ReadonlyMap<string, ClientRecord>>(new Map());

	constructor(
		readonly desk: OpenSpace,
		readonly centre: OpenSpace
	) {}

	/** Reads all of them again. */
	read(): void {
		this.readStreams();
		this.links = DESK.links.read(this.desk.space.doc);
		this.clients = CENTRE.clients.read(this.centre.space.doc);
	}

	readStreams(): void {
		this.streams = DESK.streams.read(this.desk.space.doc);
	}

	isGroup(stream: string): boolean {
		return this.streams.get(stream)?.kind === 'group';
	}

	/** A client of the directory; without a name if nothing is known of her. */
	client(id: string | undefined): Face {
		return { name: this.clients.get(id ?? '')?.name ?? '', pictureUrl: null };
	}

	/** Clients of the directory that match `query` and with whom this counsellor has no stream, by name. */
	withoutStream(query: string): readonly DirectoryRow[] {
		const withStream = new Set(
			[...this.streams.values()].flatMap(({ client, over }) => (over === true ? [] : [client]))
		);
		const rows = [...this.clients.keys()]
			.filter((id) => !withStream.has(id))
			.map((id) => ({ id, face: this.client(id), lastAtMs: 0 }));
		return sort(filter(rows, query), { by: 'name', descending: false });
	}
}
