/** The document layout of each kind of space. Colleagues, and one person's devices, share documents of records. */
import { bad } from '../../base/result';
import { carryOverFields, checkRecordEntry } from '../../domain/tables/records';
import {
	archivePages,
	carryOverMessages,
	checkStreamEntry,
	countMessages,
	STREAM_ROOTS,
	isPageOver
} from '../../domain/stream-document';
import { CENTRE } from '../../domain/tables/centre';
import { DESK } from '../../domain/tables/desk';
import { MAILBOX } from '../../domain/tables/mailbox';
import { rootsOf } from '../../domain/tables/table';
import { repeatFacts } from '../../domain/stream-facts';
import type { Policy } from '../../sync/space/documents';

/** The centre: its clients, colleagues and groups. */
export const CENTRE_POLICY: Policy = {
	documents: 'shared',
	roots: rootsOf(CENTRE),
	check: checkRecordEntry,
	carryOver: carryOverFields
};
/** A counsellor's desk: her streams with their secrets, and the links she made. */
export const DESK_POLICY: Policy = {
	documents: 'shared',
	roots: rootsOf(DESK),
	check: checkRecordEntry,
	carryOver: carryOverFields
};
/** A client's mailbox: the streams she was invited to. */
export const MAILBOX_POLICY: Policy = {
	documents: 'shared',
	roots: rootsOf(MAILBOX),
	check: checkRecordEntry,
	carryOver: carryOverFields
};
/** Layout of streams and groups. A former member keeps what there was to read. */
export const STREAM_POLICY: Policy = {
	documents: 'each',
	roots: STREAM_ROOTS,
	check: checkStreamEntry,
	progress: countMessages,
	repeat: repeatFacts,
	carryOver: carryOverMessages,
	archive: { take: archivePages, isOver: isPageOver },
	outlasts: true
};

/** The policy of the reception, and of mailboxes seen from outside: no documents at all. */
export const NO_DOCUMENTS: Policy = {
	documents: 'shared',
	roots: {},
	check: () => bad('no documents here')
};
