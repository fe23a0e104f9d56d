/** For tests: people with keys, and their charters and feeds. */
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { FeedId, MemberId, SpaceId } from '../../../src/lib/base/ids';
import { signingKey, type SigningKey } from '../../../src/lib/crypto/sign';
import { certifyDevice, memberIdOf } from '../../../src/lib/wire/certificate';
import { extend, type Charter } from '../../../src/lib/wire/charter';
import {
	signRecord,
	type CharterBody,
	type CharterOp,
	type CharterRecord,
	type Role
} from '../../../src/lib/wire/charter-record';
import {
	feedIdOf,
	NO_ENTRY,
	signEntry,
	type Entry,
	type EntryHeader,
	type EntryKind
} from '../../../src/lib/wire/entry';

/** Random bytes as a plain array. */
export function random(length: number): Uint8Array<ArrayBuffer> {
	return new Uint8Array(randomBytes(length));
}

/** A sealing key that nobody can open anything with: the relay looks at its form alone. */
export function sealing(): Uint8Array<ArrayBuffer> {
	return new Uint8Array([...new Uint8Array(1152), ...random(64)]);
}

/** A person's keys in one space: a member key and a device. */
export interface Person {
	readonly key: SigningKey;
	readonly device: SigningKey;
	readonly id: MemberId;
}

/** A person with fresh keys. */
export async function person(): Promise<Person> {
	const key = await signingKey(random(32));
	return { key, device: await signingKey(random(32)), id: memberIdOf(key.publicKey) };
}

/** The same person with another device. */
export async function onAnotherDevice(someone: Person): Promise<Person> {
	return { ...someone, device: await signingKey(random(32)) };
}

/** The op that admits a person. */
export function admit(someone: Person, role: Role): CharterOp {
	return { kind: 'admit', sign: someone.key.publicKey, seal: sealing(), role };
}

/** A charter under construction; keeps all its records. */
export class Chain {
	private constructor(
		readonly records: CharterRecord[],
		public charter: Charter
	) {}

	/** Founds a space with `host`, the members admitted in `more`, and the first epoch. */
	static async found(
		host: Person,
		form: 'feeds' | 'reception' = 'feeds',
		more: readonly CharterOp[] = []
	): Promise<Chain> {
		const genesis: CharterOp = { kind: 'genesis', form: form === 'feeds' ? 0 : 1, nonce: random(16) };
		const grant = (member: MemberId): CharterOp => ({ kind: 'grant', member, epoch: 1, sealed: random(80) });
		const readers = more.flatMap((op) => (op.kind === 'admit' && op.role !== 'poster' ? [memberIdOf(op.sign)] : []));
		const epoch: readonly CharterOp[] = [{ kind: 'epoch', number: 1 }, ...[host.id, ...readers].map(grant)];
		const body: CharterBody = {
			version: 2,
			previous: new Uint8Array(32),
			index: 0,
			atMs: 0,
			signer: host.id,
			ops: [genesis, admit(host, 'host'), ...more, ...epoch]
		};
		const record = await signRecord(null, body, host.key);
		return new Chain([record], value(await extend(null, record)));
	}

	get space(): SpaceId {
		return this.charter.space;
	}

	/** The bytes of all records. */
	get bytes(): Uint8Array[] {
		return this.records.map(({ bytes }) => bytes);
	}

	/** A signed next record, valid or not; it is not appended. */
	draft(signer: Person, ops: readonly CharterOp[]): Promise<CharterRecord> {
		const { head, length } = this.charter;
		return signRecord(
			this.space,
			{ version: 2, previous: head, index: length, atMs: length, signer: signer.id, ops },
			signer.key
		);
	}

	/** Appends a valid record. */
	async append(signer: Person, ops: readonly CharterOp[]): Promise<CharterRecord> {
		const record = await this.draft(signer, ops);
		this.charter = value(await extend(this.charter, record));
		this.records.push(record);
		return record;
	}

	/** The ops of a new epoch for these members. */
	epochFor(...people: readonly Person[]): CharterOp[] {
		const number = this.charter.epoch + 1;
		return [
			{ kind: 'epoch', number },
			...people.map(({ id }): CharterOp => ({ kind: 'grant', member: id, epoch: number, sealed: random(80) }))
		];
	}
}

/** A feed under construction; keeps all its entries. */
export class Feed {
	readonly entries: Entry[] = [];

	private constructor(
		readonly space: SpaceId,
		readonly author: Person,
		readonly id: FeedId
	) {}

	/** Opens a feed. */
	static async open(space: SpaceId, author: Person, epoch = 1): Promise<Feed> {
		const nonce = random(16);
		const feed = new Feed(space, author, feedIdOf(space, author.device.publicKey, nonce));
		const certificate = await certifyDevice(space, author.id, author.key, author.device.publicKey);
		await feed.add('open', { epoch, nonce, certificate });
		return feed;
	}

	/** The bytes of all entries from number `first` on. */
	from(first: number): Uint8Array[] {
		return this.entries.slice(first - 1).map(({ bytes }) => bytes);
	}

	/** Writes the next entry. */
	async write(sealed: Uint8Array = random(64), epoch = 1, kind: Exclude<EntryKind, 'open'> = 'update'): Promise<Entry> {
		return this.add(kind, { epoch }, sealed);
	}

	/** Writes a checkpoint of the entries from `from` on. */
	async sumUp(from: number): Promise<Entry> {
		return this.add('checkpoint', { from });
	}

	/** Signs an entry without appending it. */
	async draft(kind: EntryKind, fields: object, sealed: Uint8Array = random(64)): Promise<Entry> {
		const last = this.entries.at(-1);
		const common = {
			version: 2,
			feed: this.id,
			seq: this.entries.length + 1,
			epoch: 1,
			previous: last?.hash ?? NO_ENTRY,
			blobs: []
		};
		return signEntry(this.space, { kind, ...common, ...fields } as EntryHeader, sealed, this.author.device);
	}

	private async add(kind: EntryKind, fields: object, sealed?: Uint8Array): Promise<Entry> {
		const entry = await this.draft(kind, fields, sealed);
		this.entries.push(entry);
		return entry;
	}
}

function value<T>(read: { ok: true; value: T } | { ok: false; why: string }): T {
	if (!read.ok) return expect.fail(read.why);
	return read.value;
}
