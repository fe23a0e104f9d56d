/**
 * Web addresses and telephone numbers in a text. Only what a reader can see and judge becomes a
 * link: http and https, a host with a dot, no user name in it, no bare network address.
 */

/** A piece of a text; joined in order they give the whole text, except hosts shown in plain ASCII. */
export type Segment =
	| { readonly kind: 'text'; readonly text: string }
	| {
			readonly kind: 'link';
			readonly text: string;
			readonly href: string;
			/** True when the host contains letters that can pass for others ("аpple.com"). */
			readonly isSuspicious: boolean;
	  }
	| { readonly kind: 'phone'; readonly text: string; readonly href: string };

/** Returns a host's ASCII form (`xn--…`), or null when it is invalid. The browser's URL does it. */
export type HostToAscii = (host: string) => string | null;

/** `text` cut into plain text and links. */
export function linkify(text: string, toAscii: HostToAscii): readonly Segment[] {
	const segments: Segment[] = [];
	let done = 0;
	for (const match of text.matchAll(CANDIDATE)) {
		const address = trimEnd(match[0]);
		const link = toLink(address, toAscii);
		if (link === null) continue;
		if (match.index > done) segments.push({ kind: 'text', text: text.slice(done, match.index) });
		segments.push(link);
		done = match.index + address.length;
	}
	if (done < text.length) segments.push({ kind: 'text', text: text.slice(done) });
	return segments;
}

/** `text` (the centre's own, never a message) cut into plain text and phone numbers. */
export function phones(text: string): readonly Segment[] {
	const segments: Segment[] = [];
	let done = 0;
	for (const match of text.matchAll(PHONE)) {
		if (match.index > done) segments.push({ kind: 'text', text: text.slice(done, match.index) });
		segments.push({ kind: 'phone', text: match[0], href: `tel:${match[0].replace(/[^\d+]/g, '')}` });
		done = match.index + match[0].length;
	}
	if (done < text.length) segments.push({ kind: 'text', text: text.slice(done) });
	return segments;
}

/** Ends at a space, quote or bracket, and at invisible or direction-changing characters. */
const CANDIDATE = /(?<![\p{L}\p{N}])https?:\/\/[^\s<>"'`{}|\\^\p{Cc}\p{Cf}]+/giu;
const PARTS = /^(https?):\/\/([^/?#]*)(.*)$/isu;
/** Three digits or more, grouped by single spaces, dashes or slashes; not part of a longer number or a date. */
const PHONE = /(?<![\p{L}\p{N}.])(?:\+\d{1,3}[ ]?)?\d{2,}(?:[ /-]\d{1,})*(?![\p{L}\p{N}]|\.\d)/gu;

function toLink(address: string, toAscii: HostToAscii): Segment | null {
	const [, scheme = '', host = '', rest = ''] = PARTS.exec(address) ?? [];
	const [, name = '', port = ''] = /^([^:@]+)(:\d{1,5})?$/u.exec(host) ?? [];
	if (name === '' || !name.includes('.') || /^[\d.]+$|^\[/.test(name)) return null;
	const ascii = toAscii(name);
	// A browser reads 0x7f.1 as this machine's address: the result must be a name, too.
	if (ascii === null || !/^[a-z0-9.-]+\.[a-z][a-z0-9-]+$/i.test(ascii)) return null;
	const href = `${scheme.toLowerCase()}://${ascii}${port}${rest}`;
	const shown = ascii === name.toLowerCase() ? address : href;
	return { kind: 'link', text: shown, href, isSuspicious: !/^[\p{Script=Latin}\p{N}.-]+$/u.test(name) };
}

/** Strips the punctuation of the surrounding sentence; a closing bracket stays when it was opened within. */
function trimEnd(address: string): string {
	let end = address;
	for (;;) {
		const last = end.at(-1) ?? '';
		const isStray = (last === ')' && !end.includes('(')) || (last === ']' && !end.includes('['));
		if (!isStray && !/[.,;:!?…“”»«’*_]/u.test(last)) return end;
		end = end.slice(0, -1);
	}
}
