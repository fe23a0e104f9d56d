/** Upper limits of this relay. The wire's own limits are in src/lib/wire/limits.ts. */

import { MAX_BLOB_BYTES, MAX_ENTRIES } from '../../src/lib/wire/limits';

/** Limits that an operator may change; sizes in bytes. */
export interface Limits {
	/** Concurrent sockets, in total and from one address. */
	readonly connections: number;
	readonly connectionsPerAddress: number;
	/** A connection that has joined no space is closed after this time. */
	readonly handshakeMs: number;
	/** The head of an HTTP request must arrive within this time. */
	readonly headersMs: number;
	/** Messages of one connection: burst, per second. */
	readonly frames: readonly [burst: number, perSecond: number];
	/** Bytes of one connection: burst, per second. */
	readonly bytes: readonly [burst: number, perSecond: number];
	/** Bytes before the first space is joined; the connection is closed beyond. */
	readonly bytesBeforeJoining: number;
	/** A reader who leaves more than this unread is closed. */
	readonly unread: number;
	/** Something is sent at least this often. */
	readonly keepAliveMs: number;
	/** Presence and awareness of one connection: burst, per second. */
	readonly presence: readonly [burst: number, perSecond: number];
	/** Spaces that one connection may found: burst, per second. */
	readonly creations: readonly [burst: number, perSecond: number];
	/** Spaces of a centre; entries and bytes of a space. */
	readonly spacesPerCentre: number;
	readonly entriesPerSpace: number;
	readonly bytesPerSpace: number;
	/** Records of one charter: their total size; burst, per second. */
	readonly charterBytesPerSpace: number;
	readonly charterBytes: readonly [burst: number, perSecond: number];
	/** All data of a centre: files up to four fifths of it, new spaces and packages to nine tenths, texts to the end. */
	readonly bytesPerCentre: number;
	/** Disk space reserved for texts: files and new spaces are refused when no more than this is free. */
	readonly reserveBytes: number;
	/** The content of one blob; all blobs of a space, and those of one of its members. */
	readonly bytesPerBlob: number;
	readonly blobBytesPerSpace: number;
	readonly blobBytesPerMember: number;
	/** Blobs of a space, erased ones included; unfinished blobs of one member. */
	readonly blobsPerSpace: number;
	readonly unfinishedPerMember: number;
	/** Chunks received at the same time. */
	readonly chunksAtOnce: number;
	/** Requests for blobs from one address: burst, per second. */
	readonly blobRequests: readonly [burst: number, perSecond: number];
	/** A blob that no entry names is dropped after this time; how often that is checked. */
	readonly graceMs: number;
	readonly collectMs: number;
	/** Charters kept in memory although nobody is connected. */
	readonly idleSpaces: number;
	/** Requests for packages from one address: burst, per second. */
	readonly packageRequests: readonly [burst: number, perSecond: number];
	/** Wrong answers to challenges, and wrong tokens, from one address: burst, per second. */
	readonly failures: readonly [burst: number, perSecond: number];
	/** All other requests from one address: burst, per second. */
	readonly requests: readonly [burst: number, perSecond: number];
	/** A connection gets a reception's snapshot once per this interval, after the first two. */
	readonly snapshotMs: number;
}

/** The defaults. */
export const DEFAULT_LIMITS: Limits = {
	connections: 10_000,
	connectionsPerAddress: 256,
	handshakeMs: 10_000,
	headersMs: 8_000,
	frames: [8_000, 500],
	bytes: [64 * 1024 * 1024, 8 * 1024 * 1024],
	bytesBeforeJoining: 2 * 1024 * 1024,
	unread: 8 * 1024 * 1024,
	keepAliveMs: 20_000,
	presence: [60, 10],
	creations: [600, 600 / 3600],
	spacesPerCentre: 200_000,
	entriesPerSpace: MAX_ENTRIES,
	bytesPerSpace: 2 * 1024 * 1024 * 1024,
	charterBytesPerSpace: 32 * 1024 * 1024,
	charterBytes: [2 * 1024 * 1024, 32 * 1024],
	bytesPerCentre: 256 * 1024 * 1024 * 1024,
	reserveBytes: 512 * 1024 * 1024,
	bytesPerBlob: MAX_BLOB_BYTES,
	blobBytesPerSpace: 2 * 1024 * 1024 * 1024,
	blobBytesPerMember: 1024 * 1024 * 1024,
	blobsPerSpace: 100_000,
	unfinishedPerMember: 64,
	chunksAtOnce: 64,
	blobRequests: [4_000, 200],
	graceMs: 24 * 3_600_000,
	collectMs: 10 * 60_000,
	idleSpaces: 2_000,
	packageRequests: [240, 10],
	failures: [1_000, 20],
	requests: [1_000, 200],
	snapshotMs: 5_000
};
