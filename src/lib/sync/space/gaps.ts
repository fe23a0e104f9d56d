/** Entries that are not here because a checkpoint was taken in their place: found, checked and filled in. SPEC.md J3. */
import { equal } from '../../base/bytes';
import type { FeedId } from '../../base/ids';
import { parseEntry, type Entry } from '../../wire/entry';
import { carriedBy } from './checkpoints';
import { seqOf, type Feed } from './feeds';
import { endForked, entryRow, keptEntry } from './kept-entries';
import { payloadBytes } from './payload';
import { unsealEntry } from './sealing';
import type { Space } from './space';

/** The entries of a feed after one number up to another, right before a checkpoint. */
export interface Gap {
	readonly feed: FeedId;
	readonly after: number;
	readonly upTo: number;
}

/** Whether no checkpoint stands for anything here. */
export function isWhole({ feeds }: Space): boolean {
	return ![...feeds.values()].some(({ isBrief, trouble }) => isBrief && trouble === 'none');
}

/** The newest gap of a feed; null if there is none any more. Rejects with a `Fault`. */
export async function findGap(space: Space): Promise<Gap | null> {
	for (const feed of space.feeds.values()) {
		if (!feed.isBrief || feed.trouble !== 'none') continue;
		const keys = await space.rows.vault.keys('entries', space.id + feed.id);
		const seqs = keys.map(seqOf).filter((seq) => seq <= feed.seq);
		for (let at = seqs.length - 1; at > 0; at--) {
			const [before = 0, seq = 0] = [seqs[at - 1], seqs[at]];
			if (seq > before + 1) return { feed: feed.id, after: before, upTo: seq - 1 };
		}
		feed.isBrief = false;
		await space.rows.vault.commit([space.feedChange(feed)]);
	}
	return null;
}

/**
 * Keeps the entries of a gap if they are those that the checkpoint behind it stands for. An author whose checkpoint says
 * anything else has said two things under one number: her feed ends (I6). False if the relay gave something else.
 * Only keeping is a task of the space: what arrives meanwhile does not wait for the comparing; it is left if nobody
 * wants it by then. Rejects with a `Fault` if they could not be kept.
 */
export async function fillGap(
	space: Space,
	{ feed: id, after, upTo }: Gap,
	raw: readonly Uint8Array[],
	isWanted: () => boolean
): Promise<boolean> {
	const feed = space.feeds.get(id);
	const [before, checkpoint] = await Promise.all([keptEntry(space, id, after), keptEntry(space, id, upTo + 1)]);
	if (!feed || !before || !checkpoint) return false;
	const entries = chained(space, before, raw);
	const last = entries?.at(-1);
	if (!entries || last?.header.seq !== upTo || !equal(last.hash, checkpoint.header.previous)) return false;
	const rows = entries.map((entry) => entryRow(space, entry));
	const isSame = await carries(space, feed, checkpoint, entries);
	return space.run(async () => {
		// it may have gone back meanwhile, or have ended
		if (!isWanted() || feed.seq <= upTo || feed.trouble !== 'none') return false;
		if (isSame) await space.rows.vault.commit(rows);
		else await endForked(space, feed, checkpoint, rows);
		return true;
	});
}

/** The entries, if each follows the one before in its feed; the first follows `before`. */
function chained(space: Space, before: Entry, raw: readonly Uint8Array[]): readonly Entry[] | null {
	const entries: Entry[] = [];
	for (const bytes of raw) {
		const entry = parseEntry(space.id, bytes);
		const last = entries.at(-1) ?? before;
		if (!entry.ok || !equal(entry.value.header.previous, last.hash)) return null;
		const { feed, seq } = entry.value.header;
		if (feed !== last.header.feed || seq !== last.header.seq + 1) return null;
		entries.push(entry.value);
	}
	return entries;
}

/** Whether a checkpoint carries what these entries carry. */
async function carries(space: Space, feed: Feed, checkpoint: Entry, entries: readonly Entry[]): Promise<boolean> {
	const carried = await carriedBy(checkpoint, await unsealEntry(space, feed, checkpoint));
	// nothing was taken from one that is closed
	if (carried === null) return true;
	if (!carried.ok || carried.value.length !== entries.length) return false;
	for (const [i, entry] of entries.entries()) {
		const said = carried.value[i] ?? null;
		if (entry.header.kind === 'checkpoint' && said === null) continue;
		const payload = entry.header.kind === 'update' ? await unsealEntry(space, feed, entry) : null;
		if (!payload?.ok || said === null || !equal(payloadBytes(said), payloadBytes(payload.value))) return false;
	}
	return true;
}
