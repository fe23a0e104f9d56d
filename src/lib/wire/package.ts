/**
 * A package: sealed keys that a secret opens (an access link, a recovery sheet). The relay keeps its
 * content, signed by a key derived from the secret, and its lease, signed by the issuer.
 * Nothing in it points to a space or a member. SPEC.md P.
 */
import { equal } from '../base/bytes';
import type { PackageId } from '../base/ids';
import { bad, good, type Result } from '../base/result';
import { idOf } from '../crypto/hash';
import { sign, verify, type SigningKey } from '../crypto/sign';
import { byteOf, bytes, decode, encode, fixed, id, record, uint, type Carried } from './codec';
import { MAX_PACKAGE_BYTES } from './limits';

const contentBody = record({
	package: id<PackageId>(),
	version: uint,
	/** 0: opens. 1: closed for good, a device keeps its keys. */
	closed: byteOf(0, 1),
	writer: fixed(32),
	sealed: bytes(MAX_PACKAGE_BYTES)
});
const leaseBody = record({
	package: id<PackageId>(),
	version: uint,
	writer: fixed(32),
	issuer: fixed(32),
	/** The last day on which it opens: days since 1970, UTC. */
	lastDay: uint,
	revoked: byteOf(0, 1)
});
const content = record({ body: contentBody, signature: fixed(64) });
const lease = record({ body: leaseBody, signature: fixed(64) });
const both = record({ content, lease });
/** The layout, for the protocol hash. */
export const PACKAGE_LAYOUT = both.layout;

/** What the secret opens; written by anyone who knows the secret. */
export type PackageContent = Carried<typeof contentBody>;
/** Until when it opens; written by the issuer. */
export type PackageLease = Carried<typeof leaseBody>;
/** A package as the relay stores it. */
export type Package = Carried<typeof both>;

/** A package that never expires (recovery sheets). */
export const FOR_EVER_DAY = 1_000_000;

/** The package's id, derived from the key that writes it, so that nobody can take someone else's. SPEC.md P1. */
export function packageIdOf(writer: Uint8Array): PackageId {
	return idOf<PackageId>('package', writer);
}

/** Signs the content and lease of a package. */
export async function signPackage(
	parts: { content: PackageContent; lease: PackageLease },
	writer: SigningKey,
	issuer: SigningKey
): Promise<Uint8Array<ArrayBuffer>> {
	return encode(both, {
		content: await signedContent(parts.content, writer),
		lease: await signedLease(parts.lease, issuer)
	});
}

/** The bytes of a new content version alone. */
export async function encodeContent(body: PackageContent, writer: SigningKey): Promise<Uint8Array<ArrayBuffer>> {
	return encode(content, await signedContent(body, writer));
}

/** The bytes of a new lease version alone. */
export async function encodeLease(body: PackageLease, issuer: SigningKey): Promise<Uint8Array<ArrayBuffer>> {
	return encode(lease, await signedLease(body, issuer));
}

/** The bytes of a whole package. */
export function encodePackage(whole: Package): Uint8Array<ArrayBuffer> {
	return encode(both, whole);
}

/** A whole package with the right id and signatures, or why not. SPEC.md P1, P2. */
export async function parsePackage(raw: Uint8Array): Promise<Result<Package>> {
	const read = decode(both, raw);
	if (!read.ok) return read;
	const { content: c, lease: l } = read.value;
	if (
		c.body.package !== packageIdOf(c.body.writer) ||
		l.body.package !== c.body.package ||
		!equal(l.body.writer, c.body.writer)
	) {
		return bad('not the id of this package');
	}
	const isSigned = (await isContentSigned(c)) && (await isLeaseSigned(l));
	return isSigned ? good(read.value) : bad('package not signed');
}

/** `kept` with newer content: same writer, next version, signed; refused once closed. SPEC.md P2. */
export async function withContent(kept: Package, raw: Uint8Array): Promise<Result<Package>> {
	const next = decode(content, raw);
	if (!next.ok) return next;
	const { body } = next.value;
	if (equal(encode(content, kept.content), raw)) return good(kept);
	if (kept.content.body.closed === 1) return bad('closed');
	if (body.package !== kept.content.body.package || !equal(body.writer, kept.content.body.writer))
		return bad('another package');
	if (body.version !== kept.content.body.version + 1) return bad('head-moved');
	return (await isContentSigned(next.value)) ? good({ ...kept, content: next.value }) : bad('bad-signature');
}

/** `kept` with a newer lease: same issuer, later version, signed; never un-revoked. SPEC.md P3. */
export async function withLease(kept: Package, raw: Uint8Array): Promise<Result<Package>> {
	const next = decode(lease, raw);
	if (!next.ok) return next;
	const { body } = next.value;
	const old = kept.lease.body;
	if (equal(encode(lease, kept.lease), raw)) return good(kept);
	if (body.package !== old.package || !equal(body.issuer, old.issuer) || !equal(body.writer, old.writer))
		return bad('another package');
	if (body.version <= old.version || (old.revoked === 1 && body.revoked === 0)) return bad('head-moved');
	return (await isLeaseSigned(next.value)) ? good({ ...kept, lease: next.value }) : bad('bad-signature');
}

/** Why it does not open on `day` (days since 1970), or null if it does. SPEC.md P3. */
export function closedBecause(kept: Package, day: number): 'revoked' | 'expired' | 'kept' | null {
	if (kept.lease.body.revoked === 1) return 'revoked';
	if (kept.content.body.closed === 1) return 'kept';
	return kept.lease.body.lastDay < day ? 'expired' : null;
}

async function signedContent(body: PackageContent, writer: SigningKey): Promise<Package['content']> {
	return { body, signature: await sign(writer, 'package-content', encode(contentBody, body)) };
}

async function signedLease(body: PackageLease, issuer: SigningKey): Promise<Package['lease']> {
	return { body, signature: await sign(issuer, 'package-lease', encode(leaseBody, body)) };
}

function isContentSigned(candidate: Package['content']): Promise<boolean> {
	return verify(candidate.body.writer, candidate.signature, 'package-content', encode(contentBody, candidate.body));
}

function isLeaseSigned(candidate: Package['lease']): Promise<boolean> {
	return verify(candidate.body.issuer, candidate.signature, 'package-lease', encode(leaseBody, candidate.body));
}
