/**
 * The relay's data as a few tables of ordered rows. One small interface, so that another engine is
 * one file; contract.ts says what each must do.
 */

/** The tables, later ones at the end: a table's place is part of its keys. Keys are bytes and ordered as such. */
export const TABLES = [
	/** Single facts: the set-up code, the founded centre. */
	'facts',
	/** Centre space -> its root key and reception. */
	'centres',
	/** Space -> the centre it counts towards. */
	'spaces',
	/** Space, index -> one charter record. */
	'charters',
	/** Space, feed -> its owner and how far it goes. */
	'feeds',
	/** Space, feed, seq -> one entry. */
	'entries',
	/** Package id -> the package. */
	'packages',
	/** Space, number -> one update of the reception's document. */
	'receptions',
	/** Space, blob id -> its manifest and which chunks are here; or that it was erased. */
	'blobs',
	/** Space, blob id, number -> one sealed chunk. */
	'chunks',
	/** Space, blob id -> a feed with an entry that names it. */
	'references',
	/** Time, space, blob id: blobs that nothing named when they came. */
	'loose',
	/** Space, member -> the size of the blobs uploaded by this member. */
	'usage',
	/** Space -> the state at the end of its charter. */
	'states',
	/** Space, feed, from, seq: a checkpoint, by what it stands for. */
	'checkpoints'
] as const;
export type Table = (typeof TABLES)[number];

/** One change of one row; `value` null removes it. */
export interface Write {
	readonly table: Table;
	readonly key: Uint8Array;
	readonly value: Uint8Array | null;
}

/** A row as read. */
export interface Row {
	readonly key: Uint8Array;
	readonly value: Uint8Array;
}

/** Which rows to read: keys that begin with `prefix` and come after `after`, ascending. */
export interface Range {
	readonly prefix: Uint8Array;
	/** A whole key; rows up to and including it are left out. */
	readonly after?: Uint8Array;
	readonly maxRows: number;
	/** Stops once this many bytes of values are read; the first row always comes. */
	readonly maxBytes?: number;
}

/** An engine. Reads see every resolved commit. */
export interface Store {
	/** The value of a row, or null. */
	get(table: Table, key: Uint8Array): Promise<Uint8Array | null>;
	/** Rows in key order. */
	range(table: Table, range: Range): Promise<readonly Row[]>;
	/** Writes all or nothing, in order. Resolves once it would survive a power cut; rejects when nothing was written. */
	commit(writes: readonly Write[]): Promise<void>;
	/** Releases everything; call nothing afterwards. */
	close(): Promise<void>;
}
