/**
 * Case spaces: the counsellors' own, holding profile and monitorings of a stream's client or group. No client
 * is a member, and nothing of them is in the stream. A stream may have several (two devices founded one at
 * once, offline): what is in any of them counts, new records go to the first. A counsellor let in by letter
 * takes her own keys there before using it.
 */
import * as Y from 'yjs';
import { base64url } from '../../base/bytes';
import { Fault, must, passOver } from '../../base/fault';
import { asId, type MemberId, type Seed, type SpaceId } from '../../base/ids';
import { bringOver } from '../../domain/monitoring/case-document';
import { admitMember } from '../../sync/exchange/admission';
import { foundSpace } from '../../sync/keys/founding';
import type { Held } from '../../sync/space/held';
import { memberKeys, newSecret, type SpaceRef } from '../../sync/keys/member';
import { removeMember } from '../../sync/exchange/removal';
import { CASE_POLICY } from './case-policy';
import { allCaseRefs, caseRefs, streamOfCase, type CaseRef } from '../letters/case-refs';
import { metIn, type Met } from '../session/met';
import { QuietSpaces } from '../session/quiet';
import { enterSpace, takenAs } from '../letters/seats';
import type { Session } from '../session/session';
import type { OpenSpace, Opening } from '../session/open-space';
import { DESK } from '../../domain/tables/desk';

/** What cases are opened with. */
export interface CaseParts {
	readonly session: Session;
	readonly desk: OpenSpace;
	readonly introduce: NonNullable<Opening['introduction']>;
	/** Called when a case was read or has changed. */
	readonly onRead?: (stream: string, opened: OpenSpace) => Promise<void>;
	/** Whether the list's mark of a case was made from anything but what the vault holds. */
	readonly isStale?: (space: SpaceId, held: Held) => Promise<boolean>;
}

/** A document of a case, with its space. */
export interface CaseDocument {
	readonly opened: OpenSpace;
	readonly id: string;
	readonly doc: Y.Doc;
}

/** See the header. */
export class Cases {
	/** Spaces that a window is using: they stay open. */
	readonly #held = new Map<SpaceId, OpenSpace>();
	/** Those, and those a window is about to use: no visit closes them. */
	readonly #wanted = new Set<SpaceId>();
	readonly #quiet: QuietSpaces;
	readonly #founding = new Map<string, Promise<OpenSpace>>();
	readonly #entering = new Map<SpaceId, Promise<OpenSpace>>();
	readonly #listeners = new Set<() => void>();
	readonly #stop: () => void;
	#isStopped = false;

