/**
 * The content of a Yjs item: which kinds may occur, and how many ids each takes. Nothing is built;
 * texts are decoded one at a time, measured and dropped.
 */
import { refuse, type UpdateReader } from './update-reader';

/** How much one update may contain. */
export interface GateLimits {
	/** Structs of one update. */
	readonly structs: number;
	/** Delete ranges of one update. */
	readonly deletes: number;
	/** Values of one item: Yjs copies everything behind the cut each time it splits one. */
	readonly values: number;
	/** Types nested in types, counting only those this update creates. */
	readonly nesting: number;
	/** Nesting of objects and arrays in one JSON value. */
	readonly anyDepth: number;
	/** UTF-16 units of a map key or an object key. */
	readonly keyChars: number;
	/** The largest clock that an author may reach. */
	readonly clock: number;
}

/** Limits unless the policy sets others: generous for one entry, too small for a checkpoint. */
export const DEFAULT_LIMITS: GateLimits = {
	structs: 2_000,
	deletes: 1_000,
	values: 1_000,
	nesting: 8,
	anyDepth: 4,
	keyChars: 200,
	clock: 2 ** 31 - 1
};

/** Reads the content of kind `ref` and returns the number of ids that it takes, at least 1. Throws `Malformed`. */
export function readContent(reader: UpdateReader, ref: number, limits: GateLimits): number {
	const length = readLength(reader, ref, limits);
	return length > 0 ? length : refuse('G8 content of length 0');
}

/** A map or object key. Throws `Malformed` when it is too long or would reach a prototype. */
export function readKey(reader: UpdateReader, limits: GateLimits): string {
	const key = reader.text();
	if (key.length > limits.keyChars) refuse('G10 key too long');
	if (PROTOTYPE_KEYS.has(key)) refuse('G10 key reaches a prototype');
	return key;
}

function readLength(reader: UpdateReader, ref: number, limits: GateLimits): number {
	switch (ref) {
		case DELETED:
			return reader.uint();
		case BINARY:
			reader.skip(reader.uint());
			return 1;
		case STRING:
			return reader.text().length;
		case TYPE:
			if (reader.uint() > LAST_PLAIN_TYPE) refuse('G8 type is neither array nor map nor text');
			return 1;
		case ANY: {
			const count = reader.count(1);
			if (count > limits.values) refuse('G3 too many values in one item');
			for (let i = 0; i < count; i++) skipAny(reader, limits, 0);
			return count;
		}
		default:
			return refuse('G8 content of a kind that is not ours');
	}
}

/** Skips one value in lib0's form (`lib0/encoding` writeAny); `depth` counts the values around it. */
function skipAny(reader: UpdateReader, limits: GateLimits, depth: number): void {
	switch (reader.byte()) {
		case 127: // undefined, which lib0 writes for a property without a value
		case 126: // null
		case 121: // false
		case 120: // true
			return;
		case 125:
			return reader.skipInt();
		case 124:
			return reader.skip(4);
		case 123:
			return reader.skip(8);
		case 119:
			reader.text();
			return;
		case 118: {
			if (depth === limits.anyDepth) refuse('G9 value too deep');
			const count = reader.count(2);
			for (let i = 0; i < count; i++) {
				readKey(reader, limits);
				skipAny(reader, limits, depth + 1);
			}
			return;
		}
		case 117: {
			if (depth === limits.anyDepth) refuse('G9 value too deep');
			const count = reader.count(1);
			for (let i = 0; i < count; i++) skipAny(reader, limits, depth + 1);
			return;
		}
		case 116:
			return reader.skip(reader.uint());
		default: // 122, bigint, too: JSON.stringify throws on it
			refuse('G9 value of a kind that is not ours');
	}
}

/** The content kind of a deleted item, of which only the length is left. */
export const DELETED = 1;
const BINARY = 3;
const STRING = 4;
const TYPE = 7;
const ANY = 8;
/** 0 array, 1 map, 2 text; from 3 on XML. */
const LAST_PLAIN_TYPE = 2;
const PROTOTYPE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
