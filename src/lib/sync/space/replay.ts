/**
 * A space's feeds and documents from the vault: snapshots, then the entries after them, each after the
 * ones it builds on. They were checked on arrival: here only damage is looked for (SPEC.md V5), but where they came while
 * nobody held their document (D6).
 */
import * as Y from 'yjs';
import { equal } from '../../base/bytes';
import { see, type Clock } from '../../base/clock';
import type { DocumentId, FeedId, Hash } from '../../base/ids';
import { attempt, type Result } from '../../base/result';
import { isSignedByDevice, NO_ENTRY, parseEntry, standsFor, type Entry } from '../../wire/entry';
import { carriedBy, type CarriedPayload } from './checkpoints';
import { withoutSnapshots } from './archive';
import { applyEntry, FROM_ENTRY, isSettled, newDocument, type Held } from './documents';
import { readsFrom } from '../keys/epochs';
import { entryKey, readFeed, type Feed } from './feeds';
import { keptEntry } from './kept-entries';
import type { ContentRows } from './kept-rows';
import type { Payload } from './payload';
import { LOCKED, unsealEntry } from './sealing';
import { readSnapshot, type Snapshot } from './snapshots';
import type { SpaceState } from './state';
import { documentOf } from '../vault/naming';
import type { Change } from '../vault/vault';

/** The outcome. */
export interface Replayed {
	readonly documents: Map<DocumentId, Held>;
	readonly introductions: Map<FeedId, Uint8Array>;
	readonly clock: Clock;
	/** How many entries lie beyond the snapshots. */
	readonly beyond: number;
	/** Our own feeds with rows after the last readable one. */
	readonly torn: Set<FeedId>;
	/** Epochs of entries that this member may read once she is given their keys. */
	readonly locked: Set<number>;
}

type Outcome = { -readonly [K in keyof Replayed]: Replayed[K] } & { readonly covered: ReadonlyMap<FeedId, number> };

/** One feed on its way through the vault's rows. */
interface Track {
	readonly feed: Feed;
	readonly entries: readonly Entry[];
	readonly payloads: readonly Result<Payload>[];
	/** What checkpoints carry for entries that are not here, by the checkpoint's place. */
	readonly carried: ReadonlyMap<number, readonly CarriedPayload[]>;
	readonly hasMore: boolean;
	/** How many of them are applied, and whether the next is damaged. */
	done: number;
	isOver: boolean;
	/** What could not be applied is no damage: nobody had checked it before. */
	isRefused: boolean;
}

/** Reads everything; feeds with damaged rows go back to before the damage. Rejects with a `Fault`. */
export async function replay(space: SpaceState, rows: ContentRows): Promise<Replayed> {
	for (const [, raw] of rows.feeds) {
		const feed = readFeed(raw);
		if (feed.ok)
			space.feeds.set(feed.value.id, Object.assign(space.feeds.get(feed.value.id) ?? feed.value, feed.value));
	}
	const feeds = [...space.feeds.values()];
	const snapshot = usable(space, rows.snapshots);
	const covered = new Map(snapshot?.covered.map(({ feed, seq }) => [feed, seq]));
	const isHeld = ({ member }: Feed): boolean => space.holds(documentOf(member));
	const held = feeds.filter(isHeld);
	const tracks = await Promise.all(held.map((feed) => track(space, feed, covered.get(feed.id) ?? 0)));
	const others = feeds.filter((feed) => !isHeld(feed) && feed.seq > (covered.get(feed.id) ?? 0));
	const said = await Promise.all(others.map((feed) => lastClock(space, feed)));
	const outcome = {
		documents: new Map(snapshot?.held.map((held) => [held.id, held])),
		introductions: new Map(space.introductions),
		clock: [snapshot?.clock, ...said].reduce<Clock>(
			(clock, one) => (one ? see(clock, one, space.now()) : clock),
			space.clock
		),
		covered,
		beyond: 0,
		torn: new Set<FeedId>(),
		locked: new Set<number>()
	};
	// of documents that are not held nothing is read, and nothing looked for
	const reached = new Map(feeds.map((feed) => [feed.id, isHeld(feed) ? (covered.get(feed.id) ?? 0) : feed.seq]));
	for (let isMoving = true; isMoving;) {
		isMoving = false;
		for (const next of tracks) while (step(space, next, reached, outcome)) isMoving = true;
	}
	if (await rewind(space, tracks, reached, covered)) return replay(space, { ...rows, snapshots: [] });
	// a document may hold a part of what was refused
	if (tracks.some(({ isRefused }) => isRefused)) return replay(space, { ...rows, feeds: [] });
	// what waits for its key has still to be checked
	for (const { feed, payloads } of tracks)
		feed.isUnchecked &&= payloads.some((payload) => !payload.ok && payload.why === LOCKED);
	for (const { feed, body } of snapshot?.introductions ?? [])
		if ((reached.get(feed) ?? 0) > 0) outcome.introductions.set(feed, body);
	for (const { feed, hasMore } of tracks)
		if (hasMore || (reached.get(feed.id) ?? 0) < feed.acked) outcome.torn.add(feed.id);
	outcome.beyond = feeds.reduce((sum, { id }) => sum + (reached.get(id) ?? 0) - (covered.get(id) ?? 0), 0);
	return outcome;
}

