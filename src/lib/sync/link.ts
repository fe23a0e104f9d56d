/** Access links: `https://host/k#` and base64url of version, flags, secret, fingerprint of the centre's root key. SPEC.md L. */
import { base64url, concat, fromBase64url } from '../base/bytes';
import { attempt, bad, good, type Result } from '../base/result';

/** What a link carries. */
export interface AccessLinkParts {
	readonly secret: Uint8Array;
	readonly fingerprint: Uint8Array;
}

/** How many bytes of the root key's hash a link carries. */
export const FINGERPRINT_BYTES = 16;
const VERSION = 1;
const SECRET_BYTES = 32;

/** The link on `origin`, 67 characters behind `#`. SPEC.md L1. */
export function makeLink(origin: string, parts: AccessLinkParts): string {
	return `${origin}/k#${base64url(concat(Uint8Array.of(VERSION, 0), parts.secret, parts.fingerprint))}`;
}

/** The parts of a link's fragment (with or without `#`), or why not: mangled, cut, of another version. SPEC.md L1. */
export function parseLink(fragment: string): Result<AccessLinkParts> {
	const text = fragment.replace(/^#/, '').trim();
	const raw = attempt('mangled', () => fromBase64url(text));
	if (!raw.ok) return raw;
	const [version, flags] = raw.value;
	if (raw.value.length !== 2 + SECRET_BYTES + FINGERPRINT_BYTES || version !== VERSION || flags !== 0)
		return bad('mangled');
	return good({ secret: raw.value.slice(2, 2 + SECRET_BYTES), fingerprint: raw.value.slice(2 + SECRET_BYTES) });
}
