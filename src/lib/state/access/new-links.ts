/** Making a client's way in: mailbox, stream, the package that her link opens, the letter waiting for her. */
import { utcDay } from '../../base/day';
import { base64url } from '../../base/bytes';
import type { IdentityId, SpaceId } from '../../base/ids';
import { foundSpace, newMember, type NewSpace } from '../../sync/keys/founding';
import { memberKeys, newSecret, type SpaceRef } from '../../sync/keys/member';
import { makePackage, packageKeys } from '../../sync/exchange/packages';
import { jsonBytes } from '../session/json';
import type { LinkPackage } from './link-package';
import type { LinkRecord, StreamRecord } from '../../domain/tables/desk';

/** An unopened link expires after this many days. */
const UNOPENED_DAYS = 14;

/** A new stream, with the letter that offers the client her seat. */
export interface MadeStream {
	readonly stream: NewSpace;
	/** The counsellor's seat in the stream. */
	readonly host: SpaceRef;
	readonly letter: Uint8Array;
}

/** A new way in; its mailbox is empty. */
export interface MadeAccess {
	readonly mailbox: NewSpace;
	/** The counsellors' seat in the mailbox: may drop letters, reads nothing. */
	readonly poster: SpaceRef;
	readonly secret: Uint8Array;
	readonly issuer: Uint8Array;
	readonly package: { readonly id: string; readonly whole: Uint8Array<ArrayBuffer> };
}

/** Makes a stream with one client, and her letter. */
export async function makeStream(by: IdentityId, now: number): Promise<MadeStream> {
	const [host, client] = await Promise.all([memberKeys(newSecret()), newMember('member')]);
	const stream = await foundSpace('feeds', host, [client], now);
	return {
		stream,
		host: { space: stream.space, seed: host.seed },
		letter: jsonBytes({ kind: 'stream', stream: stream.space, seed: client.keys.seed, by })
	};
}

/** Makes a mailbox and the link that opens it. */
export async function makeAccess(
	parts: { root: Uint8Array; reception: SpaceId; readerSeed: Uint8Array },
	now: number
): Promise<MadeAccess> {
	const [owner, poster] = await Promise.all([memberKeys(newSecret()), newMember('poster')]);
	const mailbox = await foundSpace('feeds', owner, [poster], now);
	const [secret, issuer] = [newSecret(), newSecret()];
	const keys = await packageKeys(secret, 'link');
	const content: LinkPackage = {
		mailbox: mailbox.space,
		seeds: [new Uint8Array(owner.seed)],
		reception: parts.reception,
		readerSeed: new Uint8Array(parts.readerSeed),
		root: new Uint8Array(parts.root)
	};
	return {
		mailbox,
		poster: { space: mailbox.space, seed: poster.keys.seed },
		secret,
		issuer,
		package: { id: keys.id, whole: await makePackage(keys, issuer, jsonBytes(content), utcDay(now) + UNOPENED_DAYS) }
	};
}

/**
 * A link as its maker's desk keeps it: for each of these streams, and once by its package's name. If two were
 * made at once, even on two devices, one of them belongs to no stream but is still known.
 */
export function linksOf(made: MadeAccess, streams: readonly string[]): Readonly<Record<string, LinkRecord>> {
	const name = made.package.id;
	const keys = { secret: base64url(made.secret), issuer: base64url(made.issuer), package: name };
	const link = { ...keys, lastDay: 0, revoke: false, over: false };
	return { ...forEach(streams, link), [name]: { ...keys, of: streams[0] ?? '', revoke: false } };
}

/** The links of a desk that nobody may use any more and that are still to be revoked, by package name. */
export function givenUpIn(links: ReadonlyMap<string, LinkRecord>): readonly (readonly [string, LinkRecord])[] {
	return [...links].filter(([id, { package: name, of, revoke, revoked }]) => {
		if (revoke === true) return true;
		const isReplaced = typeof of === 'string' && links.get(of)?.package !== name;
		return id === name && isReplaced && revoked !== true;
	});
}

/** The same fields for each of these streams. */
export function forEach<R extends StreamRecord | LinkRecord>(
	streams: readonly string[],
	fields: R
): Readonly<Record<string, R>> {
	return Object.fromEntries(streams.map((id) => [id, fields]));
}
