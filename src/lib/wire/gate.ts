/**
 * The gate: which Yjs v1 updates may touch a document (SPEC.md G1 …).
 *
 * Yjs trusts its input: a few bytes can delete a document, take an author's next clock, exhaust
 * the memory or stop all saving. The gate reads the update without Yjs in one forward pass, with work
 * and memory bounded by its size, and refuses anything our honest editors would not write.
 *
 *     update    = count block* count deletions*
 *     block     = count client clock struct*
 *     struct    = 00 length | info [origin] [rightOrigin] [parent [key]] content
 *     deletions = client count (clock length)*
 */
import { bad, good, type Result } from '../base/result';
import { DEFAULT_LIMITS, DELETED, readContent, readKey, type GateLimits } from './update-content';
import { covers, readDeletes, refuseOver } from './update-deletes';
import { order, rootPlace, typePlace, type Block, type Id, type Place, type Range, type Struct } from './update-order';
import { Malformed, refuse, UpdateReader } from './update-reader';

export { rootPlace, typePlace, type GateLimits, type Id, type Place, type Range };

/** What may happen to one document. */
export interface GatePolicy {
	/**
	 * Clients whose structs may occur, each with its next clock in the document (0 when it has none).
	 * Their structs must start at or below that clock; anything below it is known and has no effect.
	 */
	readonly authors: ReadonlyMap<number, number>;
	/**
	 * 'none', in a member's document: neither deletes nor references reach beyond `authors`.
	 * 'deletes', in a document that colleagues share: they may reach everything known.
	 */
	readonly foreign: 'none' | 'deletes';
	/** The document's state vector: client -> next clock. */
	readonly known: ReadonlyMap<number, number>;
	/**
	 * Where a known id lies in the document; null when nothing of it is left. Without this function G6
	 * and G8 can't be checked beside known neighbours, and Yjs may throw on an accepted update.
	 */
	readonly place?: (id: Id) => Place | null;
	/**
	 * Whether anything in a known range is over: not to be changed by anybody, whether or not this device still holds it.
	 * With this function it may be neither referred to nor deleted.
	 */
	readonly isOver?: (range: Range) => boolean;
	/** Names of the root types that may be written to. */
	readonly roots: ReadonlySet<string>;
	/** Overrides of `DEFAULT_LIMITS`. */
	readonly limits?: Partial<GateLimits>;
}

/** What an accepted update contains. */
export interface GateReport {
	readonly structs: number;
	/** Per client the first clock and the one after the last, known ones included. */
	readonly clients: ReadonlyMap<number, { readonly from: number; readonly to: number }>;
	/** Number of delete ranges. */
	readonly deletes: number;
}

/**
 * Whether `update` may be applied to the document that `policy` describes. Pure, synchronous, never
 * throws. The policy must be current: any update applied in between changes the clocks.
 */
export function checkUpdate(update: Uint8Array, policy: GatePolicy): Result<GateReport> {
	try {
		return good(read(new UpdateReader(update), policy));
	} catch (error) {
		if (error instanceof Malformed) return bad(error.message);
		throw error;
	}
}

function read(reader: UpdateReader, policy: GatePolicy): GateReport {
	const limits = { ...DEFAULT_LIMITS, ...policy.limits };
	const blocks: Block[] = [];
	const clients = new Map<number, Block>();
	let structs = 0;
	for (let left = reader.count(MIN_BLOCK_BYTES); left > 0; left--) {
		const block = readBlock(reader, policy, { ...limits, structs: limits.structs - structs });
		if (clients.has(block.client)) refuse('G4 one client twice');
		clients.set(block.client, block);
		blocks.push(block);
		structs += block.structs.length;
	}
	const doomed = order(blocks, policy, limits.nesting);
	const endOf = (client: number): number => {
		if (policy.foreign === 'none' && !policy.authors.has(client)) refuse('G7 deletes what somebody else wrote');
		return Math.max(policy.known.get(client) ?? 0, clients.get(client)?.to ?? 0);
	};
	const deletes = readDeletes(reader, endOf, limits.deletes);
	if (policy.isOver) refuseOver(deletes, policy.known, policy.isOver);
	if (!doomed.every((range) => covers(deletes, range))) refuse('G8 more than one value for a key');
	if (reader.left > 0) refuse('G1 bytes left over');
	return {
		structs,
		clients: new Map(blocks.map(({ client, from, to }) => [client, { from, to }])),
		deletes: [...deletes.values()].reduce((sum, ranges) => sum + ranges.length, 0)
	};
}

