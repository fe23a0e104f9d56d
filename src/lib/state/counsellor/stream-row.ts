/** A stream's row in the left column. */
import type { StreamRecord } from '../../domain/tables/desk';
import type { StreamRow } from '../contract/list';
import type { Face } from '../contract/person';
import type { Preview } from '../session/preview';

/** What a row shows beside the stream's record and its preview. */
export interface RowParts {
	readonly face: Face;
	/** What is in the field of the open stream; undefined for any other. */
	readonly draft: string | undefined;
	readonly link: StreamRow['link'];
	/** What is due, given the contacts' ends. */
	readonly remind: (contacts: readonly number[]) => StreamRow['reminder'];
	readonly isPresent: boolean;
}

/** The row of a stream; in one that is over, nothing arrives and nothing is to be done. */
export function rowOf(
	id: string,
	stream: StreamRecord | undefined,
	preview: Preview | null,
	{ face, draft, link, remind, isPresent }: RowParts
): StreamRow {
	const isOver = stream?.over === true;
	return {
		id,
		face,
		lastLine: preview?.last?.text ?? '',
		lastLineOwn: preview?.last?.isOwn ?? false,
		lastHasAttachment: preview?.last?.hasAttachment ?? false,
		lastAtMs: preview?.last?.atMs ?? Number(stream?.atMs),
		unread: isOver ? 0 : (preview?.unread ?? 0),
		draft: isOver ? '' : (draft ?? preview?.draft ?? ''),
		link: isOver ? null : link,
		reminder: remind(isOver ? [] : (preview?.contacts ?? [])),
		isPresent: !isOver && isPresent,
		isOver
	};
}
