/**
 * Case spaces: the counsellors' own, where profile and monitorings of a stream's client or group lie. No
 * client is a member, and nothing of them stands in the stream. A stream may have come to several (two
 * devices founded one at once, offline): what is in any of them counts, new things go to the first.
 */
import * as Y from 'yjs';
import { base64url, fromBase64url } from '../base/bytes';
import { asId, type MemberId, type SpaceId } from '../base/ids';
import { bringOver } from '../domain/monitoring/case-document';
import { readRecords, writeRecord } from '../domain/records';
import { admitMember } from '../sync/admission';
import { foundSpace } from '../sync/founding';
import { credentials, memberKeys, newSecret, type SpaceRef } from '../sync/member';
import { Watch } from '../sync/watch';
import { CASE_POLICY } from './case-policy';
import type { Opened, Opening, Session } from './session';
import { settled } from './settling';

/** How long after a failure a case is looked for again. */
const AGAIN_MS = 20_000;

/** What cases are opened with. */
export interface CaseParts {
	readonly session: Session;
	readonly desk: Opened;
	readonly introduce: NonNullable<Opening['introduction']>;
	/** A stream's case was read, or has changed while it is open. */
	readonly onRead?: (stream: string, opened: Opened) => void;
}

/** A document of a case with the space it lies in. */
export interface Placed {
	readonly opened: Opened;
	readonly id: string;
	readonly doc: Y.Doc;
}

/** See the header. */
export class Cases {
	/** Spaces that a window looks at: they stay open. */
	readonly #held = new Map<SpaceId, Opened>();
	readonly #watched = new Set<string>();
	readonly #founding = new Map<string, Promise<Opened>>();
	readonly #listeners = new Set<() => void>();
	readonly #stop: () => void;
	#visits: Promise<void> = Promise.resolve();
	#isStopped = false;

