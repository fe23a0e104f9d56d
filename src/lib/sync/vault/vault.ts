/**
 * The vault's storage behind one small interface: tables of keyed bytes and one kind of
 * transaction. Two engines (dexie, memory) pass the same contract suite. SPEC.md V.
 */

/** The tables. All but charters, feeds, entries and chunks (public or already sealed) are sealed with the vault key. */
export const TABLES = [
	'meta',
	'charters',
	'feeds',
	'entries',
	'snapshots',
	/** Space, document, name -> what was taken out of a document. */
	'archive',
	'pages',
	/** Stream -> its last messages, for its first paint. */
	'tails',
	'outbox',
	'drafts',
	'parcels',
	/** Space, attachment -> what is here of it; see attachments/. */
	'blobs',
	/** Space, hash -> one sealed chunk of an attachment: too large ever to be listed. */
	'chunks'
] as const;
export type Table = (typeof TABLES)[number];

/** One put, or one deletion when `value` is null. */
export interface Change {
	readonly table: Table;
	readonly key: string;
	readonly value: Uint8Array | null;
}

/** Keyed bytes. Keys sort as text. Every method rejects with a `Fault` ('storage-…'). */
export interface Vault {
	/** Whether committed data survives the page. */
	readonly isDurable: boolean;
	/** The bytes under `key`, or null. */
	get(table: Table, key: string): Promise<Uint8Array | null>;
	/** All rows whose key begins with `prefix` and is greater than `after`, ordered by key. */
	list(table: Table, prefix: string, after?: string): Promise<readonly (readonly [key: string, value: Uint8Array])[]>;
	/** The keys of such rows, without reading the rows. */
	keys(table: Table, prefix: string): Promise<readonly string[]>;
	/** All changes or none. Resolves when they are stored; with `strict`, when they are on disk. SPEC.md V1, V2. */
	commit(changes: readonly Change[], strict?: boolean): Promise<void>;
	/** Deletes everything; resolves when it is gone. */
	wipe(): Promise<void>;
	close(): void;
}
