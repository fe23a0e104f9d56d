/**
 * Where a group's clients get their letters, as one of its hosts says: from her own stream with a client,
 * otherwise from the directory at their first meeting. A new mailbox is named once the client was offered her
 * seat there: a link given up before leads nowhere. A host's newest word counts. SPEC.md U4.
 */
import { base64url } from '../../base/bytes';
import type { GroupDirectory } from './group-directory';
import { isHers, isShutOut, seatDutyOf } from '../access/seat-duties';
import { foundIn, listedIn } from '../letters/addresses';
import type { StreamRecord } from '../../domain/tables/desk';
import type { MembershipRecord } from '../../domain/tables/centre';

type Streams = ReadonlyMap<string, StreamRecord>;

/** What to say in this counsellor's `own` groups after giving a client a new link or locking her out. */
export function movesIn(
	{ groups }: GroupDirectory,
	streams: Streams,
	own: readonly string[]
): readonly { readonly group: string; readonly client: string; readonly fields: MembershipRecord }[] {
	const hers = new Map<string, StreamRecord>();
	for (const stream of streams.values())
		if (isHers(stream) && (stream.wish || !hers.has(String(stream.client)))) hers.set(String(stream.client), stream);
	return own.flatMap((group) =>
		(groups.get(group)?.entries ?? []).flatMap(({ id: client, kind, box, isLocked }) => {
			const stream = kind === 'client' ? hers.get(client) : undefined;
			if (!stream) return [];
			const ref = foundIn(stream);
			const atMs = (stream.wishLock === true ? stream.wish : (stream.seatedAtMs ?? stream.wish)) ?? 0;
			const isToLock = isShutOut(stream);
			const isSettled = seatDutyOf(stream) !== 'move';
			const isNews = isSettled && atMs > (box?.atMs ?? 0) && (ref !== null || isLocked !== isToLock);
			// If no valid word says where the client is found, this counsellor's does.
			if (!isNews && (box !== null || !ref)) return [];
			const found = ref ? { box: ref.space, boxPoster: base64url(ref.seed), boxAtMs: Math.max(atMs, 1) } : {};
			return [{ group, client, fields: { ...found, isLocked: isToLock } }];
		})
	);
}

/** What to say about a client who is added to a group. */
export function boxFields(directory: GroupDirectory, streams: Streams, client: string, atMs: number): MembershipRecord {
	const own = [...streams.values()].find((one) => one.client === client && isHers(one) && foundIn(one) !== null);
	const ref = own ? foundIn(own) : listedIn(directory.clients.get(client), client);
	const isLocked = own !== undefined && isShutOut(own);
	return ref ? { box: ref.space, boxPoster: base64url(ref.seed), boxAtMs: atMs, isLocked } : { isLocked };
}
