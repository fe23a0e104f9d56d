/** Taking entries in: check, pass on to listeners, store, acknowledge, in this order. SPEC.md R5. */
import type { BlobId, FeedId } from '../../src/lib/base/ids';
import { equal, hex } from '../../src/lib/base/bytes';
import type { DeviceFrame, RelayRefusal } from '../../src/lib/wire/frames';
import { isCertifiedBy, type DeviceCertificate } from '../../src/lib/wire/certificate';
import { fenceOf, type CharterMember } from '../../src/lib/wire/charter';
import { isSignedByDevice, NO_ENTRY, parseEntry, type Entry } from '../../src/lib/wire/entry';
import { MAX_FEEDS } from '../../src/lib/wire/limits';
import { putReference } from '../store/blob-rows';
import type { Context } from './context';
import { findEntry, putEntry } from '../store/entry-rows';
import { putFeed, type FeedRow } from '../store/rows';
import type { Joined, LiveSpace, Peer } from './space';

type Push = Extract<DeviceFrame, { kind: 'push' }>;
/** The new part of a run, the feed after it, and why it went no further. */
interface Checked {
	readonly fresh: readonly Entry[];
	readonly row: FeedRow | null;
	/** The last seq of the run that is kept, new or not. */
	readonly upTo: number;
	readonly refusal: RelayRefusal | null;
}

/** Takes a run of entries of one feed. Those before the first bad one are kept. SPEC.md R3-R5. */
export async function push(context: Context, connection: Peer, frame: Push): Promise<void> {
	const refusal = await context.spaces.turn(frame.space, async (space) => {
		const joined = connection.joined.get(frame.space);
		if (!joined) return 'not-member';
		if (!joined.isProven) return 'not-allowed';
		if (!(await context.commits.room.has('text', 0, context.limits))) return 'storage';
		const { fresh, row, upTo, refusal } = await check(context, joined, frame);
		if (row === null) return refusal ?? 'done';
		const feed = space.feeds.get(frame.feed) ?? { row, storedSeq: 0 };
		feed.row = row;
		space.feeds.set(frame.feed, feed);
		space.count(fresh.length, sizeOf(fresh));
		const writes = fresh.flatMap((entry) => putEntry(frame.space, entry));
		if (fresh.length > 0) writes.push(putFeed(frame.space, frame.feed, row));
		const named = new Set(fresh.flatMap(({ header }) => header.blobs.map(hex)));
		for (const blob of named) writes.push(putReference(frame.space, blob as BlobId, frame.feed));
		const told = new Set<Joined>();
		const concerns = (joined: Joined): boolean =>
			joined.connection !== connection && !joined.isPulling && space.mayKnow(joined, feed);
		const handOn = (): void => tellListeners(space, frame.feed, fresh, concerns, told);
		// A disk that has just failed may take nothing: then they wait, too.
		if (context.commits.isHealthy) handOn();
		// Not awaited: whatever others send meanwhile goes to the disk together with this.
		void context.commits.add(writes, space.basis, sizeOf(fresh)).then(
			() => {
				feed.storedSeq = Math.max(feed.storedSeq, upTo);
				connection.send({ kind: 'ack', space: frame.space, feed: frame.feed, seq: upTo });
				if (refusal) connection.refuse(frame.space, 'push', refusal);
				handOn();
				if (fresh.length > 0)
					space.tell(
						{ kind: 'notice', space: space.id, feed: frame.feed, seq: upTo },
						(joined) => joined.isQuiet && concerns(joined)
					);
			},
			() => {
				connection.refuse(frame.space, 'push', 'storage');
				// They have now what the relay does not: they compare, and bring it.
				space.tell({ kind: 'refused', space: space.id, request: 'push', code: 'gap' }, (joined) => told.has(joined));
			}
		);
		return 'done';
	});
	if (refusal !== 'done') connection.refuse(frame.space, 'push', refusal ?? 'not-member');
}

/** Checks a run against charter and feed, entry by entry. */
async function check(context: Context, joined: Joined, frame: Push): Promise<Checked> {
	const { space } = joined;
	let row = space.feeds.get(frame.feed)?.row ?? null;
	if (space.charter.form === 'reception' || !mayWrite(space.memberOf(joined))) return refused('not-allowed');
	if (space.memberOf(joined)?.role === 'poster' && row && row.member !== joined.member) return refused('not-allowed');
	const fresh: Entry[] = [];
	let refusal: RelayRefusal | null = null;
	let known = 0;
	for (const [i, raw] of frame.entries.entries()) {
		const parsed = parseEntry(frame.space, raw);
		const entry = parsed.ok ? parsed.value : null;
		if (entry?.header.feed !== frame.feed || entry.header.seq !== frame.first + i) {
			refusal = parsed.ok || parsed.why !== 'entry too large' ? 'malformed' : 'too-large';
			break;
		}
		if (row && entry.header.seq <= row.seq) {
			refusal = await whyNotKnown(context, space, row, fresh, entry);
			if (refusal) break;
			known++;
			continue;
		}
		const opened = row ?? (await opening(joined, entry));
		if (typeof opened === 'string') {
			refusal = opened;
			break;
		}
		refusal = whyNot(context, space, opened, entry, fresh);
		if (refusal) break;
		row = { ...opened, seq: entry.header.seq, head: entry.hash, size: opened.size + entry.bytes.length };
		fresh.push(entry);
	}
	const last = fresh.at(-1);
	// The chain covers every earlier entry, signature included, so that the last one vouches for the run.
	if (row && last && !(await isSignedByDevice(frame.space, row.device, last))) return refused('bad-signature');
	const kept = fresh.length + known;
	return kept > 0 ? { fresh, row, upTo: frame.first + kept - 1, refusal } : refused(refusal);
}

