/**
 * The reception: the centre's public face, an ordinary Yjs document (a map of signed, sealed values) over
 * y-websocket's stock messages. Many readers, few writers; a loss is repaired by publishing
 * again. SPEC.md Q.
 */
import type * as Y from 'yjs';
import { fromHex, fromUtf8, utf8 } from '../../base/bytes';
import { isExpected, passOver, report } from '../../base/fault';
import { asId, type IdentityId, type MemberId } from '../../base/ids';
import { attempt, bad, good, type Result } from '../../base/result';
import { contentKey, seal, unseal } from '../../crypto/seal';
import { sign, verify } from '../../crypto/sign';
import { derive } from '../../crypto/derive';
import { newest } from '../../wire/charter';
import { bytes, decode, encode, fixed, id, record, text, uint } from '../../wire/codec';
import { checkMember, type Counsellor } from '../keys/chain';
import type { EpochKey } from '../keys/epochs';
import type { Space } from '../space/space';

const content = record({
	key: text(64),
	version: uint,
	member: id<MemberId>(),
	chain: bytes(2048),
	value: text(48 * 1024)
});
const signed = record({ content: bytes(64 * 1024), signature: fixed(64) });

/** The key under which a Leitung says that somebody has left. SPEC.md Q4. */
const LEFT = /^left\/([0-9a-f]{32})$/;

/** One value and its author. */
export interface Shown {
	readonly value: string;
	readonly version: number;
	readonly by: IdentityId;
	readonly isLead: boolean;
	/** The author's member id in the reception, as presence names it. */
	readonly member: MemberId;
}

/** The values that verify, and a way to publish our own. */
export class Reception {
	readonly shown = new Map<string, Shown>();
	/** Counsellors whom the charter removed, or who left according to a Leitung; permanent. SPEC.md Q3, Q4. */
	readonly left = new Set<IdentityId>();
	readonly #values: Y.Map<Uint8Array>;
	readonly #listeners = new Set<() => void>();
	/** The highest version seen of each key, including before the last restart. */
	readonly #highest = new Map<string, number>();
	/** What was published here, as stored: somebody's older value may replace it in the document. */
	readonly #published = new Map<string, { readonly version: number; readonly sealed: Uint8Array }>();
	#reading: Promise<void>;

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
		this.#reading = this.#recall();
		this.#read([...this.#values.keys()]);
	}

	/** Calls `listener` after values change; returns a function that stops it. */
	listen(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Resolves when everything that has arrived has been read. */
	settled(): Promise<void> {
		return this.#reading;
	}

	/** Publishes `value` under `key` with a version above all seen. `chain`: this member's in this space. SPEC.md Q1. */
	async publish(key: string, value: string, chain: Uint8Array): Promise<void> {
		const { space } = this;
		await this.#reading;
		// not a mere count: a device that lost everything must not start below what others have seen
		const version = Math.max((this.#highest.get(key) ?? 0) + 1, space.now());
		const body = encode(content, { key, version, member: space.credentials.member, chain, value });
		const signature = await sign(space.credentials.keys.sign, 'reception', fromHex(space.id), body);
		const sealed = await seal(
			await keyOf(this.space.epochs.get(this.space.charter.epoch)),
			'reception',
			encode(signed, { content: body, signature }),
			fromHex(space.id),
			utf8(key)
		);
		this.#published.set(key, { version, sealed });
		this.#values.set(key, sealed);
		await this.#reading;
	}

	#read(keys: readonly string[]): void {
		const read = async (): Promise<void> => {
			await this.#forgetRemoved();
			// a bug with one value must not hide the others
			for (const key of keys) await this.#take(key).catch(report);
			await this.#forgetRemoved();
			for (const listener of [...this.#listeners]) listener();
		};
		this.#reading = this.#reading.then(read).catch(report);
	}

	/** Whether a counsellor speaks for the centre no more: she left, or a `via` did and she has no card. SPEC.md Q4. */
	hasLeft({ id, via }: Pick<Counsellor, 'id' | 'via'>): boolean {
		return this.left.has(id) || (via.some((one) => this.left.has(one)) && !this.shown.has(`card/${id}`));
	}

	/** Hides everything by removed members. SPEC.md Q3. */
	async #forgetRemoved(): Promise<void> {
		for (const [key, { member, by }] of this.shown) {
			if (this.#isHere(member)) continue;
			this.shown.delete(key);
			await this.#leave(by, 0);
		}
	}

	#isHere(member: MemberId): boolean {
		return this.space.charter.members.get(member)?.isRemoved === false;
	}

	/** Leaving is permanent: it is stored, so that a missing value makes nobody a counsellor again. */
	async #leave(id: IdentityId, version: number): Promise<void> {
		this.left.add(id);
		const key = `left/${id}`;
		if ((this.#highest.get(key) ?? -1) < version) await this.#pin(key, version);
	}

	/** Versions only grow: a deletion, an older value or rubbish changes nothing. SPEC.md Q2. */
	async #take(key: string): Promise<void> {
		const raw = this.#values.get(key);
		const read = raw instanceof Uint8Array ? await this.#open(key, raw) : bad('no bytes');
		const highest = this.#highest.get(key) ?? 0;
		if (read.ok && read.value.version >= highest) {
			this.shown.set(key, read.value);
			const gone = LEFT.exec(key)?.[1];
			if (gone !== undefined) {
				// a counsellor who left herself has no say about others, whatever the relay has kept of hers
				if (this.#isHere(read.value.member)) await this.#leave(asId<IdentityId>(gone), read.value.version);
			} else if (read.value.version > highest) await this.#pin(key, read.value.version);
		} else if (read.ok) {
			const own = this.#published.get(key);
			// two were published at once, and the document kept the older one
			if (own?.version === highest) this.#values.set(key, own.sealed);
		}
	}

	async #recall(): Promise<void> {
		const kept = await this.space.rows.get('meta', this.#row).catch(passOver());
		if (!kept?.ok || kept.value === null) return;
		const { value } = kept;
		const pins = attempt('damaged', () => JSON.parse(fromUtf8(value)) as unknown);
		if (!pins.ok || !Array.isArray(pins.value)) return;
		for (const pin of pins.value as unknown[]) {
			const [key, version] = Array.isArray(pin) ? (pin as unknown[]) : [];
			if (typeof key !== 'string' || typeof version !== 'number') continue;
			this.#highest.set(key, version);
			const gone = LEFT.exec(key)?.[1];
			if (gone !== undefined) this.left.add(asId<IdentityId>(gone));
		}
	}

	async #pin(key: string, version: number): Promise<void> {
		this.#highest.set(key, version);
		const { rows } = this.space;
		try {
			await rows.vault.commit([await rows.put('meta', this.#row, utf8(JSON.stringify([...this.#highest])))]);
		} catch (error) {
			// a full disk: it is pinned while this page is open, and again with the next value
			if (!isExpected(error, 'storage-full', 'storage-unreadable')) throw error;
		}
	}

	get #row(): string {
		return `reception/${this.space.id}`;
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
		const { id: by, isLead } = counsellor.value;
		const isAllowed =
			key === `card/${by}` || key === `status/${by}` || ((key === 'centre' || LEFT.test(key)) && isLead);
		if (!isAllowed) return bad('not theirs to publish');
		return good({ value, version, by, isLead, member });
	}
}

async function keyOf(epoch: EpochKey | undefined): Promise<CryptoKey> {
	if (!epoch) throw new Error('bug: no key of the reception');
	return contentKey(derive(epoch.secret, 'reception'));
}
