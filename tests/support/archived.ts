import type { MemberId, SpaceId } from '../../src/lib/base/ids';
import { readArchivedPage } from '../../src/lib/domain/stream-document';
import type { Timeline } from '../../src/lib/domain/timeline';
import { readArchive } from '../../src/lib/sync/space/archive';
import type { SealedRows } from '../../src/lib/sync/vault/sealed';

/** Takes what is archived of a space into a timeline that lacks some of it. */
export async function fillFrom(rows: SealedRows, space: SpaceId, timeline: Timeline): Promise<void> {
	if (timeline.missing.length === 0) return;
	for (const { document, name, bytes } of await readArchive(rows, space)) {
		const items = readArchivedPage(bytes);
		if (items) timeline.take([[{ member: document as string as MemberId, key: name }, items]]);
	}
}
