/** The one check for names of people, centres and groups. */
import { Refusal } from '../../base/fault';

const MOST = 60;

/** The trimmed name. Throws 'name-empty' or 'name-too-long' (`most`: UTF-16 code units). */
export function checkedName(typed: string, most = MOST): string {
	const name = typed.trim();
	if (name === '') throw new Refusal('name-empty');
	if (name.length > most) throw new Refusal('name-too-long');
	return name;
}
