/** Where somebody's letters go: a client's mailbox or a colleague's desk, with its poster seat. SPEC.md U2, U4. */
import type * as Y from 'yjs';
import { fromBase64url } from '../../base/bytes';
import { asId, type SpaceId } from '../../base/ids';
import type { SpaceRef } from '../../sync/keys/member';
import { CENTRE, type ColleagueRecord, type ClientRecord } from '../../domain/tables/centre';
import type { StreamRecord } from '../../domain/tables/desk';

/** The ref of a poster's seat in somebody's mailbox or desk; null while either is unknown. */
export function postRef(place: string | undefined, poster: string | undefined): SpaceRef | null {
	if (place === undefined || !/^[0-9a-f]{32}$/.test(place)) return null;
	if (poster === undefined || poster === '') return null;
	return { space: asId<SpaceId>(place), seed: fromBase64url(poster) };
}

/**
 * Where a stream's client was last offered her seat: that is where she is found, by colleagues too, until she
 * has another. Null while unknown. SPEC.md U2, U4.
 */
export function foundIn({ mailbox, poster }: Pick<StreamRecord, 'mailbox' | 'poster'>): SpaceRef | null {
	return postRef(mailbox, poster);
}

/** Where a colleague's letters go; null while unknown. */
export function deskOf(
	{ colleagues }: { readonly colleagues: ReadonlyMap<string, ColleagueRecord> },
	identity: string
): SpaceRef | null {
	const { desk, poster } = colleagues.get(identity) ?? {};
	return postRef(desk, poster);
}

/** Where the directory finds a client who is met for the first time; null while unknown. */
export function listedIn(listed: ClientRecord | null | undefined, client: string): SpaceRef | null {
	return postRef(listed?.mailbox ?? client, listed?.poster);
}

/** How to drop letters into a box that the centre knows: a client's current mailbox or a colleague's desk. */
export function boxIn(doc: Y.Doc, box: SpaceId): SpaceRef | null {
	const client = boxAmong(CENTRE.clients.read(doc), box);
	if (client) return client;
	for (const { desk, poster } of CENTRE.colleagues.read(doc).values()) if (desk === box) return postRef(box, poster);
	return null;
}

/** The same, only among clients' records. */
export function boxAmong(clients: ReadonlyMap<string, ClientRecord>, box: string): SpaceRef | null {
	for (const [id, client] of clients) if ((client.mailbox ?? id) === box) return listedIn(client, id);
	return null;
}
