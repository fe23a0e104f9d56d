/** The table of a client's mailbox: her seats in streams and groups. A counsellor's desk has the same, and more. */
import { flag, number, oneOf, table, text, type RecordIn } from './table';

/** The fields of a seat that came by letter, in mailbox or desk. */
export const SEAT_FIELDS = {
	kind: oneOf('single', 'group'),
	atMs: number,
	/** One's own secret there, and the charter's member that it belongs to where a letter brought it. */
	seed: text,
	member: text,
	/** The secret that the letter brought; the one whose keys were taken; the one that was offered last. */
	provisional: text,
	taken: text,
	offered: text,
	/** Letters up to this time are of a seat that is over. */
	after: number,
	/** One is in it no more. */
	over: flag,
	/** The identity of whoever asked, what the group is called, under which name she may appear. */
	by: text,
	name: text,
	as: text,
	/** What a client answered, 'yes' or 'no', and what of that the relay has. */
	answer: text,
	told: text,
	/** Of a stream that is handed over: whose it is, and where she is found. */
	client: text,
	mailbox: text,
	poster: text
} as const;

/** By name. */
export const MAILBOX = { streams: table('streams', SEAT_FIELDS) } as const;

export type SeatRecord = RecordIn<typeof MAILBOX.streams>;
