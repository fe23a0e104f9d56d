/** Unsent text of a stream, kept until it is sent: on this device or, if that fails, in this page. SPEC.md K2. */
import { fromUtf8, utf8 } from '../../base/bytes';
import { isExpected, passOver } from '../../base/fault';
import type { Session } from './session';

/** Drafts that this device could not keep; lost with the page. */
const unkept = new WeakMap<Session, Map<string, string>>();

/** Whether a draft is only in this page. */
export function isUnkept(session: Session, id: string): boolean {
	return unkept.get(session)?.has(id) ?? false;
}

/** The draft of a stream, '' if there is none; null if it cannot be read. */
export async function readDraft(session: Session, id: string): Promise<string | null> {
	const here = unkept.get(session)?.get(id);
	if (here !== undefined) return here;
	const row = await session.rows.get('drafts', id).catch(passOver());
	if (!row?.ok) return null;
	return row.value ? fromUtf8(row.value) : '';
}

/** Keeps a draft, or removes it if ''; false if the device cannot. */
export async function keepDraft(session: Session, id: string, text: string): Promise<boolean> {
	const { rows } = session;
	try {
		await rows.vault.commit([
			text === '' ? { table: 'drafts', key: id, value: null } : await rows.put('drafts', id, utf8(text))
		]);
		unkept.get(session)?.delete(id);
		return true;
	} catch (error) {
		if (!isExpected(error)) throw error;
		const here = unkept.get(session) ?? new Map<string, string>();
		unkept.set(session, here.set(id, text));
		return false;
	}
}
