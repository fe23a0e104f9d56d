/** What somebody has begun to write in a stream, kept until it is sent. */
import { fromUtf8, utf8 } from '../base/bytes';
import { isExpected, passOver } from '../base/fault';
import type { Session } from './session';

/** The kept draft of a stream, '' when there is none; null when it can not be read. */
export async function readDraft({ parts: { rows } }: Session, id: string): Promise<string | null> {
	const row = await rows.get('drafts', id).catch(passOver());
	if (!row?.ok) return null;
	return row.value ? fromUtf8(row.value) : '';
}

/** Keeps a draft, '' by taking it away; false when the device can not. */
export async function keepDraft({ parts: { rows } }: Session, id: string, text: string): Promise<boolean> {
	try {
		await rows.vault.commit([
			text === '' ? { table: 'drafts', key: id, value: null } : await rows.put('drafts', id, utf8(text))
		]);
		return true;
	} catch (error) {
		if (!isExpected(error)) throw error;
		return false;
	}
}
