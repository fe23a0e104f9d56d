/** What a letter says to the device that opens it. */
import { binary, maybe, shape, text } from '../session/json';

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