function readBlock(reader: UpdateReader, policy: GatePolicy, limits: GateLimits): Block {
	const count = reader.count(MIN_STRUCT_BYTES);
	if (count === 0) refuse('G4 client without structs');
	if (count > limits.structs) refuse('G3 too many structs');
	const client = reader.uint();
	const next = policy.authors.get(client) ?? refuse('G4 structs of somebody else');
	const from = reader.uint();
	if (from > next) refuse('G5 clocks left out');
	const structs: Struct[] = [];
	let clock = from;
	for (let i = 0; i < count; i++) {
		const struct = readStruct(reader, { client, clock }, next, policy, limits);
		structs.push(struct);
		clock += struct.length;
		if (clock > limits.clock) refuse('G2 clock too large');
	}
	return { client, from, to: clock, structs };
}

function readStruct(reader: UpdateReader, id: Id, next: number, policy: GatePolicy, limits: GateLimits): Struct {
	const info = reader.byte();
	if (info === GC) {
		const length = reader.uint();
		if (length === 0) refuse('G8 content of length 0');
		return {
			clock: id.clock,
			length,
			neighbours: [],
			parent: null,
			place: null,
			isKeyed: false,
			hasRight: false,
			isWide: false
		};
	}
	const kind = info & CONTENT;
	const isKeyed = (info & HAS_KEY) !== 0;
	if (kind === SKIP) refuse('G5 clocks left out');
	const neighbours: Id[] = [];
	if (info & HAS_ORIGIN) neighbours.push(readRef(reader, id, policy));
	if (info & HAS_RIGHT_ORIGIN) neighbours.push(readRef(reader, id, policy));
	const [left, right] = neighbours;
	if (left && left.client === right?.client && left.clock === right.clock) refuse('G6 one item on both sides');
	const isPlaced = left === undefined;
	const parent = isPlaced && readIsChild(reader) ? readRef(reader, id, policy) : null;
	const type = parent ? typePlace(parent) : isPlaced ? readRoot(reader, policy) : null;
	const place = type === null ? null : { parent: type, key: isKeyed ? readKey(reader, limits) : null };
	const length = readContent(reader, kind, limits);
	const hasRight = (info & HAS_RIGHT_ORIGIN) !== 0;
	const isWide = length > 1 && kind !== DELETED;
	// Yjs appends the unknown rest of an item to the part it already holds and trusts that both are
	// the same item: a different one, or a GC struct, breaks the document's lists.
	if (id.clock < next && id.clock + length > next) refuse('G5 item that is known in part');
	return { clock: id.clock, length, neighbours, parent, place, isKeyed, hasRight, isWide };
}

function readIsChild(reader: UpdateReader): boolean {
	const kind = reader.uint();
	if (kind > 1) refuse('G10 parent of an unknown kind');
	return kind === 0;
}

function readRoot(reader: UpdateReader, policy: GatePolicy): string {
	const name = reader.text();
	if (!policy.roots.has(name)) refuse('G10 root that is not of this document');
	return rootPlace(name);
}

function readRef(reader: UpdateReader, from: Id, policy: GatePolicy): Id {
	const id = { client: reader.uint(), clock: reader.uint() };
	if (policy.foreign === 'none' && !policy.authors.has(id.client)) refuse('G6 refers to somebody else');
	// Yjs looks up its own client's ids without checking that they exist yet.
	if (id.client === from.client && id.clock >= from.clock) refuse('G6 refers to what comes later');
	return id;
}

/** The kind of struct, in the lowest bits of its info byte; update-content reads the other kinds. */
const GC = 0;
const SKIP = 10;
/** The info byte: kind of content, then what precedes it. The key is only written beside a parent. */
const CONTENT = 0x1f;
const HAS_KEY = 0x20;
const HAS_RIGHT_ORIGIN = 0x40;
const HAS_ORIGIN = 0x80;
/** Minimum size of a block (count, client, clock, struct) and of a struct (info, length). */
const MIN_BLOCK_BYTES = 5;
const MIN_STRUCT_BYTES = 2;