function refused(refusal: RelayRefusal | null): Checked {
	return { fresh: [], row: null, upTo: 0, refusal };
}

/** The row of the feed that this entry opens, or why it does not. SPEC.md R3. */
async function opening(joined: Joined, entry: Entry): Promise<FeedRow | RelayRefusal> {
	const { space } = joined;
	const { header } = entry;
	if (header.kind !== 'open') return 'gap';
	const author = space.charter.members.get(header.certificate.member);
	if (!author) return 'not-member';
	if (space.memberOf(joined)?.role === 'poster' && author.id !== joined.member) return 'not-allowed';
	const own = [...space.feeds.values()].filter(({ row }) => row.member === author.id).length;
	if (space.feeds.size >= MAX_FEEDS || own >= MOST_FEEDS_OF_ONE) return 'too-large';
	const generation = await certifier(space, author, header.certificate);
	if (generation === null) return 'bad-signature';
	return { member: author.id, device: header.certificate.device, generation, seq: 0, head: NO_ENTRY, size: 0 };
}

/** Which of the member's key pairs signed the certificate; the newest is tried first. */
async function certifier(
	space: LiveSpace,
	author: CharterMember,
	certificate: DeviceCertificate
): Promise<number | null> {
	for (let index = author.generations.length - 1; index >= 0; index--) {
		const generation = author.generations[index];
		if (generation && (await isCertifiedBy(space.id, generation.sign, certificate))) return index;
	}
	return null;
}

/** Why an entry cannot follow in this feed, or null. SPEC.md R4. */
function whyNot(
	context: Context,
	space: LiveSpace,
	row: FeedRow,
	entry: Entry,
	before: readonly Entry[]
): RelayRefusal | null {
	const { header } = entry;
	if (header.seq > row.seq + 1) return 'gap';
	if (!equal(header.previous, row.head)) return 'fork';
	const author = space.charter.members.get(row.member);
	if (!author || !mayWrite(author)) return 'not-allowed';
	if (author.role === 'poster' && header.kind !== 'open' && header.kind !== 'drop') return 'not-allowed';
	if (header.seq > fenceOf(author, row.generation, header.feed)) return 'not-allowed';
	if ((space.ending.get(author.id) ?? 0) > context.now()) return 'too-fast';
	// Discarding payloads is reserved: an entry without one would replace what others still have.
	if (header.epoch > space.charter.epoch || entry.sealed === null) return 'not-allowed';
	const { entriesPerSpace, bytesPerSpace } = context.limits;
	return space.entries + before.length >= entriesPerSpace || space.size + row.size >= bytesPerSpace
		? 'too-large'
		: null;
}

/** Why an entry at or below the head is not the kept one, or null when it is. */
async function whyNotKnown(
	context: Context,
	space: LiveSpace,
	row: FeedRow,
	fresh: readonly Entry[],
	entry: Entry
): Promise<RelayRefusal | null> {
	const { seq, feed } = entry.header;
	const here = seq === row.seq ? row.head : fresh.find((other) => other.header.seq === seq)?.hash;
	if (here) return equal(entry.hash, here) ? null : 'fork';
	// It may still be on its way to the disk, and never arrive.
	await context.commits.settled();
	if (space.basis !== context.commits.failures) return 'storage';
	const raw = await findEntry(context.store, space.id, feed, seq);
	const kept = raw && parseEntry(space.id, raw);
	return kept?.ok === true && equal(kept.value.hash, entry.hash) ? null : 'fork';
}

/** Everybody but readers; for a removed member the fences decide. */
function mayWrite(member: CharterMember | undefined): boolean {
	return member !== undefined && member.role !== 'reader';
}

/** Sends new entries to listeners whom they concern and who are not among `told`, and adds them there. */
function tellListeners(
	space: LiveSpace,
	feed: FeedId,
	fresh: readonly Entry[],
	concerns: (joined: Joined) => boolean,
	told: Set<Joined>
): void {
	const [first] = fresh;
	if (!first) return;
	const entries = fresh.map(({ bytes }) => bytes);
	space.tell({ kind: 'entries', space: space.id, feed, first: first.header.seq, entries }, (joined) => {
		if (joined.isQuiet || told.has(joined) || !concerns(joined)) return false;
		told.add(joined);
		return true;
	});
}

function sizeOf(entries: readonly Entry[]): number {
	return entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** A member opens one feed per device and tab; this keeps anybody from filling a space with them. */
const MOST_FEEDS_OF_ONE = 1024;
