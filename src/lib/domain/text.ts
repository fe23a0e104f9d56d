/** Text fit to store and show: well-formed, without control characters, measured and cut safely. */
import { fromUtf8, utf8 } from '../base/bytes';
import { Refusal } from '../base/fault';
import { beginning, firstGraphemes } from './graphemes';

/** The most that one message holds, in UTF-8; the wire's own limit leaves room around it. */
export const MOST_BYTES = 60 * 1024;
/** Longer messages are folded behind "Mehr anzeigen"; UTF-16 units. */
const FOLD_UNITS = 6_000;
/** This many line breaks fold it, too. */
const FOLD_LINES = 60;

/** `text` with lone surrogates as U+FFFD, line ends as \n, and without control characters except tab and line feed. */
export function clean(text: string): string {
	return (
		text
			.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\u{FFFD}')
			.replace(/\r\n?|[\u2028\u2029]/g, '\n')
			// Every control character except tab and line feed.
			.replace(/(?![\t\n])\p{Cc}/gu, '')
	);
}

/** `text` clean and on one line, for names, topics and rows. */
export function oneLine(text: string): string {
	return clean(text).replace(/\s+/gu, ' ').trim();
}

/** Whether nothing of `text` is visible: spaces, joiners, direction and byte order marks. */
export function isBlank(text: string): boolean {
	return !/[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text);
}

/** Text ready to send: lone surrogates replaced, blank edges trimmed. Throws 'message-empty' or 'message-too-long'. */
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
		// Each half of a pair counts two bytes, so that the pair counts four.
		if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
	}
	return bytes;
}

/** `text` as one line of at most `most` graphemes, with an ellipsis when cut. */
export function excerpt(text: string, most: number): string {
	// A grapheme may be long; the text far beyond is ignored.
	const line = oneLine(beginning(text, most * 32));
	const short = firstGraphemes(line, most);
	return short.length < line.length || text.length > most * 32 ? `${short.trimEnd()}…` : short;
}

/** The beginning of a long text, shown folded, or null when it is short enough. */
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
