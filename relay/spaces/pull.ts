/** Catching up: a connection gets what it is missing, as fast as it reads. */
import type { FeedId } from '../../src/lib/base/ids';
import type { DeviceFrame } from '../../src/lib/wire/frames';
import type { Context } from './context';
import { readBriefly, readEntries } from '../store/entry-rows';
import type { Joined, LiveFeed, Peer } from './space';

/** Queues a catch-up; one at a time per connection, beside its other requests. SPEC.md R6. */
export function pull(context: Context, connection: Peer, frame: Extract<DeviceFrame, { kind: 'pull' }>): void {
	const joined = connection.joined.get(frame.space);
	if (!joined) connection.refuse(frame.space, 'pull', 'not-member');
	else if (connection.pulls.has(joined)) connection.refuse(frame.space, 'pull', 'too-fast');
	else {
		connection.pulls.add(joined);
		connection.pulling = connection.pulling.then(() =>
			run(context, joined, new Map(frame.have.map(({ feed, seq }) => [feed, seq])), frame.brief === 1)
		);
	}
}

/** Sends, after what else is being caught up with, entries for which a device had taken checkpoints. SPEC.md R43. */
export function past(context: Context, connection: Peer, frame: Extract<DeviceFrame, { kind: 'past' }>): void {
	const { space: id, feed: name, after, upTo } = frame;
	const joined = connection.joined.get(id);
	const feed = joined?.space.feeds.get(name);
	if (!joined) connection.refuse(id, 'past', 'not-member');
	else if (!feed || !joined.space.mayKnow(joined, feed) || after >= upTo || upTo > feed.storedSeq)
		connection.refuse(id, 'past', 'gap');
	else
		connection.pulling = connection.pulling.then(async () => {
			if (!(await connection.outlet.ready()) || connection.joined.get(id) !== joined) return;
			try {
				const { entries } = await readEntries(context.store, id, name, after, upTo - after);
				connection.send({ kind: 'past', space: id, feed: name, first: after + 1, entries });
			} catch (why) {
				context.log('store failed', why);
				connection.refuse(id, 'past', 'storage');
			}
		});
}

async function run(context: Context, joined: Joined, have: Map<FeedId, number>, isBrief: boolean): Promise<void> {
	const { connection, space } = joined;
	const isStill = (): boolean => connection.joined.get(space.id) === joined;
	joined.isPulling = true;
	try {
		// This loop also sends news that come meanwhile, so that each feed stays in order.
		for (let lacking = findLacking(joined, have); lacking.length > 0; lacking = findLacking(joined, have)) {
			for (const feed of lacking) {
				if (!(await connection.outlet.ready()) || !isStill()) return;
				const after = have.get(feed) ?? 0;
				const { entries, upTo } = isBrief
					? await readBriefly(context.store, space.id, feed, after)
					: await readEntries(context.store, space.id, feed, after);
				if (entries.length === 0) throw new Error('a feed that is shorter than its head');
				if (!isStill()) return;
				connection.send({ kind: 'entries', space: space.id, feed, first: after + 1, entries });
				have.set(feed, upTo);
			}
		}
		connection.send({ kind: 'pulled', space: space.id });
	} catch (why) {
		context.log('store failed', why);
		connection.refuse(space.id, 'pull', 'storage');
	} finally {
		joined.isPulling = false;
		connection.pulls.delete(joined);
	}
}

/** The feeds of which the connection is missing entries that are on disk. */
function findLacking(joined: Joined, have: ReadonlyMap<FeedId, number>): FeedId[] {
	const lacks = ([id, feed]: [FeedId, LiveFeed]): boolean =>
		feed.storedSeq > (have.get(id) ?? 0) && joined.space.mayKnow(joined, feed);
	return [...joined.space.feeds].filter(lacks).map(([id]) => id);
}
