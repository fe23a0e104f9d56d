/** A client's new link, as the directory offers it to colleagues with streams of their own with her. SPEC.md U2. */
import type { IdentityId } from '../../base/ids';
import { CENTRE, type ClientRecord } from '../../domain/tables/centre';
import type { StreamRecord } from '../../domain/tables/desk';
import type { SpaceRef } from '../../sync/keys/member';
import type { AuthorOf } from '../centre/authors';
import { postRef } from '../letters/addresses';
import { boxOf, isHers } from './seat-duties';

/** Another mailbox for a stream's client, and the colleague who gave it. */
export interface Offer {
	readonly box: SpaceRef;
	readonly by: IdentityId;
}

/**
 * What the directory's record of a stream's client offers; null if the stream uses it already, if no single
 * colleague has written all of it, or if `me` has.
 */
export function offerOf(
	stream: StreamRecord,
	listed: ClientRecord | null,
	author: AuthorOf,
	me: IdentityId
): Offer | null {
	const client = stream.client ?? '';
	const box = postRef(listed?.mailbox, listed?.poster);
	if (!isHers(stream) || !box || box.space === (boxOf(stream)?.space ?? client)) return null;
	const by = author(CENTRE.clients, `${client}.mailbox`)?.id;
	const isOnes = by !== undefined && by === author(CENTRE.clients, `${client}.poster`)?.id;
	return isOnes && by !== me ? { box, by } : null;
}
