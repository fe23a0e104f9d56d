/** Reading cards from the reception: the centre's and the counsellors'. */
import { base64url } from '../../base/bytes';
import type { CentreCard } from '../contract/centre';
import { maybe, readJsonText, shape, text } from '../session/json';

/** A counsellor's card in the reception, as clients and colleagues see it. */
export interface Card {
	readonly name: string;
	/** A picture as a data URL, or ''. */
	readonly picture: string;
}

/** The card in a reception value, or null. */
export function readCard(value: string): Card | null {
	const read = readJsonText(value, shape({ name: text, picture: text }));
	return read.ok && /^(data:image\/(jpeg|webp|png);base64,[A-Za-z0-9+/=]*)?$/.test(read.value.picture)
		? read.value
		: null;
}

/** The centre's card, or null. Older ones have no hours. */
export function readCentreCard(value: string): CentreCard | null {
	const read = readJsonText(value, shape({ name: text, hours: maybe(text), emergencyText: text, answerTime: text }));
	return read.ok ? { ...read.value, hours: read.value.hours ?? '' } : null;
}

/** A blob as a data URL, for a card. */
export async function pictureUrl(picture: Blob | null): Promise<string> {
	if (!picture) return '';
	const bytes = new Uint8Array(await picture.arrayBuffer());
	const base64 = base64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
	return `data:${picture.type};base64,${base64.padEnd(Math.ceil(base64.length / 4) * 4, '=')}`;
}
