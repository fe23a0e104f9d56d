/** What a client's link and mailbox say to her device. */
import { fromHex } from '../base/bytes';
import { asId, type SpaceId } from '../base/ids';
import { fingerprint } from '../sync/chain';
import { binary, listOf, shape, text } from './json';

/** What the link's package holds: how to reach the mailbox, and the centre's face. */
export const invitation = shape({
	mailbox: text,
	/** Secrets of the mailbox's host: the newest first, the one it was founded with last. */
	seeds: listOf(binary),
	reception: text,
	readerSeed: binary,
	root: binary
});
export type Invitation = ReturnType<typeof invitation>;

/** What waits in a mailbox: a stream that the client is a member of. */
export const letter = shape({ stream: text, seed: binary });

/** Whether an invitation's centre is the one whose fingerprint the link carries. */
export function isOfCentre(invited: Invitation, expected: Uint8Array): boolean {
	return fingerprint(invited.root).join() === expected.join() && fromHex(asId<SpaceId>(invited.mailbox)).length > 0;
}
