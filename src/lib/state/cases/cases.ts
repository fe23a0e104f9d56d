/**
 * Case spaces: the counsellors' own, where profile and monitorings of a stream's client or group lie. No
 * client is a member, and nothing of them stands in the stream. A stream may have come to several (two
 * devices founded one at once, offline): what is in any of them counts, new things go to the first. Who
 * was let into one by letter takes keys of her own there before she uses it.
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
import { metIn, QuietSpaces, type Met } from '../session/quiet';
import { enterSpace, takenAs } from '../letters/seats';
import type { Session } from '../session/session';
import type { OpenSpace, Opening } from '../session/open-space';
import { DESK } from '../../domain/tables/desk';

/** What cases are opened with. */
export interface CaseParts {
	readonly session: Session;
	readonly desk: OpenSpace;
	readonly introduce: NonNullable<Opening['introduction']>;
	/** A case was read, or has changed. */
	readonly onRead?: (stream: string, opened: OpenSpace) => Promise<void>;
	/** Whether what the list says of a case was made from something else than the vault holds. */
	readonly isStale?: (space: SpaceId, held: Held) => Promise<boolean>;
}

/** A document of a case with the space it lies in. */
export interface CaseDocument {
	readonly opened: OpenSpace;
	readonly id: string;
	readonly doc: Y.Doc;
}

/** See the header. */
export class Cases {
	/** Spaces that a window looks at: they stay open. */
	readonly #held = new Map<SpaceId, OpenSpace>();
	/** Those, and the ones that a window is about to look at: no visit closes them. */
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

	/** The case spaces of a stream, the one for new things first. */
	refs(stream: string): readonly CaseRef[] {
		return caseRefs(this.parts.desk.space.doc, stream);
	}

	/** Opens what this device holds of a stream's cases; what only the relay has comes later, and is told. */
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
					// a letter may be there before its seat is, or there is no network: it is visited later
					.catch(passOver());
		}
		return here;
	}

	/** Where new things of a stream go: its first case that is here, founded when there is none. Works offline. */
	async home(stream: string): Promise<OpenSpace> {
		const [first] = await this.open(stream);
		if (first) return first;
		const underway = this.#founding.get(stream) ?? this.#found(stream).finally(() => this.#founding.delete(stream));
		this.#founding.set(stream, underway);
		return underway;
	}

	/**
	 * Lets a colleague in, for a letter to her: the case with the secret she opens it with. Everything of the
	 * stream lies in it then. Null when nothing was ever recorded. Rejects with 'no-connection'.
	 */
	async share(stream: string): Promise<SpaceRef | null> {
		if (this.refs(stream).length === 0) return null;
		const seed = newSecret();
		return { space: await this.admit(stream, seed), seed };
	}

	/** Lets whoever holds `seed` into a stream's first case, founded when there is none. Rejects with 'no-connection'. */
	async admit(stream: string, seed: Seed): Promise<SpaceId> {
		const known = this.refs(stream);
		const [first, ...others] = known.length === 0 ? [await this.home(stream)] : await this.#all(known);
		const home = must(first, 'a case');
		await this.#gather(home, others);
		await this.#level(home);
		await admitMember(home.replica, seed, 'host');
		return home.id;
	}

	/** Puts members out of all cases of a stream. Rejects with 'no-connection'. */
	async remove(stream: string, members: readonly MemberId[]): Promise<void> {
		for (const opened of await this.#all(this.refs(stream))) {
			await this.#level(opened);
			await removeMember(opened.replica, ...members);
		}
	}

	/** Ends what lives. */
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

	/** Takes keys of one's own where the charter has those that the letter brought. */
	async #enter(ref: CaseRef, provisional: Seed, opening: Opening): Promise<OpenSpace> {
		const { session, desk } = this.parts;
		// it may be open under the keys of an earlier letter
		this.#held.delete(ref.space);
		await session.close(ref.space);
		const opened = await enterSpace(session, ref, provisional, opening, false);
		await desk.write((doc) => {
			DESK.cases.write(doc, ref.space, takenAs(provisional));
		});
		return opened;
	}

	/** All of these, wherever they lie: what is not here yet comes from the relay. */
	async #all(refs: readonly CaseRef[]): Promise<OpenSpace[]> {
		const opened: OpenSpace[] = [];
		for (const ref of refs) opened.push(await this.#hold(ref));
		return opened;
	}

	/** What was recorded in a case of one's own before a colleague's was here goes to where she sees it. */
	async #join(ref: CaseRef): Promise<void> {
		const refs = this.refs(streamOfCase(this.parts.desk.space.doc, ref.space));
		if (!ref.isShared || refs.length < 2 || refs[0]?.space !== ref.space) return;
		const [first, ...others] = await this.#all(refs);
		if (first) await this.#gather(first, others);
	}

	/** Brings what lies in other cases of a stream into its first. */
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

	/** What changes in a case that nobody looks at is fetched, so that it is here without a network. */
	#watchAll(): void {
		if (this.#isStopped) return;
		for (const refs of allCaseRefs(this.parts.desk.space.doc).values())
			for (const ref of refs) {
				void this.#quiet.add(ref);
				if (ref.provisional) this.#quiet.want(ref.space);
			}
	}

	/** Both sides have everything. Rejects with 'no-connection' when that cannot be now. */
	async #level(opened: OpenSpace): Promise<void> {
		if (!(await opened.settled())) throw new Fault('no-connection', { retry: true });
	}

	/** Opens a case, exchanges what there is, notes what the list says of it, and closes it when no window looks at it. */
	async #visit(space: SpaceId): Promise<Met | null> {
		const { session, desk } = this.parts;
		const ref = this.refs(streamOfCase(desk.space.doc, space)).find((one) => one.space === space);
		if (this.#isStopped || !ref) return null;
		try {
			const opened = await this.#open(ref);
			const isLevel = session.isConnected && (await opened.settled());
			// who was put out of it is asked for nothing any more; another letter brings other keys
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

/** What lies in several spaces under one name, as one document. */
export function asOne(docs: readonly Y.Doc[]): Y.Doc {
	const [first, ...others] = docs;
	if (first && others.length === 0) return first;
	const whole = new Y.Doc();
	for (const doc of docs) bringOver(doc, whole);
	return whole;
}
