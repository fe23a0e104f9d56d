/**
 * Ids as branded text, so that one kind is never mistaken for another. Each is the lower-case
 * hexadecimal of its bytes: comparable, usable as a key, safe in any table.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Space: SHA-256 of the first charter record, cut to 16 bytes. */
export type SpaceId = Branded<'space'>;
/** Feed: SHA-256 of space, device key and nonce, cut to 16 bytes. */
export type FeedId = Branded<'feed'>;
/** Member of one space: SHA-256 of the first signing key, cut to 16 bytes. */
export type MemberId = Branded<'member'>;
/** A document inside a space: 16 bytes, the member's id in spaces with one document per member. */
export type DocumentId = Branded<'document'>;
/** A counsellor of a centre, in all spaces: SHA-256 of the identity key, cut to 16 bytes. */
export type IdentityId = Branded<'identity'>;
/** A sealed package kept by the relay: 16 bytes derived from its secret. */
export type PackageId = Branded<'package'>;
/** A sealed attachment: its manifest's hash, all 32 bytes, 64 digits. */
export type BlobId = Branded<'blob'>;

declare const kind: unique symbol;
type Bytes<Name extends string> = Uint8Array & { readonly [kind]?: Name };

/** An Ed25519 public key, 32 bytes (RFC 8032). */
export type SigningPublic = Bytes<'signing-public'>;
/** An X-Wing public key, 1216 bytes: ML-KEM-768 (FIPS 203), then X25519 (RFC 7748). */
export type SealingPublic = Bytes<'sealing-public'>;
/** An Ed25519 signature, 64 bytes. */
export type Signature = Bytes<'signature'>;
/** A SHA-256 hash, 32 bytes. */
export type Hash = Bytes<'hash'>;
/** A secret of 32 bytes from which keys are derived. */
export type Seed = Bytes<'seed'>;
/** A nonce, then the ciphertext. */
export type Sealed = Bytes<'sealed'>;

/** The length of an id in bytes; a `BlobId` has 32. */
export const ID_BYTES = 16;

/** `text` as an attachment's id. Throws unless it is 64 lower-case hexadecimal digits. */
export function asBlobId(text: string): BlobId {
	if (!/^[0-9a-f]{64}$/.test(text)) throw new Error('not an id');
	return text as BlobId;
}

/** `text` as an id of kind `T`. Throws unless it is 32 lower-case hexadecimal digits. */
export function asId<T extends string>(text: string): T {
	if (!/^[0-9a-f]{32}$/.test(text)) throw new Error('not an id');
	return text as T;
}
