/**
 * The reception: the centre's face, an ordinary Yjs document (a map of signed, sealed values) through
 * y-websocket's stock messages. Many readers, few writers; nothing in it is lost if it is published
 * again. SPEC.md Q.
 */
import type * as Y from 'yjs';
import { fromHex, utf8 } from '../base/bytes';
import type { IdentityId, MemberId } from '../base/ids';
import { bad, type Result } from '../base/result';
import { contentKey, seal, unseal } from '../crypto/seal';
import { sign, verify } from '../crypto/sign';
import { derive } from '../crypto/derive';
import { newest } from '../wire/charter';
import { bytes, decode, encode, fixed, id, record, text, uint } from '../wire/codec';
import { checkMember } from './chain';
import type { EpochKey } from './epochs';
import type { Space } from './space';

const content = record({
	key: text(64),
	version: uint,
	member: id<MemberId>(),
	chain: bytes(2048),
	value: text(48 * 1024)
});
const signed = record({ content: bytes(64 * 1024), signature: fixed(64) });

/** One value with who stands behind it. */
export interface Shown {
	readonly value: string;
	readonly version: number;
	readonly by: IdentityId;
	readonly isLead: boolean;
	/** The author's member id in the reception, as presence names it. */
	readonly member: MemberId;
}

/** The values that verify, and publishing one's own. */
export class Reception {
	readonly shown = new Map<string, Shown>();
	/** Counsellors whom the charter has removed: they speak for the centre no more. SPEC.md Q3. */
	readonly left = new Set<IdentityId>();
	/** The newest version of each value that ever verified. */
	readonly #versions = new Map<string, number>();
	readonly #values: Y.Map<Uint8Array>;
	readonly #listeners = new Set<() => void>();
	#reading: Promise<void> = Promise.resolve();

	/** `root`: the centre's root key or its fingerprint. */
	constructor(
		readonly space: Space,
		readonly doc: Y.Doc,
		readonly root: Uint8Array
	) {
		this.#values = doc.getMap('values');
		this.#values.observe((event) => {
			this.#read([...event.keysChanged] as string[]);
		});
		space.listen(({ kind }) => {
			if (kind === 'charter') this.#read([...this.#values.keys()]);
		});
		this.#read([...this.#values.keys()]);
	}

	/** Calls `listener` after values changed; returns how to stop. */
	listen(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Resolves when everything that has arrived has been read. */
	settled(): Promise<void> {
		return this.#reading;
	}

	/** Publishes `value` under `key`, in a version above all seen. `chain`: this member's, of this space. SPEC.md Q1. */
	async publish(key: string, value: string, chain: Uint8Array): Promise<void> {
		const { space } = this;
		const version = (this.#versions.get(key) ?? 0) + 1;
		const body = encode(content, { key, version, member: space.credentials.member, chain, value });
		const signature = await sign(space.credentials.keys.sign, 'reception', fromHex(space.id), body);
		const sealed = await seal(
			await keyOf(this.space.epochs.get(this.space.charter.epoch)),
			'reception',
			encode(signed, { content: body, signature }),
			fromHex(space.id),
			utf8(key)
		);
		this.#values.set(key, sealed);
		await this.#reading;
	}

	#read(keys: readonly string[]): void {
		this.#reading = this.#reading.then(async () => {
			this.#forgetRemoved();
			for (const key of keys) {
				const raw = this.#values.get(key);
				const read =
					raw instanceof Uint8Array ? await this.#open(key, raw).catch(() => bad('unreadable')) : bad('no bytes');
				// a version only grows; a deletion or an older value changes nothing here (SPEC.md Q2)
				if (!read.ok || read.value.version < (this.shown.get(key)?.version ?? 0)) continue;
				this.#versions.set(key, Math.max(read.value.version, this.#versions.get(key) ?? 0));
				this.shown.set(key, read.value);
			}
			this.#forgetRemoved();
			for (const listener of [...this.#listeners]) listener();
		});
	}

	/** Of who was removed nothing is shown any more. SPEC.md Q3. */
	#forgetRemoved(): void {
		for (const [key, { member, by }] of this.shown) {
			if (this.space.charter.members.get(member)?.isRemoved === false) continue;
			this.shown.delete(key);
			this.left.add(by);
		}
	}

	async #open(key: string, raw: Uint8Array): Promise<Result<Shown>> {
		const { space } = this;
		let plain: Result<Uint8Array> = bad('no key');
		// a value outlives the epoch it was published in
		for (const epoch of [...space.epochs.values()].reverse()) {
			plain = await unseal(await keyOf(epoch), 'reception', raw, fromHex(space.id), utf8(key));
			if (plain.ok) break;
		}
		if (!plain.ok) return plain;
		const outer = decode(signed, plain.value);
		if (!outer.ok) return outer;
		const inner = decode(content, outer.value.content);
		if (!inner.ok) return inner;
		const { member, version, chain, value } = inner.value;
		const author = space.charter.members.get(member);
		if (inner.value.key !== key || !author) return bad('not of this reception');
		const { sign: publicKey } = newest(author);
		if (!(await verify(publicKey, outer.value.signature, 'reception', fromHex(space.id), outer.value.content)))
			return bad('not signed');
		const counsellor = await checkMember(chain, this.root, space.id, publicKey);
		if (!counsellor.ok) return counsellor;
		const isAllowed = key === `card/${counsellor.value.id}` || (key === 'centre' && counsellor.value.isLead);
		if (!isAllowed) return bad('not theirs to publish');
		return { ok: true, value: { value, version, by: counsellor.value.id, isLead: counsellor.value.isLead, member } };
	}
}

async function keyOf(epoch: EpochKey | undefined): Promise<CryptoKey> {
	if (!epoch) throw new Error('bug: no key of the reception');
	return contentKey(derive(epoch.secret, 'reception'));
}
