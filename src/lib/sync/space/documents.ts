/** The Yjs documents of a space: made, checked, rebuilt, stored as snapshots. SPEC.md D. */
import * as Y from 'yjs';
import type { DocumentId, FeedId, MemberId } from '../../base/ids';
import type { Clock } from '../../base/clock';
import { attempt, bad, good, type Result } from '../../base/result';
import { checkUpdate } from '../../wire/gate';
import type { Archiving } from './archive';
import { clientOf } from './feeds';
import { isOverIn, placeIn } from './places';

/** Which of a space's documents are in memory: all, or this member's own alone. SPEC.md D6. */
export type Holding = 'all' | 'own';

/** Who wrote an entry and when, as signed. */
export interface Author {
	readonly member: MemberId;
	readonly feed: FeedId;
	readonly clock: Clock;
}

/** What a kind of space holds; passed in by `state`, since sync knows neither streams nor monitorings. */
export interface Policy {
	/** 'each': one document per member, signed only by that member. 'shared': documents that all members edit. */
	readonly documents: 'each' | 'shared';
	/** The root types of every document. */
	readonly roots: Readonly<Record<string, 'map' | 'array'>>;
	/** Whether an entry's change may stand: its shape and, where it claims one, its clock. */
	readonly check: (transaction: Y.Transaction, author: Author) => Result<void>;
	/** How far a feed has come in its author's document, counted like the `mark` of `compose`. */
	readonly progress?: (doc: Y.Doc, feed: FeedId) => number;
	/** Repeats what a newcomer must know when one of our feeds starts over. SPEC.md T3. */
	readonly repeat?: (doc: Y.Doc, stamp: Clock & { readonly feed: FeedId }) => void;
	/** Writes the content of one of our updates again, under another feed. SPEC.md O6. */
	readonly carryOver?: (passage: Passage) => void;
	readonly archive?: Archiving;
	/** A removed member can still read what she could read before. SPEC.md S9. */
	readonly outlasts?: boolean;
}

/** Our writing on its way from a feed that can no longer be written to into a fresh one. */
export interface Passage {
	/** The update as written; it does not apply to `to`. */
	readonly update: Uint8Array;
	readonly from: FeedId;
	/** The old document, with the update in it if possible. */
	readonly old: Y.Doc;
	readonly to: Y.Doc;
	/** Its original clock, and the feed it goes to. */
	readonly stamp: Clock & { readonly feed: FeedId };
	/** Names that changed on the way, old to new; shared by all updates of one passage. */
	readonly moved: Map<string, string>;
}

/** One document. */
export interface Held {
	readonly id: DocumentId;
	readonly doc: Y.Doc;
}

/** Marks transactions that come from entries, not from the user. */
export const FROM_ENTRY = Symbol('from entry');

/** Tighter than the gate's own: what one entry of ours can need, so that none stalls the page. */
const LIMITS = { structs: 256, deletes: 256 };

/** An empty document with its roots defined (defining one later would fire an empty transaction). */
export function newDocument(id: DocumentId, policy: Policy): Held {
	const doc = new Y.Doc({ gc: true });
	for (const [name, type] of Object.entries(policy.roots)) {
		if (type === 'map') doc.getMap(name);
		else doc.getArray(name);
	}
	return { id, doc };
}

/**
 * Applies an entry's update: gate, apply, nothing left pending, outcome checked. On a bad result
 * the document must be rebuilt unless `untouched`. SPEC.md D1-D3.
 */
export function applyEntry(
	held: Held,
	update: Uint8Array,
	author: Author,
	policy: Policy
): Result<void> & { readonly untouched?: boolean } {
	const known = new Map(
		[...held.doc.store.clients.keys()].map((client) => [client, Y.getState(held.doc.store, client)])
	);
	// a feed refers to nothing but itself, in whatever order a member's feeds come: T3
	const client = clientOf(author.feed);
	const authors = new Map([[client, known.get(client) ?? 0]]);
	const roots = new Set(Object.keys(policy.roots));
	const ground = { authors, known, roots, place: placeIn(held.doc), limits: LIMITS };
	const rights =
		policy.documents === 'shared'
			? ({ foreign: 'deletes' } as const)
			: ({ foreign: 'none', isOver: isOverIn(held.doc, policy.archive) } as const);
	const gate = checkUpdate(update, { ...ground, ...rights });
	if (!gate.ok) return { ...gate, untouched: true };
	let outcome: Result<void> = good(undefined);
	const look = (transaction: Y.Transaction): void => {
		const checked = attempt('check failed', () => policy.check(transaction, author));
		outcome = checked.ok ? checked.value : checked;
	};
	held.doc.once('afterTransaction', look);
	const applied = attempt('update does not apply', () => {
		Y.applyUpdate(held.doc, update, FROM_ENTRY);
	});
	held.doc.off('afterTransaction', look);
	if (!applied.ok) return applied;
	return isSettled(held.doc) ? outcome : bad('update leaves something pending');
}

/** Whether Yjs has nothing left to do: no pending structs, no stuck clean-up. SPEC.md D2. */
export function isSettled(doc: Y.Doc): boolean {
	return (
		doc.store.pendingStructs === null &&
		doc.store.pendingDs === null &&
		doc._transaction === null &&
		doc._transactionCleanups.length === 0
	);
}

/** The document in a snapshot's row; bad when the bytes are none. */
export function fromSnapshot(id: DocumentId, update: Uint8Array, policy: Policy): Result<Held> {
	const held = newDocument(id, policy);
	return attempt('snapshot does not apply', () => {
		Y.applyUpdate(held.doc, update, FROM_ENTRY);
		return held;
	});
}

/** Runs `change` on the document as `client` and returns the resulting update; null when nothing changed. */
export function updateOf(doc: Y.Doc, client: number, change: (doc: Y.Doc) => void): Uint8Array | null {
	const updates: Uint8Array[] = [];
	const collect = (update: Uint8Array): void => {
		updates.push(update);
	};
	doc.clientID = client;
	doc.on('update', collect);
	try {
		doc.transact(() => {
			change(doc);
		});
	} finally {
		doc.off('update', collect);
	}
	return updates.length === 0 ? null : Y.mergeUpdates(updates);
}
