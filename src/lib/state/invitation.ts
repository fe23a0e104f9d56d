/** Making a client's way in: mailbox, stream, the package that her link opens, the letter that waits. */
import type { SpaceId } from '../base/ids';
import { foundSpace, newMember, type NewSpace } from '../sync/founding';
import { memberKeys, newSecret, type SpaceRef } from '../sync/member';
import { dayOf, makePackage, packageKeys } from '../sync/packages';
import { jsonBytes } from './json';
import type { Invitation } from './letters';

/** An unopened link lapses after this many days. */
export const UNOPENED_DAYS = 14;

/** Everything a counsellor makes for one new client, offline too. */
export interface MadeForClient {
	readonly mailbox: NewSpace;
	readonly stream: NewSpace;
	/** The counsellor in the mailbox: may drop letters, reads nothing. */
	readonly poster: SpaceRef;
	/** The counsellor in the stream. */
	readonly host: SpaceRef;
	readonly letter: Uint8Array;
	readonly secret: Uint8Array;
	readonly issuer: Uint8Array;
	readonly package: { readonly id: string; readonly whole: Uint8Array<ArrayBuffer> };
}

/** Makes mailbox, stream, letter and link for a new client. */
export async function inviteClient(
	parts: { root: Uint8Array; reception: SpaceId; readerSeed: Uint8Array },
	now: number
): Promise<MadeForClient> {
	const [owner, poster, host, client] = await Promise.all([
		memberKeys(newSecret()),
		newMember('poster'),
		memberKeys(newSecret()),
		newMember('member')
	]);
	const mailbox = await foundSpace('feeds', owner, [poster], now);
	const stream = await foundSpace('feeds', host, [client], now);
	const [secret, issuer] = [newSecret(), newSecret()];
	const keys = await packageKeys(secret, 'link');
	const content: Invitation = {
		mailbox: mailbox.space,
		seeds: [new Uint8Array(owner.seed)],
		reception: parts.reception,
		readerSeed: new Uint8Array(parts.readerSeed),
		root: new Uint8Array(parts.root)
	};
	return {
		mailbox,
		stream,
		poster: { space: mailbox.space, seed: poster.keys.seed },
		host: { space: stream.space, seed: host.seed },
		letter: jsonBytes({ stream: stream.space, seed: client.keys.seed }),
		secret,
		issuer,
		package: { id: keys.id, whole: await makePackage(keys, issuer, jsonBytes(content), dayOf(now) + UNOPENED_DAYS) }
	};
}
