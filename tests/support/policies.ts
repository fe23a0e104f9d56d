/** The documents of streams and of records, as `state` puts them together; without its runes. */
import { carryOverFields, checkRecordEntry } from '../../src/lib/domain/records';
import { carryOverMessages, checkStreamEntry, countMessages, STREAM_ROOTS } from '../../src/lib/domain/stream-document';
import { bad } from '../../src/lib/base/result';
import type { Policy } from '../../src/lib/sync/documents';

/** One document per member. */
export const STREAM_POLICY: Policy = {
	documents: 'each',
	roots: STREAM_ROOTS,
	check: checkStreamEntry,
	progress: countMessages,
	carryOver: carryOverMessages
};
/** One document that all edit. */
export const DESK_POLICY: Policy = {
	documents: 'shared',
	roots: { own: 'map' },
	check: checkRecordEntry,
	carryOver: carryOverFields
};
/** No documents at all: a mailbox as its poster sees it. */
export const NO_DOCUMENTS_POLICY: Policy = { documents: 'shared', roots: {}, check: () => bad('no documents here') };