	constructor(readonly parts: CaseParts) {
		this.#quiet = new QuietSpaces({
			session: parts.session,
			isStale: (space, held) => parts.isStale?.(space, held) ?? Promise.resolve(false),
			visit: (space) => this.#visit(space)
		});
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

	/** The case spaces of a stream, first the one for new records. */
	refs(stream: string): readonly CaseRef[] {
		return caseRefs(this.parts.desk.space.doc, stream);
	}

	/** Opens what this device has of a stream's cases; what only the relay has comes later and is announced. */
	async open(stream: string): Promise<readonly OpenSpace[]> {
		const { vault } = this.parts.session.rows;
		const here: OpenSpace[] = [];
		for (const ref of this.refs(stream)) {
			if (!ref.provisional && (await vault.list('charters', ref.space)).length > 0) here.push(await this.#hold(ref));
			else
				void this.#hold(ref)
					.then(() => {
						this.#tell();
					})
					// A letter may arrive before its seat, or there is no network: it is visited later.
					.catch(passOver());
		}
		return here;
	}

	/** Where new records of a stream go: its first case here, founded if there is none. Works offline. */
	async home(stream: string): Promise<OpenSpace> {
		const [first] = await this.open(stream);
		if (first) return first;
		const underway = this.#founding.get(stream) ?? this.#found(stream).finally(() => this.#founding.delete(stream));
		this.#founding.set(stream, underway);
		return underway;
	}

	/**
	 * Lets a colleague in, for a letter to her: the case with the secret she opens it with. By then it holds
	 * everything of the stream. Null if nothing was ever recorded. Rejects with 'no-connection'.
	 */
	async share(stream: string): Promise<SpaceRef | null> {
		if (this.refs(stream).length === 0) return null;
		const seed = newSecret();
		return { space: await this.admit(stream, seed), seed };
	}

	/** Admits the holder of `seed` to a stream's first case, founded if there is none. Rejects with 'no-connection'. */
	async admit(stream: string, seed: Seed): Promise<SpaceId> {
		const known = this.refs(stream);
		const [first, ...others] = known.length === 0 ? [await this.home(stream)] : await this.#all(known);
		const home = must(first, 'a case');
		await this.#gather(home, others);
		await this.#level(home);
		await admitMember(home.replica, seed, 'host');
		return home.id;
	}

	/** Removes members from all cases of a stream. Rejects with 'no-connection'. */
	async remove(stream: string, members: readonly MemberId[]): Promise<void> {
		for (const opened of await this.#all(this.refs(stream))) {
			await this.#level(opened);
			await removeMember(opened.replica, ...members);
		}
	}

	/** Stops everything it started. */
	stop(): void {
		this.#isStopped = true;
		this.#stop();
		this.#quiet.stop();
		this.#listeners.clear();
		this.#held.clear();
	}

	async #hold(ref: CaseRef): Promise<OpenSpace> {
		this.#wanted.add(ref.space);
		const opened = await this.#open(ref);
		if (!this.#held.has(ref.space)) {
			this.#held.set(ref.space, opened);
			void this.#read(opened);
			opened.space.listen(({ kind }) => {
				if (kind === 'content' || kind === 'trouble') this.#tell();
				if (kind !== 'opened' && kind !== 'letter') void this.#read(opened);
			});
		}
		return opened;
	}

	#open(ref: CaseRef): Promise<OpenSpace> {
		const opening = { policy: CASE_POLICY, introduction: this.parts.introduce };
		if (!ref.provisional) return this.parts.session.open(ref, opening);
		const underway =
			this.#entering.get(ref.space) ??
			this.#enter(ref, ref.provisional, opening).finally(() => this.#entering.delete(ref.space));
		this.#entering.set(ref.space, underway);
		return underway;
	}

	/** Takes her own keys if the charter still has those that the letter brought. */
	async #enter(ref: CaseRef, provisional: Seed, opening: Opening): Promise<OpenSpace> {
		const { session, desk } = this.parts;
		// It may be open under the keys of an earlier letter.
		this.#held.delete(ref.space);
		await session.close(ref.space);
		const opened = await enterSpace(session, ref, provisional, opening);
		await desk.write((doc) => {
			DESK.cases.write(doc, ref.space, takenAs(provisional));
		});
		return opened;
	}

	/** All of these, wherever they are: what is not here yet comes from the relay. */
	async #all(refs: readonly CaseRef[]): Promise<OpenSpace[]> {
		const opened: OpenSpace[] = [];
		for (const ref of refs) opened.push(await this.#hold(ref));
		return opened;
	}

	/** Copies records from her own case, made before a colleague's arrived, to where the colleague sees them. */
	async #join(ref: CaseRef): Promise<void> {
		const refs = this.refs(streamOfCase(this.parts.desk.space.doc, ref.space));
		if (!ref.isShared || refs.length < 2 || refs[0]?.space !== ref.space) return;
		const [first, ...others] = await this.#all(refs);
		if (first) await this.#gather(first, others);
	}

	/** Copies the content of a stream's other cases into its first. */
	async #gather(first: OpenSpace, others: readonly OpenSpace[]): Promise<void> {
		for (const other of others)
			for (const { id, doc } of documentsOf([other])) {
				const document =
					id === (other.space.id as string) ? first.space.ownDocument : asId<typeof first.space.ownDocument>(id);
				await first.write((to) => void bringOver(doc, to), { document });
			}
	}

	async #found(stream: string): Promise<OpenSpace> {
		const { session } = this.parts;
		const keys = await memberKeys(newSecret());
		const { space, records } = await foundSpace('feeds', keys, [], Date.now());
		await session.keepSpace(space, records);
		await this.parts.desk.write((doc) => {
			DESK.cases.write(doc, space, { stream, seed: base64url(keys.seed) });
		});
		return this.#hold({ space, seed: keys.seed, isShared: false });
	}

	/** Changes in a case that nobody has open are fetched, so that they are here without a network. */
	#watchAll(): void {
		if (this.#isStopped) return;
		for (const refs of allCaseRefs(this.parts.desk.space.doc).values())
			for (const ref of refs) {
				this.#quiet.add(ref);
				if (ref.provisional) this.#quiet.want(ref.space);
			}
	}

	/** Both sides have everything. Rejects with 'no-connection' if that is not possible now. */
	async #level(opened: OpenSpace): Promise<void> {
		if (!(await opened.settled())) throw new Fault('no-connection', { retry: true });
	}

	/** Opens a case, exchanges what there is, notes its mark for the list, and closes it unless a window uses it. */
	async #visit(space: SpaceId): Promise<Met | null> {
		const { session, desk } = this.parts;
		const ref = this.refs(streamOfCase(desk.space.doc, space)).find((one) => one.space === space);
		if (this.#isStopped || !ref) return null;
		try {
			const opened = await this.#open(ref);
			const isLevel = session.isConnected && (await opened.settled());
			// Nothing more is asked for after being removed from it; another letter brings other keys.
			if (opened.isOut) this.#quiet.drop(space);
			await this.#join(ref);
			await this.#read(opened);
			return isLevel ? metIn(opened) : null;
		} finally {
			if (!this.#wanted.has(space)) await session.close(space);
			this.#tell();
		}
	}

	async #read(opened: OpenSpace): Promise<void> {
		await this.parts.onRead?.(streamOfCase(this.parts.desk.space.doc, opened.space.id), opened);
	}

	#tell(): void {
		for (const listener of [...this.#listeners]) listener();
	}
}

/** All documents of open cases. */
export function documentsOf(cases: readonly OpenSpace[]): readonly CaseDocument[] {
	return cases.flatMap((opened) => [...opened.space.documents].map(([id, { doc }]) => ({ opened, id: id, doc })));
}

/** What several spaces hold under one name, as one document. */
export function asOne(docs: readonly Y.Doc[]): Y.Doc {
	const [first, ...others] = docs;
	if (first && others.length === 0) return first;
	const whole = new Y.Doc();
	for (const doc of docs) bringOver(doc, whole);
	return whole;
}
