/**
 * The state at the end of a charter, as one row beside its records: a join is checked, and a chain extended,
 * without reading the chain. It holds nothing to seal to, and of what was sealed only who was granted which epochs. SPEC.md R33.
 */
import { fromHex } from '../../src/lib/base/bytes';
import type { FeedId, MemberId, SpaceId } from '../../src/lib/base/ids';
import type { Result } from '../../src/lib/base/result';
import { extend, newest, type Charter, type CharterMember, type Generation } from '../../src/lib/wire/charter';
import { feedHeads, parseRecord, ROLES, type Role } from '../../src/lib/wire/charter-record';
import { byteOf, decode, encode, fixed, id, list, record, text, uint, type Carried } from '../../src/lib/wire/codec';
import { MAX_GENERATIONS, MAX_MEMBERS, MAX_RECORDS } from '../../src/lib/wire/limits';
import { readRecords } from './rows';
import type { Store, Write } from './store';

const generation = record({
	sign: fixed(32),
	/** Whether its feeds have ended, at `fences`. */
	ended: byteOf(0, 1),
	fences: feedHeads
});
const member = record({
	id: id<MemberId>(),
	role: text(8),
	removed: byteOf(0, 1),
	generations: list(generation, MAX_GENERATIONS),
	/** Runs of consecutive epochs. */
	grants: list(record({ first: uint, count: uint }), MAX_RECORDS)
});
const row = record({
	version: byteOf(2),
	form: byteOf(0, 1),
	head: fixed(32),
	length: uint,
	epoch: uint,
	/** The size of its records. */
	size: uint,
	members: list(member, MAX_MEMBERS)
});

/** A charter as the relay knows it, and the size of its records. */
export interface KeptCharter {
	readonly charter: Charter;
	readonly size: number;
}

/** What the relay needs of a grant or a sealing key is that there is one: whoever uses it asks for the record. */
const KEPT_ELSEWHERE = new Uint8Array();

/** Stores a charter's final state; belongs in the transaction that stores the record. */
export function putCharter({ charter, size }: KeptCharter): Write {
	const members = [...charter.members.values()].map(memberRow);
	const { form, head, length, epoch } = charter;
	const value = { version: 2, form: form === 'feeds' ? 0 : 1, head, length, epoch, size, members } as const;
	return { table: 'states', key: fromHex(charter.space), value: encode(row, value) };
}

/** A space's charter; null when the space is unknown. Read from the records if the row is missing or damaged. */
export async function findCharter(store: Store, space: SpaceId): Promise<KeptCharter | null> {
	const raw = await store.get('states', fromHex(space));
	const read = raw && decode(row, raw);
	return read?.ok ? kept(space, read.value) : readThrough(store, space);
}

/** The size of a charter's records, according to its row. */
export function readCharterSize(value: Uint8Array): number {
	const read = decode(row, value);
	return read.ok ? read.value.size : 0;
}

/** A charter without sealing keys and what is sealed to them, which would keep whole frames in memory. */
export function slim(charter: Charter): Charter {
	const members = new Map(charter.members);
	for (const [name, one] of members) {
		const isSlim =
			newest(one).seal === KEPT_ELSEWHERE && [...one.grants.values()].every((sealed) => sealed === KEPT_ELSEWHERE);
		if (isSlim) continue;
		const generations = one.generations.map((keys) => ({ ...keys, seal: KEPT_ELSEWHERE }));
		const grants = new Map([...one.grants.keys()].map((epoch) => [epoch, KEPT_ELSEWHERE]));
		members.set(name, { ...one, generations, grants });
	}
	return { ...charter, members };
}

async function readThrough(store: Store, space: SpaceId): Promise<KeptCharter | null> {
	let charter: Charter | null = null;
	let size = 0;
	for (let from = 0; ;) {
		const raw = await readRecords(store, space, from);
		for (const bytes of raw) {
			const next = parseRecord(bytes);
			const read: Result<Charter> = next.ok ? await extend(charter, next.value) : next;
			if (!read.ok) throw new Error('a damaged charter');
			charter = read.value;
			size += bytes.length;
		}
		from += raw.length;
		if (charter) charter = slim(charter);
		if (raw.length === 0) return charter && { charter, size };
	}
}

function memberRow(one: CharterMember): Carried<typeof member> {
	const grants: { first: number; count: number }[] = [];
	for (const epoch of [...one.grants.keys()].sort((a, b) => a - b)) {
		const last = grants.at(-1);
		if (last && last.first + last.count === epoch) last.count++;
		else grants.push({ first: epoch, count: 1 });
	}
	const generations = one.generations.map(({ sign, fences }) => ({
		sign,
		ended: fences === null ? (0 as const) : (1 as const),
		fences: [...(fences ?? [])].map(([feed, seq]) => ({ feed, seq }))
	}));
	return { id: one.id, role: one.role, removed: one.isRemoved ? 1 : 0, generations, grants };
}

function kept(space: SpaceId, { form, head, length, epoch, size, members }: Carried<typeof row>): KeptCharter {
	const all = members.map((one): [MemberId, CharterMember] => [one.id, memberOf(one)]);
	const charter = {
		space,
		form: form === 0 ? 'feeds' : 'reception',
		head,
		length,
		epoch,
		members: new Map(all)
	} as const;
	return { charter, size };
}

function memberOf({ id: name, role, removed, generations, grants }: Carried<typeof member>): CharterMember {
	if (!ROLES.has(role)) throw new Error('a damaged row');
	const epochs = new Map<number, Uint8Array>();
	for (const { first, count } of grants) for (let i = 0; i < count; i++) epochs.set(first + i, KEPT_ELSEWHERE);
	return {
		id: name,
		role: role as Role,
		isRemoved: removed === 1,
		grants: epochs,
		generations: generations.map(({ sign, ended, fences }): Generation => ({
			sign,
			seal: KEPT_ELSEWHERE,
			fences: ended === 0 ? null : new Map<FeedId, number>(fences.map(({ feed, seq }) => [feed, seq]))
		}))
	};
}
