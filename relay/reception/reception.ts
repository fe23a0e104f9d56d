/**
 * The reception's document: an ordinary Yjs document of sealed values, stored as updates. Incoming updates
 * pass the gate first; the relay cannot read the values.
 */
import * as Y from 'yjs';
import type { SpaceId } from '../../src/lib/base/ids';
import { bad, good, type Result } from '../../src/lib/base/result';
import { checkUpdate } from '../../src/lib/wire/gate';
import { MAX_RECEPTION_BYTES, MAX_RECEPTION_UPDATE_BYTES } from '../../src/lib/wire/limits';
import type { Commits } from '../store/commits';
import { allUpdates, putUpdate } from '../store/rows';
import { AwareClients } from './awareness';
import type { Write } from '../store/store';

/** The root type that holds the values. */
const ROOTS: ReadonlySet<string> = new Set(['values']);

/** A reception while somebody is present. `Visitor`: a connection. */
export class Reception<Visitor> {
	/** Whether it is ahead of the disk: then another one replaces it. */
	isSpoiled = false;
	readonly #doc = new Y.Doc();
	/** The numbers of the kept updates, ascending. */
	#numbers: number[] = [];
	#size = 0;

	private constructor(
		readonly space: SpaceId,
		readonly commits: Commits,
		readonly aware: AwareClients<Visitor>
	) {}

	/** Reads it from the store. `aware`: who is already present. */
	static async open<Visitor>(
		space: SpaceId,
		commits: Commits,
		aware = new AwareClients<Visitor>()
	): Promise<Reception<Visitor>> {
		const reception = new Reception<Visitor>(space, commits, aware);
		// Writes on their way to the disk are part of it.
		await commits.settled();
		for (const { number, update } of await allUpdates(commits.store, space)) {
			Y.applyUpdate(reception.#doc, update);
			reception.#numbers.push(number);
			reception.#size += update.length;
		}
		return reception;
	}

	/** Approximate total size in bytes. */
	get size(): number {
		return this.#size;
	}

	/** The update that a peer with this state vector is missing; null when the vector is malformed. */
	since(vector: Uint8Array): Uint8Array | null {
		try {
			return Y.encodeStateAsUpdate(this.#doc, vector);
		} catch {
			return null;
		}
	}

	/** Its own state vector. */
	vector(): Uint8Array {
		return Y.encodeStateVector(this.#doc);
	}

	/**
	 * Takes an update in. Its value resolves to the new part once that is on disk (null: nothing new); when
	 * it rejects, this document is ahead of the disk and must be read again. SPEC.md R13.
	 */
	take(update: Uint8Array): Result<Promise<Uint8Array | null>> {
		if (update.length > MAX_RECEPTION_UPDATE_BYTES || this.#size + update.length > 2 * MAX_RECEPTION_BYTES)
			return bad('too large');
		const known = Y.decodeStateVector(this.vector());
		const checked = checkUpdate(update, { authors: new Anyone(known), foreign: 'deletes', known, roots: ROOTS });
		if (!checked.ok) return checked;
		const fresh = this.#apply(update);
		if (fresh === 'fault') return good(Promise.reject(new Error('a hostile update')));
		if (fresh === null) return good(Promise.resolve(null));
		this.#size += fresh.length;
		const basis = this.commits.failures;
		return good(this.commits.add(this.#writes(fresh), basis).then(() => fresh));
	}

	/** Applies an update; returns the change, null when there was none, 'fault' when the document is broken. */
	#apply(update: Uint8Array): Uint8Array | null | 'fault' {
		const changes: Uint8Array[] = [];
		const note = (change: Uint8Array): void => void changes.push(change);
		this.#doc.on('update', note);
		try {
			Y.applyUpdate(this.#doc, update);
		} catch {
			return 'fault';
		} finally {
			this.#doc.off('update', note);
		}
		const { pendingStructs, pendingDs } = this.#doc.store;
		if (pendingStructs !== null || pendingDs !== null) return 'fault';
		return changes.length > 0 ? Y.mergeUpdates(changes) : null;
	}

	/** The update, or now and then the whole document in place of all updates. */
	#writes(fresh: Uint8Array): Write[] {
		const next = (this.#numbers.at(-1) ?? 0) + 1;
		if (this.#numbers.length < MOST_UPDATES && this.#size < MAX_RECEPTION_BYTES) {
			this.#numbers.push(next);
			return [putUpdate(this.space, next, fresh)];
		}
		const whole = Y.encodeStateAsUpdate(this.#doc);
		const given = this.#numbers.map((number) => putUpdate(this.space, number, null));
		this.#numbers = [next];
		this.#size = whole.length;
		return [...given, putUpdate(this.space, next, whole)];
	}
}

/** From this many on, updates are merged. */
const MOST_UPDATES = 200;

/** Any client may write here, each at its own next clock. */
class Anyone extends Map<number, number> {
	constructor(readonly known: ReadonlyMap<number, number>) {
		super();
	}
	override get(client: number): number {
		return this.known.get(client) ?? 0;
	}
	override has(): boolean {
		return true;
	}
}
