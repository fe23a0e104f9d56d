/** What somebody who joined a group without its history cannot read. */
import { findEntry } from '../../relay/store/entry-rows';
import { allFeeds, readRecords } from '../../relay/store/rows';
import { asId, type FeedId, type MemberId, type SpaceId } from '../../src/lib/base/ids';
import type { StreamModel } from '../../src/lib/state/stream/stream.svelte';
import { readsFrom } from '../../src/lib/sync/keys/epochs';
import { parseRecord, type CharterRecord } from '../../src/lib/wire/charter-record';
import { parseEntry } from '../../src/lib/wire/entry';
import { real } from './clock';
import type { World } from './world';

type Store = World['network']['store'];

/** The feed in a message's id, as pages name it. */
export function feedOf(id: string): string {
	return id.slice(0, id.indexOf('.'));
}

/**
 * The feeds that begin before the first epoch she was ever granted, as the relay has them: every author begins
 * a new one when somebody joins without the history (sync SPEC.md T1, T3).
 */
export async function closedTo({ network: { store } }: World, model: StreamModel): Promise<ReadonlySet<string>> {
	const space = asId<SpaceId>(model.id);
	const member = await memberIn(model);
	const closed = new Set<FeedId>();
	if (!member) return closed;
	const first = readsFrom(await charterOf(store, space), member);
	for (const feed of (await allFeeds(store, space)).keys()) {
		const epoch = await firstEpoch(store, space, feed);
		if (epoch !== null && epoch < first) closed.add(feed);
	}
	return closed;
}

/** The epoch in which a feed begins, as the relay has it; null if its first entry is not there. */
export async function firstEpoch(store: Store, space: SpaceId, feed: FeedId): Promise<number | null> {
	const raw = await findEntry(store, space, feed, 1);
	const entry = raw ? parseEntry(space, raw) : null;
	return entry?.ok ? entry.value.header.epoch : null;
}

async function charterOf(store: Store, space: SpaceId): Promise<readonly CharterRecord[]> {
	return (await readRecords(store, space, 0)).flatMap((raw) => {
		const read = parseRecord(raw);
		return read.ok ? [read.value] : [];
	});
}

/** The page's member in the stream; null if it never opened. */
function memberIn({ parts }: StreamModel): Promise<MemberId | null> {
	return new Promise((resolve) => {
		parts.opened.then(
			({ space }) => {
				resolve(space.credentials.member);
			},
			() => {
				resolve(null);
			}
		);
		real.setImmediate(() => {
			resolve(null);
		});
	});
}
