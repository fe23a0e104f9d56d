/** What is kept of a stream beside its space: enough for the list. Its first paint: stream/tail.ts. */
import { fromUtf8, utf8 } from '../../base/bytes';
import type { SpaceId } from '../../base/ids';
import type { FeedEnd } from '../../domain/appended';
import { attempt, type Result } from '../../base/result';
import type { Made } from './made';
import type { Session } from './session';

/** What the list shows of a stream. */
export interface Preview {
	readonly last: {
		readonly text: string;
		readonly isOwn: boolean;
		readonly atMs: number;
		/** Whether it has an attachment; missing in what an earlier version kept. */
		readonly hasAttachment?: boolean;
	} | null;
	readonly unread: number;
	/** Id of the first unread message, or null. */
	readonly firstUnread: string | null;
	readonly draft: string;
	/** When the client took her own keys, that is, opened her link; null before. */
	readonly openedAtMs: number | null;
	/** When its newest contacts ended, if somebody records them; missing in what an earlier version kept. */
	readonly contacts?: readonly number[];
	/** Ids of messages that do not count; missing when there are none. */
	readonly silent?: readonly string[];
	/** Where each feed's messages end (see `FeedEnd`); missing where the next ones cannot be told without the documents. */
	readonly ends?: Readonly<Record<string, FeedEnd>>;
	/** What it was made from; missing in what an earlier version kept, and then it is made again. */
	readonly made?: Made;
}

/** The kept preview of a stream, or null. */
export async function readPreview(session: Session, id: string): Promise<Preview | null> {
	return previewIn(await session.rows.get('pages', id));
}

/** All kept previews by stream, read at once. */
export async function readPreviews(session: Session): Promise<ReadonlyMap<string, Preview>> {
	const rows = await session.rows.list('pages', '');
	return new Map(
		rows.flatMap(({ key, plain }) => {
			const preview = /^[0-9a-f]{32}$/.test(key) ? previewIn(plain) : null;
			return preview ? [[key, preview] as const] : [];
		})
	);
}

function previewIn(row: Result<Uint8Array | null>): Preview | null {
	if (!row.ok || row.value === null) return null;
	const { value } = row;
	const read = attempt('damaged', () => JSON.parse(fromUtf8(value)) as Preview);
	return read.ok ? read.value : null;
}

/**
 * Keeps a preview, as text, with the tail that goes with it, if there is one, and tells the other tabs, which read it.
 * Rejects with a `Fault` if they cannot be kept.
 */
export async function keepPreview(session: Session, id: string, preview: string, tail: string | null): Promise<void> {
	const { rows } = session;
	const changes = [rows.put('pages', id, utf8(preview))];
	if (tail !== null) changes.push(rows.put('tails', id, utf8(tail)));
	await rows.vault.commit(await Promise.all(changes));
	session.tell(id as SpaceId);
}
