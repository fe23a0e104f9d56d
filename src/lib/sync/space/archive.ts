/**
 * What will never change again lies outside of a space's documents: in sealed rows beside the snapshots that no longer
 * have it. SPEC.md D5.
 */
import type * as Y from 'yjs';
import type { DocumentId, SpaceId } from '../../base/ids';
import type { SealedRows } from '../vault/sealed';
import type { Change } from '../vault/vault';

/** What will never change again, and leaves its document. SPEC.md D5. */
export interface Archiving {
	/** Takes all of it out of a document: its content by name. */
	readonly take: (doc: Y.Doc) => ReadonlyMap<string, Uint8Array>;
	/** Whether it is what lies, or lay, under a key of one of the document's roots. */
	readonly isOver: (doc: Y.Doc, root: string, key: string) => boolean;
}

/** Something archived: the document it was taken from, and its name there. */
export interface Archived {
	readonly document: DocumentId;
	readonly name: string;
}

/** The key of its row. */
export function archiveKey(space: SpaceId, { document, name }: Archived): string {
	return `${space}${document}/${name}`;
}

/** All that is archived of a space, as far as it can be read. Rejects with a `Fault`. */
export async function readArchive(
	rows: SealedRows,
	space: SpaceId
): Promise<readonly (Archived & { readonly bytes: Uint8Array })[]> {
	const all = await rows.list('archive', space);
	return all.flatMap(({ key, plain }) => {
		const [document = '', ...name] = key.slice(space.length).split('/');
		return plain.ok ? [{ document: document as DocumentId, name: name.join('/'), bytes: plain.value }] : [];
	});
}

/** One of them; null when its row is missing or damaged. Rejects with a `Fault`. */
export async function readArchived(rows: SealedRows, space: SpaceId, archived: Archived): Promise<Uint8Array | null> {
	const row = await rows.get('archive', archiveKey(space, archived));
	return row.ok ? row.value : null;
}

/** The changes after which nothing but entries is left: snapshots without their archive could not be told from whole ones. */
export async function withoutSnapshots({ vault }: SealedRows, space: SpaceId): Promise<readonly Change[]> {
	const tables = ['snapshots', 'archive'] as const;
	const keys = await Promise.all(tables.map((table) => vault.keys(table, space)));
	return tables.flatMap((table, i) => (keys[i] ?? []).map((key): Change => ({ table, key, value: null })));
}
