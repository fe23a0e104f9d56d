/** What the vault holds of a space, read in one transaction: all that opening it begins with. SPEC.md V8. */
import type { DocumentId, SpaceId } from '../../base/ids';
import { good } from '../../base/result';
import type { OpenedGrants } from '../keys/epochs';
import type { SealedRows } from '../vault/sealed';
import type { Vault } from '../vault/vault';
import { readOpened } from './opened-grants';

/** Rows of one prefix, opened. */
type OpenedRows = Awaited<ReturnType<SealedRows['list']>>;
/** Rows of one prefix as they are. */
type RawRows = Awaited<ReturnType<Vault['list']>>;

/** The rows that its documents begin with; what snapshots cover lies in feeds, too. */
export interface ContentRows {
	readonly outbox: OpenedRows;
	readonly snapshots: OpenedRows;
	readonly feeds: RawRows;
}

/** See the header. */
export interface KeptRows extends ContentRows {
	readonly charters: RawRows;
	readonly opened: OpenedGrants;
}

/** Reads a space's rows; of its snapshot only what belongs to the document `only`, if one is named. Rejects with a `Fault`. */
export async function keptRows(rows: SealedRows, space: SpaceId, only?: DocumentId): Promise<KeptRows> {
	const [charters, opened, content] = await Promise.all([
		rows.vault.list('charters', space),
		readOpened(rows, space),
		contentRows(rows, space, only)
	]);
	return { charters, opened, ...content };
}

/** Reads all of them but the charter's. Rejects with a `Fault`. */
export async function contentRows(rows: SealedRows, space: SpaceId, only?: DocumentId): Promise<ContentRows> {
	const [outbox, snapshots, feeds] = await Promise.all([
		rows.list('outbox', space),
		only === undefined ? rows.list('snapshots', space) : rowsOf(rows, [space, space + only]),
		rows.vault.list('feeds', space)
	]);
	return { outbox, snapshots, feeds };
}

/** The snapshot's rows with these keys, as far as there are any. */
async function rowsOf(rows: SealedRows, keys: readonly string[]): Promise<OpenedRows> {
	const read = await Promise.all(keys.map((key) => rows.get('snapshots', key)));
	return read.flatMap((plain, i): OpenedRows => {
		const key = keys[i] ?? '';
		if (!plain.ok) return [{ key, plain }];
		return plain.value === null ? [] : [{ key, plain: good(plain.value) }];
	});
}