/** The snapshot in the vault; null when it is damaged, or ahead of the feeds. */
function usable(space: SpaceState, rows: ContentRows['snapshots']): Snapshot | null {
	const read = readSnapshot(space, rows);
	if (read === null) return null;
	const isAhead = read.ok && read.value.covered.some(({ feed, seq }) => seq > (space.feeds.get(feed)?.seq ?? 0));
	if (read.ok && !isAhead) return read.value;
	space.isDamaged = true;
	return null;
}

/** A feed's rows from `start` on, as far as they form its chain. */
async function track(space: SpaceState, feed: Feed, start: number): Promise<Track> {
	const rows = await space.rows.vault.list('entries', space.id + feed.id, entryKey(space.id, feed.id, start));
	const entries: Entry[] = [];
	const jumps: number[] = [];
	let last: Hash | null = start === 0 ? NO_ENTRY : null;
	for (const [, raw] of rows) {
		const entry = parseEntry(space.id, raw);
		const expected = (entries.at(-1)?.header.seq ?? start) + 1;
		if (!entry.ok || entry.value.header.seq > feed.seq) break;
		const { header, hash } = entry.value;
		if (feed.isBrief && standsFor(header, expected)) jumps.push(entries.length);
		else if (header.seq !== expected || (last && !equal(last, header.previous))) break;
		if (header.seq === feed.seq && !equal(hash, feed.hash)) break;
		last = hash;
		entries.push(entry.value);
	}
	// after a break nothing vouches for the last one: its own signature must
	const isCutOff = (entries.at(-1)?.header.seq ?? start) < feed.seq;
	for (
		let end = entries.at(-1);
		isCutOff && end && !(await isSignedByDevice(space.id, feed.device, end));
		end = entries.at(-1)
	)
		entries.pop();
	const payloads = await Promise.all(entries.map((entry) => unsealEntry(space, feed, entry)));
	const carried = new Map<number, readonly CarriedPayload[]>();
	for (const at of jumps) {
		const [entry, payload] = [entries[at], payloads[at]];
		const read = entry && (await carriedBy(entry, payload));
		if (read?.ok) carried.set(at, read.value);
		// unreadable: nothing from here on can be applied
		else if (read) entries.splice(at);
	}
	const progress = { done: 0, isOver: false, isRefused: false };
	return { feed, entries, payloads, carried, hasMore: rows.length > entries.length, ...progress };
}

/** When a feed said its last entry, which comes after all of its others; null if that cannot be read. */
async function lastClock(space: SpaceState, feed: Feed): Promise<Clock | null> {
	const entry = await keptEntry(space, feed.id, feed.seq);
	const payload = entry && (await unsealEntry(space, feed, entry));
	return payload?.ok ? payload.value.clock : null;
}

