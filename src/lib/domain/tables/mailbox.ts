/** The table of a client's mailbox: her seats in streams and groups. A counsellor's desk has the same and more. */
import { flag, number, oneOf, table, text, type RecordIn } from './table';

/** The fields of a seat that came by letter, in a mailbox or desk. */
export const SEAT_FIELDS = {
	kind: oneOf('single', 'group'),
	atMs: number,
	/** Our own secret there, and its charter member if a letter brought it. */
	seed: text,
	member: text,
	/** The letter's secret; the one whose keys were taken; the one last offered. */
	provisional: text,
	taken: text,
	offered: text,
	/** Our secret and member from before that offer: what there was to read stays open with them. */
	formerSeed: text,
	formerMember: text,
	/** Letters up to this time belong to a seat that is over. */
	after: number,
	/** We are no longer in it. */
	over: flag,
	/** Who asked (an identity), the group's name, and the name she may appear under. */
	by: text,
	name: text,
	as: text,
	/** A client's answer, 'yes' or 'no', and the answer that the relay has. */
	answer: text,
	told: text,
	/** For a handed-over stream: whose it is, and where to reach her. */
	client: text,
	mailbox: text,
	poster: text
} as const;

/** By name. */
export const MAILBOX = { streams: table('streams', SEAT_FIELDS) } as const;

export type SeatRecord = RecordIn<typeof MAILBOX.streams>;
