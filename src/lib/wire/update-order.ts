/**
 * Whether Yjs can integrate all structs of an update at once. It integrates each author's structs
 * in clock order, and a struct only after everything it refers to; structs that never get their turn
 * would stay pending in the document forever.
 */
import { firstAt } from '../base/search';
import { refuse } from './update-reader';

/** A Yjs id: the clock-th of a client. */
export interface Id {
	readonly client: number;
	readonly clock: number;
}

/** Consecutive ids of one client. */
export interface Range extends Id {
	readonly length: number;
}

/** Where an item lies: in a type's list, or under one of its keys. */
export interface Place {
	/** `rootPlace` or `typePlace`. */
	readonly parent: string;
	/** Null in the list. */
	readonly key: string | null;
}

/** The document's root type `name`. */
export function rootPlace(name: string): string {
	return `root ${name}`;
}

/** The type that item `id` holds. */
export function typePlace(id: Id): string {
	return `type ${String(id.client)} ${String(id.clock)}`;
}

/** What the ordering needs to know about a struct. */
export interface Struct {
	readonly clock: number;
	readonly length: number;
	/** The items it was put between; its place is left unsaid only beside them. */
	readonly neighbours: readonly Id[];
	/** The item that holds its parent type, if the parent is spelled out and not a root. */
	readonly parent: Id | null;
	/** Null beside neighbours, and for structs without a place (GC). */
	readonly place: Place | null;
	/** Whether it says that it lies under a key; merged updates forget to say so beside neighbours. */
	readonly isKeyed: boolean;
	readonly hasRight: boolean;
	/** Whether it holds more than one value and is not itself a deletion. */
	readonly isWide: boolean;
}

/** The structs of one client, without gaps, in clock order. */
export interface Block {
	readonly client: number;
	readonly from: number;
	readonly to: number;
	readonly structs: readonly Struct[];
}

/** What the ordering needs to know about the document. */
export interface Ground {
	/** Client -> next clock. */
	readonly known: ReadonlyMap<number, number>;
	/** Where a known id lies; null when nothing of it is left. */
	readonly place?: (id: Id) => Place | null;
	/** Whether anything in a known range is over. */
	readonly isOver?: (range: Range) => boolean;
}

/**
 * Puts all structs into an order that Yjs can follow, or throws `Malformed`. Returns what this same
 * update must delete: several values under one key. Yjs writes them after merging deleted values
 * that it keeps (for undo). Left undeleted, they would be split, each part would claim the key, and
 * Yjs's clean-up would throw.
 * @param nesting how deep types may be nested; the document's own types count as one
 */
export function order(blocks: readonly Block[], ground: Ground, nesting: number): Range[] {
	const doomed: Range[] = [];
	const runs = new Map(blocks.map((block) => [block.client, { block, reached: block.from, spots: [] as Spot[] }]));
	const isKnown = (id: Id): boolean => id.clock < (ground.known.get(id.client) ?? 0);
	const isThere = (id: Id): boolean => isKnown(id) || id.clock < (runs.get(id.client)?.reached ?? 0);
	const spotOf = (id: Id): Spot => {
		const run = runs.get(id.client);
		// The document's own state counts, not what the update says about the same id.
		if (run === undefined || isKnown(id)) {
			if (ground.isOver?.({ ...id, length: 1 })) refuse('G14 refers to what is over');
			return { level: 0, place: ground.place?.(id) ?? null };
		}
		return run.spots[indexAt(run.block.structs, id.clock)] ?? NOWHERE;
	};
	const settle = (struct: Struct): Spot => {
		const { parent, place } = struct;
		if (parent !== null) return { level: spotOf(parent).level + 1, place };
		const [first, second] = struct.neighbours.map(spotOf);
		return first === undefined ? { level: 0, place } : between(first, second);
	};

	// Each round places at least one struct, so there are at most as many rounds as structs, each over
	// as many runs as the document has authors.
	for (let isMoving = true; isMoving;) {
		isMoving = false;
		for (const run of runs.values()) {
			for (;;) {
				const next = run.block.structs[run.spots.length];
				if (next === undefined || !next.neighbours.every(isThere)) break;
				if (next.parent !== null && !isThere(next.parent)) break;
				const spot = settle(next);
				if (spot.level > nesting) refuse('G11 types nested too deep');
				if (next.isKeyed || (spot.place !== null && spot.place.key !== null)) {
					// A new value goes after all others under its key; only lists have a right neighbour.
					if (next.hasRight) refuse('G6 value in front of another of its key');
					if (next.isWide) doomed.push({ client: run.block.client, clock: next.clock, length: next.length });
				}
				run.spots.push(spot);
				run.reached = next.clock + next.length;
				isMoving = true;
			}
		}
	}
	for (const run of runs.values()) {
		if (run.spots.length < run.block.structs.length) refuse('G6 refers to what is not there');
	}
	return doomed;
}

/** Where a struct was placed, and how many of this update's types enclose it. */
interface Spot {
	readonly level: number;
	readonly place: Place | null;
}

const NOWHERE: Spot = { level: 0, place: null };

/** The spot beside `first`, after checking that `second` lies in the same list. */
function between(first: Spot, second: Spot | undefined): Spot {
	const left = first.place;
	const right = second?.place ?? null;
	if (left !== null && right !== null && (left.parent !== right.parent || left.key !== right.key)) {
		refuse('G6 neighbours from two lists');
	}
	return first;
}

/** The index of the last item in `sorted` that begins at or before `clock`; 0 when there is none. */
export function indexAt(sorted: readonly { readonly clock: number }[], clock: number): number {
	return Math.max(0, firstAt(sorted.length, (place) => (sorted[place]?.clock ?? 0) <= clock) - 1);
}
