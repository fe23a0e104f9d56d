/** A space that somebody is connected to: its charter, its feeds' heads, and who is present. */
import type { FeedId, MemberId, SpaceId } from '../../src/lib/base/ids';
import { mayRead, type Charter, type CharterMember } from '../../src/lib/wire/charter';
import { parseRecord, type CharterRecord, type FeedHead } from '../../src/lib/wire/charter-record';
import { encodeRelayFrame, type RelayFrame } from '../../src/lib/wire/frames';
import type { Connection } from '../gate/connection';
import type { Bucket } from '../gate/bucket';
import { framed } from '../gate/outlet';
import type { Reception } from '../reception/reception';
import { findCharter, type KeptCharter } from '../store/charter-row';
import { allFeeds, type FeedRow } from '../store/rows';
import type { Store } from '../store/store';

/** How far a feed goes: `row` includes everything accepted, `storedSeq` what is on disk. */
export interface LiveFeed {
	row: FeedRow;
	storedSeq: number;
}

/** A connection, and its role in the spaces that it has joined. */
export type Peer = Connection<Joined>;

/** One connection's part in one space. */
export interface Joined {
	readonly connection: Peer;
	readonly space: LiveSpace;
	readonly member: MemberId;
	/** Whether its proof still holds under this charter. */
	readonly holds: (charter: Charter) => Promise<boolean>;
	/** Notices instead of entries. */
	readonly isQuiet: boolean;
	/** Whether its device answered this connection's challenge; with a ticket it only watches and reads. */
	readonly isProven: boolean;
	/** Identifies it to the others instead of anything lasting. */
	readonly handle: Uint8Array;
	/** The last presence; null when none was sent, or it ended. */
	presence: Uint8Array | null;
	/** While a pull runs, it also carries the news, in order. */
	isPulling: boolean;
}

/** Everything about one space that is kept in memory. */
export class LiveSpace {
	charter: Charter;
	/** The size of its records. */
	charterSize = 0;
	/** How fast they may grow; created on first growth. */
	charterBytes: Bucket | null = null;
	feeds = new Map<FeedId, LiveFeed>();
	/** Entries and bytes, for the quota. */
	entries = 0;
	size = 0;
	readonly joined = new Set<Joined>();
	/** Members whose end is being signed again, so that nothing acknowledged lies beyond it: until when. */
	readonly ending = new Map<MemberId, number>();
	/** The reception's document, while somebody is present. */
	reception: Promise<Reception<Peer>> | null = null;
	/** `Commits.failures` when this was read. */
	basis: number;

	constructor(kept: KeptCharter, feeds: ReadonlyMap<FeedId, FeedRow>, basis: number) {
		this.charter = kept.charter;
		this.basis = basis;
		this.reset(kept, feeds, basis);
	}

	get id(): SpaceId {
		return this.charter.space;
	}

	/** Takes over the store's state. */
	reset({ charter, size }: KeptCharter, feeds: ReadonlyMap<FeedId, FeedRow>, basis: number): void {
		this.charter = charter;
		this.charterSize = size;
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

	/** A joined connection's member in the current charter; undefined when there is none any more. */
	memberOf(joined: Joined): CharterMember | undefined {
		return this.charter.members.get(joined.member);
	}

	/** Whether this connection may know that feed: posters know only their own. */
	mayKnow(joined: Joined, feed: LiveFeed): boolean {
		return mayRead(this.memberOf(joined)) || feed.row.member === joined.member;
	}

	/** How far each feed goes on disk, as far as this connection may know. */
	heads(joined: Joined): FeedHead[] {
		return [...this.feeds]
			.filter(([, feed]) => feed.storedSeq > 0 && this.mayKnow(joined, feed))
			.map(([feed, { storedSeq }]) => ({ feed, seq: storedSeq }));
	}

	/** Sends one frame, encoded once, to everyone who passes `to` and knows our frames. */
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
	const kept = await findCharter(store, id);
	return kept && new LiveSpace(kept, await allFeeds(store, id), basis);
}

/** The records in these bytes, or null when one is malformed. */
export function parsed(raw: readonly Uint8Array[]): CharterRecord[] | null {
	const records: CharterRecord[] = [];
	for (const bytes of raw) {
		const read = parseRecord(bytes);
		if (!read.ok) return null;
		records.push(read.value);
	}
	return records;
}
