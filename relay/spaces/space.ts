/** A space that somebody is connected to: its charter, its feeds' heads, who is there. */
import type { FeedId, MemberId, SpaceId } from '../../src/lib/base/ids';
import { mayRead, readChain, type Charter, type CharterMember } from '../../src/lib/wire/charter';
import { parseRecord, type CharterRecord, type FeedHead } from '../../src/lib/wire/charter-record';
import { encodeRelayFrame, type RelayFrame } from '../../src/lib/wire/frames';
import type { Connection } from '../gate/connection';
import { framed } from '../gate/outlet';
import type { Reception } from '../reception/reception';
import { allFeeds, allRecords, type FeedRow } from '../store/rows';
import type { Store } from '../store/store';

/** How far a feed goes: `row` with all that was accepted, `storedSeq` with what is on disk. */
export interface LiveFeed {
	row: FeedRow;
	storedSeq: number;
}

/** One connection's part in one space. */
export interface Joined {
	readonly connection: Connection;
	readonly space: LiveSpace;
	readonly member: MemberId;
	/** Whether what it proved itself with still holds under this charter. */
	readonly holds: (charter: Charter) => Promise<boolean>;
	/** Notices instead of entries. */
	readonly isQuiet: boolean;
	/** Told to the others in place of anything that lasts. */
	readonly handle: Uint8Array;
	/** The last presence; null when none was sent, or it ended. */
	presence: Uint8Array | null;
	/** While a pull runs it carries the news too, in order. */
	isPulling: boolean;
}

/** Everything about one space that lives in memory. */
export class LiveSpace {
	charter: Charter;
	feeds = new Map<FeedId, LiveFeed>();
	/** Entries and bytes, for the quota. */
	entries = 0;
	size = 0;
	readonly joined = new Set<Joined>();
	/** Members whose end is being signed again, so that nothing that is acknowledged lies beyond it: until when. */
	readonly ending = new Map<MemberId, number>();
	/** The reception's document, while somebody is there. */
	reception: Promise<Reception> | null = null;
	/** `Commits.failures` when this was read. */
	basis: number;

	constructor(charter: Charter, feeds: ReadonlyMap<FeedId, FeedRow>, basis: number) {
		this.charter = charter;
		this.basis = basis;
		this.reset(charter, feeds, basis);
	}

	get id(): SpaceId {
		return this.charter.space;
	}

	/** Takes over what the store says. */
	reset(charter: Charter, feeds: ReadonlyMap<FeedId, FeedRow>, basis: number): void {
		this.charter = charter;
		this.basis = basis;
		this.feeds = new Map([...feeds].map(([feed, row]) => [feed, { row, storedSeq: row.seq }]));
		this.entries = 0;
		this.size = 0;
		for (const { row } of this.feeds.values()) this.count(row.seq, row.size);
	}

	/** Counts entries towards the quota. */
	count(entries: number, bytes: number): void {
		this.entries += entries;
		this.size += bytes;
	}

	/** A joined connection's member as the charter has it now; undefined when it is none any more. */
	memberOf(joined: Joined): CharterMember | undefined {
		return this.charter.members.get(joined.member);
	}

	/** Whether this connection gets to know that feed: posters know their own alone. */
	mayKnow(joined: Joined, feed: LiveFeed): boolean {
		return mayRead(this.memberOf(joined)) || feed.row.member === joined.member;
	}

	/** How far each feed goes on disk, as far as this connection may know. */
	heads(joined: Joined): FeedHead[] {
		return [...this.feeds]
			.filter(([, feed]) => feed.storedSeq > 0 && this.mayKnow(joined, feed))
			.map(([feed, { storedSeq }]) => ({ feed, seq: storedSeq }));
	}

	/** Sends one frame to everyone who passes and knows our frames; it is encoded once. */
	tell(frame: RelayFrame, to: (joined: Joined) => boolean): void {
		let message: ReturnType<typeof framed> | null = null;
		for (const joined of this.joined) {
			if (joined.connection.arrival.isStock || !to(joined)) continue;
			message ??= framed(encodeRelayFrame(frame));
			joined.connection.outlet.send(message);
		}
	}
}

/** Reads a space from the store; null when it is unknown. */
export async function readSpace(store: Store, id: SpaceId, basis: number): Promise<LiveSpace | null> {
	const charter = await readCharter(store, id);
	return charter && new LiveSpace(charter, await allFeeds(store, id), basis);
}

/** Reads a space's charter from the store; null when it is unknown. */
export async function readCharter(store: Store, id: SpaceId): Promise<Charter | null> {
	const raw = await allRecords(store, id);
	if (raw.length === 0) return null;
	const read = await readChain(parsed(raw) ?? []);
	if (!read.ok) throw new Error('a damaged charter');
	return read.value;
}

/** The records behind these bytes, or null when one is malformed. */
export function parsed(raw: readonly Uint8Array[]): CharterRecord[] | null {
	const records: CharterRecord[] = [];
	for (const bytes of raw) {
		const read = parseRecord(bytes);
		if (!read.ok) return null;
		records.push(read.value);
	}
	return records;
}
