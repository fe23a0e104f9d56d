/** What is kept of a stream beside its space: enough for the list and the first paint. */
import { fromUtf8, utf8 } from '../../base/bytes';
import type { SpaceId } from '../../base/ids';
import { attempt, type Result } from '../../base/result';
import type { PlacedMessage } from '../../domain/timeline';
import type { Made } from './made';
import type { Session } from './session';

/** What the list shows of a stream, and the first paint before it is open. */
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
	readonly tail: readonly PlacedMessage[];
	/** What it was made from; missing in what an earlier version kept, and then it is made again. */
	readonly made?: Made;
	/** The user's own member id and those of the counsellors, for the first paint. */
	readonly me: string;
	readonly hosts: readonly string[];
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

/** Keeps a preview and tells the other tabs, which read it. Rejects with a `Fault` if it cannot be kept. */
export async function keepPreview(session: Session, id: string, text: string): Promise<void> {
	const { rows } = session;
	await rows.vault.commit([await rows.put('pages', id, utf8(text))]);
	session.tell(id as SpaceId);
}
