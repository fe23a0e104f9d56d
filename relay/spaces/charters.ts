/** Reading and extending the charters of spaces that a connection has joined. */
import { equal } from '../../src/lib/base/bytes';
import type { FeedId, MemberId, SpaceId } from '../../src/lib/base/ids';
import type { Former } from '../../src/lib/wire/challenge';
import { extend, fenceOf, type Charter } from '../../src/lib/wire/charter';
import type { CharterRecord } from '../../src/lib/wire/charter-record';
import type { DeviceFrame, RelayRefusal } from '../../src/lib/wire/frames';
import type { Context } from './context';
import { Bucket } from '../gate/bucket';
import { putCharter, slim } from '../store/charter-row';
import { findRecord, putRecord, readRecords } from '../store/rows';
import type { Store } from '../store/store';
import { leave } from './join';
import { parsed, type LiveFeed, type LiveSpace, type Peer } from './space';

type Frame<K extends DeviceFrame['kind']> = Extract<DeviceFrame, { kind: K }>;

/** Sends the chain from a record on, in one or more frames; an empty one when there is nothing more. SPEC.md R6. */
export async function pullCharter(context: Context, connection: Peer, frame: Frame<'charterPull'>): Promise<void> {
	const joined = connection.joined.get(frame.space);
	const former = connection.former.get(frame.space);
	if (!joined && former) return giveEnd(context, connection, frame, former);
	if (!joined) {
		connection.refuse(frame.space, 'charterPull', 'not-member');
		return;
	}
	let { from } = frame;
	do {
		if (!(await connection.outlet.ready())) return;
		const records = await readRecords(context.store, frame.space, from);
		connection.send({ kind: 'charter', space: frame.space, from, records });
		from += records.length;
		if (records.length === 0) return;
	} while (from < joined.space.charter.length);
}

/** Gives a former member the chain up to the record that ended her membership. SPEC.md R40. */
async function giveEnd(
	{ store }: Context,
	connection: Peer,
	{ space, from }: Frame<'charterPull'>,
	former: Former
): Promise<void> {
	const end = await endOf(store, space, former);
	for (let next = from; ;) {
		if (!(await connection.outlet.ready())) return;
		const records = (await readRecords(store, space, next)).slice(0, Math.max(0, end + 1 - next));
		connection.send({ kind: 'charter', space, from: next, records });
		next += records.length;
		if (records.length === 0 || next > end) return;
	}
}

/** The index of the record that removed a member, or replaced these keys of hers; -1 when none did. */
async function endOf(store: Store, space: SpaceId, { member, generation }: Former): Promise<number> {
	let replaced = 0;
	for (let index = 0; ;) {
		const raw = await readRecords(store, space, index);
		if (raw.length === 0) return -1;
		for (const { ops } of parsed(raw) ?? []) {
			for (const op of ops) {
				if (op.kind === 'remove' && op.member === member) return index;
				if (op.kind === 'rekey' && op.member === member && ++replaced > generation) return index;
			}
			index++;
		}
	}
}

/** Appends records when they continue the current chain. SPEC.md R7. */
export async function pushCharter(context: Context, connection: Peer, frame: Frame<'charterPush'>): Promise<void> {
	const refusal = await context.spaces.turn(frame.space, async (space): Promise<RelayRefusal | 'done'> => {
		const joined = connection.joined.get(frame.space);
		if (!joined) return 'not-member';
		if (!joined.isProven) return 'not-allowed';
		const records = parsed(frame.records);
		if (!records) return 'malformed';
		const refused = await whyNotGrow(context, space, records);
		if (refused) return refused;
		const appended = await append(context, space, records);
		if (typeof appended === 'string') return appended;
		const { fresh } = appended;
		const charter = slim(appended.charter);
		const cut = frame.final === 1 ? [] : cutOff(space, charter, fresh);
		if (cut.length > 0) {
			for (const member of cut) space.ending.set(member, context.now() + ENDING_MS);
			// writes on their way to the disk can be pulled when this answer arrives
			await context.commits.settled();
			return 'fence';
		}
		const growth = sizeOf(fresh);
		const size = space.charterSize + growth;
		const writes = fresh.map((record) => putRecord(space.id, record.index, record.bytes));
		if (fresh.length > 0) writes.push(putCharter({ charter, size }));
		try {
			await context.commits.add(writes, space.basis, growth);
		} catch {
			// The cause is logged where it happened.
			return 'storage';
		}
		space.charter = charter;
		space.charterSize = size;
		space.ending.clear();
		connection.send({ kind: 'done', space: space.id, request: 'charterPush' });
		const [first] = fresh;
		if (!first) return 'done';
		const news = {
			kind: 'charter',
			space: space.id,
			from: first.index,
			records: fresh.map(({ bytes }) => bytes)
		} as const;
		space.tell(news, (joined) => joined.connection !== connection);
		await putOut(space, fresh, connection);
		return 'done';
	});
	if (refusal !== 'done') connection.refuse(frame.space, 'charterPush', refusal ?? 'not-member');
}

