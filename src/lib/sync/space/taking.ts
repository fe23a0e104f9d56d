/** Applies one verified entry to what this device holds, and finds the feed that it belongs to. SPEC.md I. */
import { see } from '../../base/clock';
import type { DocumentId, FeedId } from '../../base/ids';
import type { Result } from '../../base/result';
import { isCertifiedBy } from '../../wire/certificate';
import type { Entry } from '../../wire/entry';
import { MAX_FEEDS } from '../../wire/limits';
import { readsFrom } from '../keys/epochs';
import type { CarriedPayload } from './checkpoints';
import { applyEntry } from './documents';
import type { Passed, SpaceEvent } from './events';
import { clientOf, newFeed, type Feed } from './feeds';
import type { Payload } from './payload';
import { LOCKED } from './sealing';
import type { Space } from './space';

/** How many of the feeds named by a waiting entry count as missing. */
const MAX_CLAIMS = 16;

/** What entries have brought. */
export interface Brought {
	/** Documents that have changed. */
	readonly documents: Set<DocumentId>;
	/** All updates, where the space does not hold every document. */
	readonly passed: Passed[];
	/** What else there is to tell. */
	readonly events: SpaceEvent[];
}

/** The outcome of one step. */
export type Outcome = 'taken' | 'wait' | 'damaged';

/**
 * Applies one verified entry: 'taken', 'wait' for what it builds on, or 'damaged'. Adds to `brought` what there is to tell.
 */
export function takeEntry(space: Space, feed: Feed, entry: Entry, payload: Result<Payload>, brought: Brought): Outcome {
	const { kind, epoch } = entry.header;
	if (!payload.ok) {
		if (payload.why === LOCKED) return epoch < readsFrom(space.records, space.credentials.member) ? 'taken' : 'wait';
		return kind === 'update' && entry.sealed !== null && epoch > 0 ? 'damaged' : 'taken';
	}
	const { clock, seen, body } = payload.value;
	const unseen = seen.filter((head) => !space.hasSeen(head));
	if (unseen.length > 0) {
		space.claims.set(
			feed.id,
			unseen.slice(0, MAX_CLAIMS).map(({ feed: named }) => named)
		);
		return 'wait';
	}
	if (kind === 'open') {
		space.introductions.set(feed.id, body);
		brought.events.push({ kind: 'opened' });
	} else if (kind === 'drop') {
		brought.events.push({ kind: 'letter' });
	} else if (kind === 'update' && !takeUpdate(space, feed, payload.value, brought)) return 'damaged';
	space.clock = see(space.clock, clock, space.now());
	return 'taken';
}

/**
 * Applies what a checkpoint carries, each like the entry it stands for, but without waiting for what that had seen: a
 * feed refers to nothing but itself (T3). False if one of them must not be applied; its document is spoilt then.
 */
export function takeCarried(space: Space, feed: Feed, carried: readonly CarriedPayload[], brought: Brought): boolean {
	for (const payload of carried) {
		if (!payload) continue;
		if (!takeUpdate(space, feed, payload, brought)) return false;
		space.clock = see(space.clock, payload.clock, space.now());
	}
	return true;
}

function takeUpdate(space: Space, feed: Feed, payload: Payload, { documents, passed }: Brought): boolean {
	const { clock, document, body } = payload;
	if (space.policy.documents === 'each' && (document as string) !== feed.member) return false;
	if (space.holding === 'own') passed.push({ member: feed.member, feed: feed.id, clock, update: body });
	if (!space.holds(document)) {
		feed.isUnchecked = true;
		return true;
	}
	const held = space.document(document);
	const applied = applyEntry(held, body, { member: feed.member, feed: feed.id, clock }, space.policy);
	if (applied.ok) documents.add(document);
	return applied.ok;
}

/** An entry's feed, opened by it when new and its device certified by a member who may write. SPEC.md I2. */
export async function findFeedOf(space: Space, id: FeedId, first: Entry | undefined): Promise<Feed | null> {
	const known = space.feeds.get(id);
	if (known && known.seq > 0) return known;
	if (first?.header.kind !== 'open' || space.feeds.size >= MAX_FEEDS) return null;
	const { certificate, nonce } = first.header;
	const member = space.charter.members.get(certificate.member);
	if (!member || member.role === 'reader') return null;
	for (const [generation, keys] of member.generations.entries()) {
		if (!(await isCertifiedBy(space.id, keys.sign, certificate))) continue;
		if ([...space.feeds.keys()].some((other) => other !== id && clientOf(other) === clientOf(id))) return null;
		// the same object for a feed that was only reserved, or went back to its beginning
		return known ?? newFeed(space.id, member.id, generation, certificate.device, nonce);
	}
	return null;
}
