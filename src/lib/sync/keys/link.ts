/** Access links: `https://host/k#`, then base64url of version, flags, secret, root key's fingerprint. SPEC.md L. */
import { base64url, concat, fromBase64url, hex } from '../../base/bytes';
import { attempt, bad, good, type Result } from '../../base/result';
import { hash } from '../../crypto/hash';

/** What a link carries. */
export interface AccessLinkParts {
	readonly secret: Uint8Array;
	readonly fingerprint: Uint8Array;
}

/** How many bytes of the root key's hash a link carries. */
export const FINGERPRINT_BYTES = 16;
const VERSION = 1;
const SECRET_BYTES = 32;
/** What a link carries, as text. */
const CARRIED = /[A-Za-z0-9_-]{67}/;
/** Blanks, line breaks, soft hyphens and zero-width characters. */
const UNSEEN = /[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;

/** The link on `origin`, with 67 characters after `#`. SPEC.md L1. */
export function makeLink(origin: string, parts: AccessLinkParts): string {
	return `${origin}/k#${base64url(concat(Uint8Array.of(VERSION, 0), parts.secret, parts.fingerprint))}`;
}

/**
 * The parts of a link's fragment (with or without `#`), or why not: mangled, cut, of another version. Characters that
 * messengers and mail programs insert or append are ignored: the first 67 characters in a row count. SPEC.md L1.
 */
export function parseLink(fragment: string): Result<AccessLinkParts> {
	const [text = ''] = CARRIED.exec(readable(fragment).replace(UNSEEN, '')) ?? [];
	const raw = attempt('mangled', () => fromBase64url(text));
	if (!raw.ok) return raw;
	const [version, flags] = raw.value;
	if (raw.value.length !== 2 + SECRET_BYTES + FINGERPRINT_BYTES || version !== VERSION || flags !== 0)
		return bad('mangled');
	return good({ secret: raw.value.slice(2, 2 + SECRET_BYTES), fingerprint: raw.value.slice(2 + SECRET_BYTES) });
}

/** A fragment as written: browsers encode characters they do not know there. */
function readable(fragment: string): string {
	const decoded = attempt('mangled', () => decodeURIComponent(fragment));
	return decoded.ok ? decoded.value : fragment;
}

/** A kept conversation's name on the device: 16 hexadecimal digits that reveal nothing about its link. */
export function doorOf(secret: Uint8Array): string {
	return hex(hash('door', secret)).slice(0, 16);
}