/** The charter with the records that are not kept yet, or why they are not allowed. */
async function append(
	context: Context,
	space: LiveSpace,
	records: readonly CharterRecord[]
): Promise<{ charter: Charter; fresh: CharterRecord[] } | RelayRefusal> {
	let { charter } = space;
	const fresh: CharterRecord[] = [];
	const known = records.filter(({ index }) => index < space.charter.length);
	if (!(await areKept(context, space, known))) return 'head-moved';
	for (const record of records) {
		if (known.includes(record)) continue;
		const again = fresh.find(({ index }) => index === record.index);
		if (again && equal(again.hash, record.hash)) continue;
		const next = await extend(charter, record);
		if (!next.ok) return REFUSALS.get(next.why) ?? 'not-allowed';
		charter = next.value;
		fresh.push(record);
	}
	return { charter, fresh };
}

/**
 * Members who would lose acknowledged entries: their feeds go further than these records allow. Keys that are
 * replaced without naming any feed are given up with everything written under them. SPEC.md R32.
 */
function cutOff(space: LiveSpace, after: Charter, fresh: readonly CharterRecord[]): MemberId[] {
	const ended = new Set<MemberId>();
	for (const op of fresh.flatMap(({ ops }) => ops))
		if (op.kind === 'remove' || (op.kind === 'rekey' && op.fences.length > 0)) ended.add(op.member);
	const isCut = ({ row: { member, generation, seq } }: LiveFeed, feed: FeedId): boolean => {
		const [then, now] = [after, space.charter].map(({ members }) => members.get(member));
		return (
			then !== undefined && seq > fenceOf(then, generation, feed) && !(now && seq > fenceOf(now, generation, feed))
		);
	};
	const feeds = [...space.feeds];
	return [...ended].filter((member) => feeds.some(([id, feed]) => feed.row.member === member && isCut(feed, id)));
}

/** Whether these records are the kept ones. They form a chain, so that the last one vouches for all. SPEC.md R33. */
async function areKept({ store }: Context, space: LiveSpace, known: readonly CharterRecord[]): Promise<boolean> {
	for (const [i, record] of known.entries()) {
		const next = known[i + 1];
		if (next?.index === record.index + 1 && equal(next.previous, record.hash)) continue;
		const kept = await findRecord(store, space.id, record.index);
		if (!kept || !equal(kept, record.bytes)) return false;
	}
	return true;
}

/** Why no more records are accepted, checked before any costly signature; null when they are. SPEC.md R33, R34. */
async function whyNotGrow(
	context: Context,
	space: LiveSpace,
	records: readonly CharterRecord[]
): Promise<RelayRefusal | null> {
	const { limits, commits, now } = context;
	const growth = sizeOf(records.filter(({ index }) => index >= space.charter.length));
	if (growth === 0) return null;
	if (space.charterSize + growth > limits.charterBytesPerSpace) return 'too-large';
	if (!(await commits.room.has('text', growth, limits))) return 'storage';
	space.charterBytes ??= new Bucket(...limits.charterBytes, now());
	return space.charterBytes.tryTake(growth, now()) ? null : 'too-fast';
}

function sizeOf(records: readonly CharterRecord[]): number {
	return records.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** Closes connections of removed members, and those under keys that are no longer the newest. SPEC.md R8. */
async function putOut(space: LiveSpace, fresh: readonly CharterRecord[], pusher: Peer): Promise<void> {
	const ops = new Set(fresh.flatMap((record) => record.ops.map(({ kind }) => kind)));
	if (!ops.has('remove') && !ops.has('rekey')) return;
	for (const joined of [...space.joined]) {
		const { connection } = joined;
		const member = space.memberOf(joined);
		const isMember = member?.isRemoved === false;
		// A member who took new keys was there under the old ones a moment ago, and joins again.
		if (isMember && (connection === pusher || (await joined.holds(space.charter)))) continue;
		connection.send({ kind: 'closed', space: space.id, code: isMember ? 'rekeyed' : 'removed' });
		leave(connection, space.id);
		if (member?.isRemoved)
			connection.former.set(space.id, { member: member.id, generation: member.generations.length - 1 });
		if (connection.arrival.isStock) connection.close(4403, 'removed');
	}
}

/** How long nothing is accepted from a member whose end is being signed again. */
const ENDING_MS = 5_000;

/** The results of `extend` that we distinguish. */
const REFUSALS: ReadonlyMap<string, RelayRefusal> = new Map([
	['does not continue the chain', 'head-moved'],
	['not signed by a member', 'bad-signature']
]);
