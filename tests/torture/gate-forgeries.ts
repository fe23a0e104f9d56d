/**
 * Updates made by somebody who knows the gate and the document: well-formed, by an allowed author, with
 * neighbours, parents and deletes that no editor would choose. Most get through.
 */
import * as encoding from 'lib0/encoding';
import type { GatePolicy } from '../../src/lib/wire/gate';
import { pick, type Random } from './random';

/** One forged update against the document that `policy` describes. */
export function forge(random: Random, policy: GatePolicy): Uint8Array {
	const to = encoding.createEncoder();
	const ends = new Map(policy.foreign === 'none' ? policy.authors : policy.known);
	const first = random(policy.authors.size);
	const authors = [...policy.authors].slice(first, first + 1 + random(2));
	encoding.writeVarUint(to, authors.length);
	for (const [author, next] of authors) {
		const count = 1 + random(6);
		let clock = random(4) === 0 ? random(next + 1) : next;
		encoding.writeVarUint(to, count);
		encoding.writeVarUint(to, author);
		encoding.writeVarUint(to, clock);
		for (let i = 0; i < count; i++) {
			ends.set(author, clock);
			clock += writeStruct(to, random, ends);
		}
		ends.set(author, Math.max(clock, next));
	}
	writeDeletes(to, random, ends);
	return encoding.toUint8Array(to);
}

type Ends = ReadonlyMap<number, number>;

function writeStruct(to: encoding.Encoder, random: Random, ends: Ends): number {
	const kind = pick(random, [0, 1, 3, 4, 7, 8, 8]);
	if (kind === 0) {
		const length = 1 + random(3);
		encoding.writeUint8(to, 0);
		encoding.writeVarUint(to, length);
		return length;
	}
	const hasIds = [...ends.values()].some((end) => end > 0);
	const neighbours = hasIds ? pick(random, [0, 0x80, 0x40, 0xc0]) : 0;
	const hasKey = random(2) === 0;
	encoding.writeUint8(to, kind | neighbours | (hasKey ? 0x20 : 0));
	if (neighbours & 0x80) writeId(to, random, ends);
	if (neighbours & 0x40) writeId(to, random, ends);
	if (neighbours === 0) {
		const isRoot = !hasIds || random(2) === 0;
		encoding.writeVarUint(to, isRoot ? 1 : 0);
		if (isRoot) encoding.writeVarString(to, pick(random, ['pages', 'meta', 'rows', 'notes', 'e']));
		else writeId(to, random, ends);
		if (hasKey) encoding.writeVarString(to, pick(random, ['name', 'status', 'new']));
	}
	return writeContent(to, random, kind);
}

function writeContent(to: encoding.Encoder, random: Random, kind: number): number {
	const length = 1 + random(4);
	switch (kind) {
		case 1:
			encoding.writeVarUint(to, length);
			return length;
		case 3:
			encoding.writeVarUint8Array(to, new Uint8Array(length));
			return 1;
		case 4:
			encoding.writeVarString(to, 'wxyz'.slice(0, length));
			return length;
		case 7:
			encoding.writeVarUint(to, random(3));
			return 1;
		default:
			encoding.writeVarUint(to, length);
			for (let i = 0; i < length; i++) encoding.writeAny(to, pick(random, [null, 1, 'a', { b: [1] }]));
			return length;
	}
}

function writeId(to: encoding.Encoder, random: Random, ends: Ends): void {
	const [client, end] = pick(
		random,
		[...ends].filter(([, clock]) => clock > 0)
	);
	encoding.writeVarUint(to, client);
	encoding.writeVarUint(to, random(end));
}

function writeDeletes(to: encoding.Encoder, random: Random, ends: Ends): void {
	const clients = [...ends].filter(([, end]) => end > 0 && random(3) === 0);
	encoding.writeVarUint(to, clients.length);
	for (const [client, end] of clients) {
		const from = random(end);
		encoding.writeVarUint(to, client);
		encoding.writeVarUint(to, 1);
		encoding.writeVarUint(to, from);
		encoding.writeVarUint(to, 1 + random(end - from));
	}
}
