/** The tables of the centre's space, which all colleagues write. Whose word counts in which: state/SPEC.md U1-U7. */
import { flag, number, oneOf, openTable, table, text, type RecordIn } from './table';

/** By name. */
export const CENTRE = {
	/** Clients, by the id of their first mailbox. */
	clients: table('clients', {
		name: text,
		atMs: number,
		/** The identity of whoever brought her in. */
		by: text,
		/** Where her letters go: another mailbox than the first, and the secret of the seat at which they are dropped. */
		mailbox: text,
		poster: text,
		boxAtMs: number
	}),
	/** Counsellors, by identity; and under 'reception' what clients read it with. */
	colleagues: table('colleagues', {
		name: text,
		atMs: number,
		lead: flag,
		/** Her desk, and the secret of the seat at which letters are dropped there. */
		desk: text,
		poster: text,
		/** When a Leitung wanted her out, who that was, and when it was done. */
		leaving: number,
		leavingBy: text,
		left: number,
		readerSeed: text
	}),
	/** Groups, by their space. */
	groups: table('groups', {
		name: text,
		description: text,
		/** The identity of its founder, or of who follows her, and `after` whom. */
		by: text,
		after: text,
		atMs: number,
		/** How its founder proves to be that: sync/centre/founders.ts. */
		genesis: text,
		founderKey: text,
		founderSign: text
	}),
	/** Who shall be in a group, by group and client, identity or group: domain/groups.ts, `entryKey`. */
	members: table('members', {
		kind: oneOf('client', 'counsellor', 'group'),
		isIn: flag,
		history: flag,
		atMs: number,
		by: text,
		/** Where a client's letters for this group go. */
		box: text,
		boxPoster: text,
		boxAtMs: number,
		isLocked: flag,
		/** When she asked to be put out. */
		leavesAtMs: number
	}),
	/** Seats that were offered in groups, by group and the charter's member: domain/group-seats.ts, `seatKey`. */
	seats: table('seats', {
		person: text,
		place: text,
		atMs: number,
		by: text,
		sign: text,
		seal: text,
		recorder: text,
		refusedAtMs: number
	}),
	/** Invitations of colleagues, by id. `inCentre`, `inReception`: members of the charters. */
	invitations: table('invitations', {
		name: text,
		lead: flag,
		by: text,
		atMs: number,
		inCentre: text,
		inReception: text,
		/** The identity that came by it. */
		used: text,
		withdrawn: number,
		closed: flag
	}),
	/** What is asked for in monitorings: its fields are packs and topics. domain/monitoring/own-lists.ts. */
	templates: openTable('templates'),
	/** Boxes whose poster's seat is to have keys of the epoch `due`, and has those of `epoch`. */
	posts: table('posts', { due: number, epoch: number })
} as const;

export type ClientRecord = RecordIn<typeof CENTRE.clients>;
export type ColleagueRecord = RecordIn<typeof CENTRE.colleagues>;
export type GroupRecord = RecordIn<typeof CENTRE.groups>;
export type MembershipRecord = RecordIn<typeof CENTRE.members>;
export type GroupSeatRecord = RecordIn<typeof CENTRE.seats>;
export type InvitationRecord = RecordIn<typeof CENTRE.invitations>;
export type PostRecord = RecordIn<typeof CENTRE.posts>;