/** Applies a feed's next entry; false when it has none, or must wait for another feed's. */
function step(space: SpaceState, next: Track, reached: Map<FeedId, number>, outcome: Outcome): boolean {
	const { feed, done } = next;
	const entry = next.entries[done];
	const payload = next.payloads[done];
	if (next.isOver || !entry || !payload) return false;
	if (payload.ok && payload.value.seen.some((head) => !space.hasSeen(head, reached))) return false;
	const carried = next.carried.get(done);
	next.isOver = carried
		? !carried.every((one) => !one || reapplyUpdate(space, feed, entry.header.seq, one, outcome))
		: !reapply(space, feed, entry, payload, outcome);
	next.isRefused = next.isOver && feed.isUnchecked;
	if (next.isOver) return false;
	next.done++;
	reached.set(feed.id, entry.header.seq);
	return true;
}

function reapply(space: SpaceState, feed: Feed, entry: Entry, payload: Result<Payload>, outcome: Outcome): boolean {
	const { kind, seq, epoch } = entry.header;
	if (!payload.ok && payload.why === LOCKED && epoch >= readsFrom(space.records, space.credentials.member))
		outcome.locked.add(epoch);
	if (!payload.ok) return kind !== 'update' || payload.why === LOCKED || entry.sealed === null;
	outcome.clock = see(outcome.clock, payload.value.clock, space.now());
	if (kind === 'open') outcome.introductions.set(feed.id, payload.value.body);
	return kind !== 'update' || reapplyUpdate(space, feed, seq, payload.value, outcome);
}

function reapplyUpdate(space: SpaceState, feed: Feed, seq: number, payload: Payload, outcome: Outcome): boolean {
	const { clock, document, body } = payload;
	outcome.clock = see(outcome.clock, clock, space.now());
	let held = outcome.documents.get(document);
	if (!held) outcome.documents.set(document, (held = newDocument(document, space.policy)));
	if ((outcome.covered.get(feed.id) ?? 0) >= seq) return true;
	if (feed.isUnchecked) return applyEntry(held, body, { member: feed.member, feed: feed.id, clock }, space.policy).ok;
	const { doc } = held;
	const applied = attempt('update does not apply', () => {
		Y.applyUpdate(doc, body, FROM_ENTRY);
	});
	return applied.ok && isSettled(doc);
}

/** Feeds that stop short go back to where they stand: the relay has the rest. True if no snapshot is left for that. */
async function rewind(
	space: SpaceState,
	tracks: readonly Track[],
	reached: ReadonlyMap<FeedId, number>,
	covered: ReadonlyMap<FeedId, number>
): Promise<boolean> {
	const changes: Change[] = [];
	let isBehindSnapshot = false;
	// others stop short, too, where they build on what is refused
	const isRefusing = tracks.some(({ isRefused }) => isRefused);
	for (const { feed, entries, done } of tracks) {
		const seq = reached.get(feed.id) ?? 0;
		if (seq >= feed.seq) continue;
		space.isDamaged ||= !isRefusing;
		// entries of ours that the relay never had cannot come back
		space.promise(feed.id, space.isMine(feed) ? feed.acked : feed.seq);
		const known = entries[done - 1]?.hash ?? (seq === 0 ? NO_ENTRY : (await keptEntry(space, feed.id, seq))?.hash);
		feed.seq = known ? seq : 0;
		feed.hash = known ?? NO_ENTRY;
		changes.push(space.feedChange(feed));
		isBehindSnapshot ||= feed.seq < (covered.get(feed.id) ?? 0);
	}
	// what a snapshot holds beyond the rows could never be told apart again
	if (isBehindSnapshot) changes.push(...(await withoutSnapshots(space.rows, space.id)));
	await space.rows.vault.commit(changes);
	return isBehindSnapshot;
}
