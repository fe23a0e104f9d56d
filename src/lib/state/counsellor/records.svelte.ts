/** What a counsellor's desk and the directory say about her streams, as last read. */
import { CENTRE, type ClientRecord } from '../../domain/tables/centre';
import { DESK, type LinkRecord, type StreamRecord } from '../../domain/tables/desk';
import type { Face } from '../contract/person';
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
}
