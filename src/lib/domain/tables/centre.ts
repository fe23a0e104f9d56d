/** The tables of the centre's space, written by all colleagues. Whose word counts where: state/SPEC.md U1-U7. */
import { flag, number, oneOf, openTable, table, text, type RecordIn } from './table';

/** By name. */
export const CENTRE = {
	/** Clients, by the id of their first mailbox. */
	clients: table('clients', {
		name: text,
		atMs: number,
		/** The identity of the counsellor who brought her in. */
		by: text,
		/** Where her letters go: a mailbox other than the first, and the secret of the seat that drops them. */
		mailbox: text,
		poster: text,
		boxAtMs: number
	}),
	/** Counsellors, by identity; and, under 'reception', the secret with which clients read it. */
	colleagues: table('colleagues', {
		name: text,
		atMs: number,
		lead: flag,
		/** Her desk, and the secret of the seat that drops letters there. */
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
		/** The identity of its founder or her successor; `after`: whom she succeeds. */
		by: text,
		after: text,
		atMs: number,
		/** How its founder proves herself: sync/centre/founders.ts. */
		genesis: text,
		founderKey: text,
		founderSign: text
	}),
	/** Who should be in a group, by group and client, identity or group: domain/groups.ts, `entryKey`. */
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
		/** When she asked to be removed. */
		leavesAtMs: number
	}),
	/** Seats offered in groups, by group and charter member: domain/group-seats.ts, `seatKey`. */
	seats: table('seats', {
		person: text,
		place: text,
		atMs: number,
		by: text,
		sign: text,
		seal: text,
		recorder: text,
		refusedAtMs: number,
		agreedAtMs: number
	}),
	/** Invitations of colleagues, by id. `inCentre`, `inReception`: members of the charters. */
	invitations: table('invitations', {
		name: text,
		lead: flag,
		by: text,
		atMs: number,
		inCentre: text,
		inReception: text,
		/** The identity that used it. */
		used: text,
		withdrawn: number,
		closed: flag
	}),
	/** What monitorings ask for: its fields are packs and topics. domain/monitoring/own-lists.ts. */
	templates: openTable('templates'),
	/** Boxes whose poster's seat should have the keys of epoch `due`, and has those of `epoch`. */
	posts: table('posts', { due: number, epoch: number })
} as const;

export type ClientRecord = RecordIn<typeof CENTRE.clients>;
export type ColleagueRecord = RecordIn<typeof CENTRE.colleagues>;
export type GroupRecord = RecordIn<typeof CENTRE.groups>;
export type MembershipRecord = RecordIn<typeof CENTRE.members>;
export type GroupSeatRecord = RecordIn<typeof CENTRE.seats>;
export type InvitationRecord = RecordIn<typeof CENTRE.invitations>;
export type PostRecord = RecordIn<typeof CENTRE.posts>;
