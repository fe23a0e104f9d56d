/** The documents of streams and of records, as `state` puts them together; without its runes. */
import { carryOverFields, checkRecordEntry } from '../../src/lib/domain/records';
import { carryOverMessages, checkStreamEntry, countMessages, STREAM_ROOTS } from '../../src/lib/domain/stream-document';
import type { Policy } from '../../src/lib/sync/documents';

/** One document per member. */
export const STREAM_POLICY: Policy = { documents: 'each', roots: STREAM_ROOTS, check: checkStreamEntry, progress: countMessages, carryOver: carryOverMessages };
/** One document that all edit. */
export const DESK_POLICY: Policy = { documents: 'shared', roots: { own: 'map' }, check: checkRecordEntry, carryOver: carryOverFields };
