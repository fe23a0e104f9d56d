/** The preview of a stream after entries that were taken in without its documents. Pure. SPEC.md Z14. */
import { clientOf } from '../../sync/space/feeds';
import { readAppended } from '../../domain/appended';
import { orderPlaced, placed, type PlacedMessage } from '../../domain/timeline';
import type { Passed } from '../../sync/space/events';
import type { Preview } from '../session/preview';
import { lastLine } from './previewing';
import type { Sides } from './sides';

/**
 * A preview with what has passed, each feed in its order. Null if only the documents tell what it is then: facts,
 * attachments, a message that does not come last, marks of one's own side.
 */
export function grownPreview(
	preview: Preview,
	passed: readonly Passed[],
	sides: Pick<Sides, 'isMine' | 'isOurs'>,
	contactEnds: ((times: readonly number[]) => readonly number[]) | undefined
): Preview | null {
	if (!preview.ends) return null;
	const ends = new Map(Object.entries(preview.ends));
	const come: PlacedMessage[] = [];
	for (const { member, feed, clock, update } of passed) {
		const end = ends.get(feed);
		const read = end && readAppended(update, { feed, client: clientOf(feed), clock }, end);
		// what one's own side has read is no longer unread
		if (!read || (read.hasMarks && sides.isOurs(member))) return null;
		come.push(...read.items.map((item, i) => placed(member, feed, end.count + i, item)));
		ends.set(feed, read.end);
	}
	come.sort(orderPlaced);
	const isLast = come.every(({ ms, attachment }) => ms > (preview.last?.atMs ?? 0) && attachment === null);
	if (!isLast) return null;
	const [last, theirs] = [come.at(-1), come.filter(({ member }) => !sides.isOurs(member))];
	const times = [...(preview.contacts ?? []), ...come.map(({ ms }) => ms)];
	return {
		...preview,
		last: last ? lastLine(last, sides.isMine(last.member)) : preview.last,
		unread: preview.unread + theirs.length,
		firstUnread: preview.firstUnread ?? theirs[0]?.id ?? null,
		...(contactEnds ? { contacts: contactEnds(times) } : {}),
		ends: Object.fromEntries(ends)
	};
}