	constructor(readonly parts: CaseParts) {
		const look = (): void => {
			this.#watchAll();
			this.#tell();
		};
		this.#stop = parts.desk.space.listen(({ kind }) => {
			if (kind === 'content') look();
		});
		this.#watchAll();
	}

	/** Calls `listener` when cases of any stream may have changed; returns how to stop. */
	listen(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** The case spaces of a stream, the one for new things first: the lowest id, the same on every device. */
	refs(stream: string): readonly SpaceRef[] {
		return this.#refs().get(stream) ?? [];
	}

	/** The case spaces of all streams, read once: there may be a thousand. */
	#refs(): ReadonlyMap<string, readonly SpaceRef[]> {
		const { doc } = this.parts.desk.space;
		const found = new Map<string, Map<string, SpaceRef>>();
		const add = (stream: string, ref: SpaceRef): void => {
			const refs = found.get(stream) ?? new Map<string, SpaceRef>();
			if (!refs.has(ref.space)) found.set(stream, refs.set(ref.space, ref));
		};
		for (const [id, { stream, seed, member }] of readRecords(doc.getMap('cases')))
			add(String(stream), refOf(id, seed, member));
		for (const [stream, { case: id, caseSeed }] of readRecords(doc.getMap('streams')))
			if (typeof id === 'string' && typeof caseSeed === 'string') add(stream, refOf(id, caseSeed));
		return new Map(
			[...found].map(([stream, refs]) => [stream, [...refs.values()].sort((a, b) => (a.space < b.space ? -1 : 1))])
		);
	}

	/** Opens what this device holds of a stream's cases; what only the relay has comes later, and is told. */
	async open(stream: string): Promise<readonly Opened[]> {
		const { vault } = this.parts.session.parts.rows;
		const here: Opened[] = [];
		for (const ref of this.refs(stream)) {
			if ((await vault.list('charters', ref.space)).length > 0) here.push(await this.#hold(stream, ref));
			else
				void this.#hold(stream, ref).then(
					() => {
						this.#tell();
					},
					() => undefined
				);
		}
		return here;
	}

	/** Where new things of a stream go: its first case that is here, founded when there is none. Works offline. */
	async home(stream: string): Promise<Opened> {
		const [first] = await this.open(stream);
		if (first) return first;
		const underway = this.#founding.get(stream) ?? this.#found(stream).finally(() => this.#founding.delete(stream));
		this.#founding.set(stream, underway);
		return underway;
	}

	/** Keeps a case that a colleague let one into. */
	async adopt(stream: string, { space, seed, member }: SpaceRef): Promise<void> {
		await this.#note(stream, space, { seed: base64url(seed), ...(member ? { member } : {}) });
	}

	/**
	 * Lets a colleague in, for a letter to her: the case with the secret she opens it with. Everything of the
	 * stream lies in it then. Null when nothing was ever recorded. Rejects with 'no-connection'.
	 */
	async share(stream: string): Promise<SpaceRef | null> {
		const [first, ...others] = await this.open(stream);
		if (!first) return null;
		for (const other of others)
			for (const { id, doc } of documentsOf([other])) {
				const document =
					id === (other.space.id as string) ? first.space.ownDocument : asId<typeof first.space.ownDocument>(id);
				await this.parts.session.write(first, (to) => void bringOver(doc, to), undefined, document);
			}
		const seed = newSecret();
		await admitMember(first.replica, seed, 'host');
		return { space: first.space.id, seed };
	}

	/** Sees that what was written goes on its way, window or not. */
	settle(opened: Opened): void {
		void settled(opened);
	}

	/** Ends what lives. */
	stop(): void {
		this.#isStopped = true;
		this.#stop();
		this.#listeners.clear();
		this.#held.clear();
	}

	async #hold(stream: string, ref: SpaceRef): Promise<Opened> {
		const opened = await this.#open(ref);
		if (!this.#held.has(ref.space)) {
			this.#held.set(ref.space, opened);
			this.parts.onRead?.(stream, opened);
			opened.space.listen(({ kind }) => {
				if (kind === 'content' || kind === 'written') this.parts.onRead?.(stream, opened);
				if (kind === 'content' || kind === 'trouble') this.#tell();
			});
		}
		return opened;
	}

	#open(ref: SpaceRef): Promise<Opened> {
		const { session, introduce } = this.parts;
		return session.open(ref, { policy: CASE_POLICY, introduction: introduce });
	}

	async #found(stream: string): Promise<Opened> {
		const { session } = this.parts;
		const keys = await memberKeys(newSecret());
		const { space, records } = await foundSpace('feeds', keys, [], Date.now());
		await session.keepSpace(space, records);
		await this.#note(stream, space, { seed: base64url(keys.seed) });
		return this.#hold(stream, { space, seed: keys.seed });
	}

	/** Notes a case, and names the first one beside the stream, from where it is handed on. */
	async #note(stream: string, space: SpaceId, fields: { seed: string; member?: string }): Promise<void> {
		await this.parts.session.write(this.parts.desk, (doc) => {
			writeRecord(doc.getMap('cases'), space, { stream, ...fields });
			const [first] = this.refs(stream);
			if (first) writeRecord(doc.getMap('streams'), stream, { case: first.space, caseSeed: base64url(first.seed) });
		});
	}

	/** What changes in a case that nobody looks at is fetched, so that it is here without a network. */
	#watchAll(): void {
		if (this.#isStopped) return;
		for (const [stream, refs] of this.#refs()) for (const ref of refs) void this.#watch(stream, ref);
	}

	async #watch(stream: string, ref: SpaceRef): Promise<void> {
		const { session } = this.parts;
		if (this.#watched.has(ref.space) || this.#isStopped) return;
		this.#watched.add(ref.space);
		const keys = await credentials(ref.space, ref.seed, session.parts.deviceSeed, ref.member, ref.older);
		if (session.isOpen(ref.space) || this.#isStopped) return;
		const visit = (): void => {
			this.#visits = this.#visits.then(() => this.#visit(stream, ref));
		};
		session.connection.add(new Watch(session.connection, keys, session.parts.rows.vault, visit));
		// what waits to be sent goes as soon as there is a network
		if ((await session.parts.rows.vault.list('outbox', ref.space)).length > 0) await this.#hold(stream, ref);
	}

	async #visit(stream: string, ref: SpaceRef): Promise<void> {
		const { session } = this.parts;
		if (this.#isStopped || session.isOpen(ref.space)) return;
		try {
			const opened = await this.#open(ref);
			await settled(opened);
			this.parts.onRead?.(stream, opened);
			if (!this.#held.has(ref.space)) await session.close(ref.space);
			this.#tell();
			this.#again(stream, ref, 0);
		} catch {
			// the relay does not have it yet, or there is no network
			this.#again(stream, ref, AGAIN_MS);
		}
	}

	#again(stream: string, ref: SpaceRef, afterMs: number): void {
		setTimeout(() => {
			this.#watched.delete(ref.space);
			if (!this.#held.has(ref.space)) void this.#watch(stream, ref);
		}, afterMs);
	}

	#tell(): void {
		for (const listener of [...this.#listeners]) listener();
	}
}

/** All documents of open cases. */
export function documentsOf(cases: readonly Opened[]): readonly Placed[] {
	return cases.flatMap((opened) => [...opened.space.documents].map(([id, { doc }]) => ({ opened, id: id, doc })));
}

/** What lies in several spaces under one name, as one document. */
export function asOne(docs: readonly Y.Doc[]): Y.Doc {
	const [first, ...others] = docs;
	if (first && others.length === 0) return first;
	const whole = new Y.Doc();
	for (const doc of docs) bringOver(doc, whole);
	return whole;
}

function refOf(id: string, seed: unknown, member?: unknown): SpaceRef {
	const ref = { space: asId<SpaceId>(id), seed: fromBase64url(String(seed)) };
	return typeof member === 'string' ? { ...ref, member: member as MemberId } : ref;
}
