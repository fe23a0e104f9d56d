/** The tables of a counsellor's desk, written only by her own devices. */
import { SEAT_FIELDS } from './mailbox';
import { flag, number, oneOf, table, text, type RecordIn } from './table';

/** By name. */
export const DESK = {
	/** Streams and groups, by their space. */
	streams: table('streams', {
		...SEAT_FIELDS,
		/** When its client was last wanted elsewhere or locked, where, and if by this counsellor's link. SPEC.md U1. */
		wish: number,
		wishBox: text,
		wishPoster: text,
		wishLock: flag,
		wishMine: flag,
		/** How much of that is done. */
		isLocked: flag,
		seatedAtMs: number,
		/** Handing it over: the valid proposal, its days, whom it has let in. */
		askedFor: text,
		standInFrom: text,
		standInUntil: text,
		standIn: text,
		standInFor: text,
		standInMember: text,
		standInRecorder: text,
		/** After joining by a letter: that letter, from when on it is hers for good, and whether the case is hers alone. */
		metAs: text,
		keeps: text,
		keepsFrom: text,
		keptCase: text,
		/** A case noted here by an earlier version. */
		case: text,
		caseSeed: text
	}),
	/** Links that she has made: by stream, and once by the name of their package. SPEC.md U12, U13. */
	links: table('links', {
		secret: text,
		issuer: text,
		package: text,
		/** Under the package's name: a stream it was made for. */
		of: text,
		lastDay: number,
		wantedDay: number,
		revoke: flag,
		revoked: flag,
		/** It was abandoned before this device had uploaded it. */
		unsent: flag,
		over: flag
	}),
	/** Cases, by their space. */
	cases: table('cases', { stream: text, seed: text, member: text, provisional: text, taken: text }),
	/** Invitations that she has made, by id. */
	invitations: table('invitations', {
		name: text,
		lead: flag,
		atMs: number,
		secret: text,
		issuer: text,
		package: text,
		inCentre: text,
		inReception: text,
		admitted: flag,
		unsent: flag
	}),
	/** Her own settings: how her list is sorted, what her devices chose for her status, her recovery sheets. */
	own: table('own', {
		shows: oneOf('clients', 'groups'),
		by: oneOf('time', 'name'),
		descending: flag,
		choices: text,
		package: text,
		writer: text,
		issuer: text,
		checked: number,
		renewed: number,
		done: flag
	})
} as const;

export type StreamRecord = RecordIn<typeof DESK.streams>;
export type LinkRecord = RecordIn<typeof DESK.links>;
export type CaseRecord = RecordIn<typeof DESK.cases>;
export type OwnInvitationRecord = RecordIn<typeof DESK.invitations>;
export type OwnRecord = RecordIn<typeof DESK.own>;
