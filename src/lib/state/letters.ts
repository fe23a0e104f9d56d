/** What a link's package and a letter say to the device that opens them. */
import { fromHex } from '../base/bytes';
import { asId, type SpaceId } from '../base/ids';
import { fingerprint } from '../sync/chain';
import { binary, listOf, maybe, shape, text } from './json';

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

/** What waits in a mailbox or a desk: a seat in somebody's space, with the keys it was admitted under. */
export const letter = shape({
	/** 'stream' or 'group'. */
	kind: maybe(text),
	stream: text,
	seed: binary,
	/** The identity of whoever wrote it. */
	by: maybe(text),
	/** A group: its name, and the name under which the newcomer may appear. */
	name: maybe(text),
	as: maybe(text),
	/** For colleagues: whose stream it is, and the space of its records. */
	client: maybe(text),
	case: maybe(text),
	caseSeed: maybe(binary),
	/** For whom a stream is handed to: the mailbox that its client goes by, and the secret of the seat there. */
	mailbox: maybe(text),
	poster: maybe(text)
});
export type Letter = ReturnType<typeof letter>;

/** Whether an invitation's centre is the one whose fingerprint the link carries. */
export function isOfCentre(invited: Invitation, expected: Uint8Array): boolean {
	return fingerprint(invited.root).join() === expected.join() && fromHex(asId<SpaceId>(invited.mailbox)).length > 0;
}
