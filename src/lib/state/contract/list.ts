/** The left column of the Chat. */
import type { Reminder } from '../../domain/monitoring/reminders';
import type { Face } from './person';

/** One row of the left column. */
export interface StreamRow {
	readonly id: string;
	readonly face: Face;
	readonly lastLine: string;
	readonly lastLineOwn: boolean;
	/** Whether the last message carries an attachment. */
	readonly lastHasAttachment: boolean;
	readonly lastAtMs: number;
	readonly unread: number;
	/** The unsent text, or ''. */
	readonly draft: string;
	/** 'locked': nobody comes in without a new link; 'unopened': Link noch nicht geöffnet; 'opened' shortly after. */
	readonly link: 'locked' | 'unopened' | 'opened' | null;
	/** Contacts without a monitoring, and whether a follow-up is due. */
	readonly reminder: Reminder;
	readonly isPresent: boolean;
	/** Out of this stream: the history is still there, but nothing arrives and nothing is to be done. */
	readonly isOver: boolean;
}

/** The order of the left column. */
export interface Sorting {
	readonly by: 'time' | 'name';
	readonly descending: boolean;
}

/** The left column. */
export interface StreamList {
	/** Which of the two lists it shows; kept. */
	shows: 'clients' | 'groups';
	/** The rows of `shows`, filtered by `query`, sorted by `sorting`. */
	readonly rows: readonly StreamRow[];
	/** Whether there are no rows at all, before filtering. */
	readonly isEmpty: boolean;
	/** Of both lists. */
	readonly unreadTotal: number;
	query: string;
	/** Kept. */
	sorting: Sorting;
}
