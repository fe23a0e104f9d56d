/** The one check for names of people, centres and groups, and for what is written about them. */
import { Refusal } from '../../base/fault';
import { clean, isBlank, oneLine } from '../../domain/text';

const MOST = 60;

/** The name, clean and on one line. Throws 'name-empty' or 'name-too-long' (`most`: UTF-16 code units). */
export function checkedName(typed: string, most = MOST): string {
	const name = oneLine(typed);
	if (isBlank(name)) throw new Refusal('name-empty');
	if (name.length > most) throw new Refusal('name-too-long');
	return name;
}

/** The text, clean; it may be empty. Throws 'text-too-long' (`most`: UTF-16 code units). */
export function checkedNote(typed: string, most: number): string {
	const text = clean(typed).trim();
	if (text.length > most) throw new Refusal('text-too-long');
	return text;
}
