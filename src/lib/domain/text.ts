/** A text as it may be stored and shown: well-formed, without control characters, measured and cut safely. */
import { fromUtf8, utf8 } from '../base/bytes';
import { Refusal } from '../base/fault';
import { beginning, firstGraphemes } from './graphemes';

/** The most that one message holds, in UTF-8; the wire's own limit leaves room around it. */
export const MOST_BYTES = 60 * 1024;
/** From here on a message is folded behind "Mehr anzeigen"; UTF-16 units. */
export const FOLD_UNITS = 6_000;
/** So many line breaks fold it, too. */
export const FOLD_LINES = 60;

/** `text` with lone surrogates replaced by U+FFFD, line ends as \n, and control characters but tab and line end removed. */
export function clean(text: string): string {
	return (
		text
			.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\u{FFFD}')
			.replace(/\r\n?|[\u2028\u2029]/g, '\n')
			// All of the class "control" but tab and line feed.
			.replace(/(?![\t\n])\p{Cc}/gu, '')
	);
}

/** Whether nothing of `text` would be seen: spaces, joiners, marks of direction and of byte order. */
export function isBlank(text: string): boolean {
	return !/[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text);
}

/** Text as it may be sent: lone surrogates replaced, blank edges gone. Throws 'message-empty' or 'message-too-long'. */
export function checkedText(text: string): string {
	const sendable = fromUtf8(utf8(text)).trim();
	if (isBlank(sendable)) throw new Refusal('message-empty');
	if (byteLength(sendable) > MOST_BYTES) throw new Refusal('message-too-long');
	return sendable;
}

/** The length of `text` in UTF-8. */
export function byteLength(text: string): number {
	let bytes = text.length;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		// Each half of a pair takes two bytes, so that the pair takes four.
		if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
	}
	return bytes;
}

/** One line of `text`, at most `most` graphemes of it, with an ellipsis when cut. */
export function excerpt(text: string, most: number): string {
	// A grapheme may be long; what is far beyond is not looked at.
	const line = clean(beginning(text, most * 32))
		.replace(/\s+/gu, ' ')
		.trim();
	const short = firstGraphemes(line, most);
	return short.length < line.length || text.length > most * 32 ? `${short.trimEnd()}…` : short;
}

/** The beginning of a long text to be shown folded, or null when it is short enough as it is. */
export function folded(text: string): string | null {
	let end = Math.min(text.length, FOLD_UNITS);
	let at = -1;
	for (let line = 0; line < FOLD_LINES; line++) {
		at = text.indexOf('\n', at + 1);
		if (at === -1) break;
	}
	if (at !== -1 && at < end) end = at;
	if (end === text.length) return null;
	return beginning(text, end).trimEnd();
}
