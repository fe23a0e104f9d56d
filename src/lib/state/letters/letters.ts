/** What a letter tells the device that opens it. */
import { binary, maybe, shape, text } from '../session/json';

/** A letter in a mailbox or desk: a seat in somebody's space, with the keys it was admitted under. */
export const letter = shape({
	/** 'stream' or 'group'. */
	kind: maybe(text),
	stream: text,
	seed: binary,
	/** The writer's identity. */
	by: maybe(text),
	/** For a group: its name, and the name under which the newcomer may appear. */
	name: maybe(text),
	as: maybe(text),
	/** For colleagues: whose stream it is, and the space of its records. */
	client: maybe(text),
	case: maybe(text),
	caseSeed: maybe(binary),
	/** If a stream is handed over: its client's current mailbox, and the secret of the seat there. */
	mailbox: maybe(text),
	poster: maybe(text)
});
export type Letter = ReturnType<typeof letter>;
