/**
 * Spaces that nobody has open. Each is watched for a notice, and visited while something is left to do there:
 * what is shown of it was made from other heads than the vault has, own writing waits, the relay has more or
 * less, or somebody wants something done in it. SPEC.md Z1, Z3.
 */
import { base64url } from '../../base/bytes';
import type { SpaceId } from '../../base/ids';
import { differs, extentAt, extentOf, heldOf, type Extent, type Held } from '../../sync/space/held';
import type { Credentials, SpaceRef } from '../../sync/keys/member';
import { Watch } from '../../sync/exchange/watch';
import { Errand } from './errand';
import type { Session } from './session';
import type { OpenSpace } from './open-space';

/** How far device and relay went when a visit had met the relay and nothing was left to exchange. */
export interface Met {
	readonly here: Extent;
	readonly there: Extent;
}

/** How far both sides have gone in an open space in which nothing is left to exchange. */
export function metIn({ space }: OpenSpace): Met {
	const promised = [...space.promised].map(([feed, seq]) => ({ feed, seq }));
	return { here: extentOf(space), there: extentAt(space.records.length, promised) };
}

/** What quiet spaces need to know. */
export interface QuietParts {
	readonly session: Session;
	/** Whether what is shown of a space was made from something else than the vault holds. */
	readonly isStale: (space: SpaceId, held: Held) => Promise<boolean>;
	/** Opens a space, does what is to be done there and closes it again; null while something is left. */
	readonly visit: (space: SpaceId) => Promise<Met | null>;
}

interface Quiet {
	readonly id: SpaceId;
	readonly seed: string;
	readonly keys: Credentials;
	readonly errand: Errand;
	watch: Watch | null;
	/** How far the relay went when it last said so on this connection, to whichever watch. */
	there: Extent | null;
	/** Where both sides stood when they last met on this connection. */
	idle: Met | null;
	/** How everything stood after the last visit that left something: as long as it does, only time is a reason. */
	left: string;
	/** What somebody wants done. */
	wants: number;
	isVisited: boolean;
}

/** See the header. */
export class QuietSpaces {
	readonly #all = new Map<SpaceId, Quiet>();
	#turn: Promise<unknown> = Promise.resolve();
	#isStopped = false;
	readonly #stop: () => void;

	constructor(readonly parts: QuietParts) {
		this.#stop = parts.session.on((event) => {
			if (event.kind === 'leads') for (const quiet of this.#all.values()) void quiet.errand.look();
			else if (event.kind === 'closed' || event.kind === 'told') void this.#heard(event.space, event.kind === 'closed');
		});
	}

	/** Watches a space from now on, under these keys. */
	async add(ref: SpaceRef): Promise<void> {
		const seed = base64url(ref.seed);
		if (this.#all.get(ref.space)?.seed === seed) return;
		const keys = await this.parts.session.keysOf(ref);
		const known = this.#all.get(ref.space);
		if (this.#isStopped || known?.seed === seed) return;
		known?.errand.stop();
		const errand = new Errand(() => this.#work(quiet));
		const state = { watch: null, there: null, idle: null, left: '', wants: known?.wants ?? 0, isVisited: false };
		const quiet: Quiet = { id: ref.space, seed, keys, errand, ...state };
		this.#all.set(ref.space, quiet);
		// what waits for the relay there needs no open space
		this.parts.session.attachments.enter(keys);
		this.#watch(quiet);
		// nobody waits for a visit
		void errand.look();
	}

	/** Nothing of a space is to be looked at any more. */
	drop(space: SpaceId): void {
		const quiet = this.#all.get(space);
		if (!quiet) return;
		this.#all.delete(space);
		quiet.errand.stop();
		if (quiet.watch) this.parts.session.connection.remove(quiet.watch);
	}

	/**
	 * Something is to be done in a space although nothing has come: it is visited as soon as there is a connection.
	 * Wanted in the middle of a visit it is something that the visit leaves: most often the visit itself has brought
	 * it up, and would do so again.
	 */
	want(space: SpaceId): void {
		const quiet = this.#all.get(space);
		if (!quiet) return;
		quiet.wants++;
		if (!quiet.isVisited) void quiet.errand.look();
	}

	/** Ends what lives. */
	stop(): void {
		this.#isStopped = true;
		this.#stop();
		for (const { errand } of this.#all.values()) errand.stop();
		this.#all.clear();
	}

	#watch(quiet: Quiet): void {
		const { session } = this.parts;
		if (this.#isStopped || session.isOpen(quiet.id)) return;
		const { connection } = session;
		if (quiet.watch && connection.holds(quiet.watch)) return;
		const watch: Watch = new Watch(
			connection,
			quiet.keys,
			(isForced) => {
				if (isForced) quiet.wants ||= 1;
				quiet.there = watch.relay ?? quiet.there;
				void this.#heard(quiet.id, false);
			},
			() => {
				quiet.idle = quiet.there = null;
				quiet.left = '';
			}
		);
		quiet.watch = watch;
		connection.add(watch);
	}

	async #heard(space: SpaceId, isClosed: boolean): Promise<void> {
		const quiet = this.#all.get(space);
		if (!quiet) return;
		if (isClosed) this.#watch(quiet);
		if (quiet.isVisited) return;
		if (quiet.left === '' || quiet.left !== (await this.#standing(quiet))) void quiet.errand.look();
	}

	/** One visit after the other. */
	async #work(quiet: Quiet): Promise<boolean> {
		if (!(await this.#isDue(quiet))) {
			// no pause ends by itself now: whatever is heard next is a reason
			quiet.left = '';
			return true;
		}
		const visited = this.#turn.then(() => this.#visit(quiet));
		this.#turn = visited.catch(() => undefined); // reason: the errand hears it
		return visited;
	}

	async #visit(quiet: Quiet): Promise<boolean> {
		const { session, visit } = this.parts;
		if (this.#isStopped || !(await this.#isDue(quiet))) return true;
		const { wants } = quiet;
		quiet.isVisited = true;
		try {
			await session.whenKept();
			const met = await visit(quiet.id);
			if (met) {
				quiet.idle = met;
				if (quiet.wants === wants) quiet.wants = 0;
			}
		} finally {
			// whoever could not open it has taken its place on the line
			this.#watch(quiet);
			try {
				quiet.left = await this.#standing(quiet);
			} finally {
				quiet.isVisited = false;
			}
		}
		const isDone = !(await this.#isDue(quiet));
		if (isDone) quiet.left = '';
		return isDone;
	}

	/** Whether something is left that can be done now. */
	async #isDue(quiet: Quiet): Promise<boolean> {
		const { session, isStale } = this.parts;
		// whoever has it open sees all that comes; it is looked at when it is closed
		if (session.isOpen(quiet.id)) return quiet.wants > 0 && session.isConnected;
		const held = await heldOf(session.rows.vault, quiet.id);
		const isBehind = await isStale(quiet.id, held);
		// a tab that follows reads what the leading one has made of it
		if (isBehind && session.leads) return true;
		if (!session.isConnected) return false;
		if (quiet.wants > 0 || held.outbox > 0 || held.isUnconfirmed) return true;
		return quiet.there ? differs(held, quiet.there, quiet.idle) : false;
	}

	/** How everything stands with a space, as text. */
	async #standing({ id, wants, there }: Quiet): Promise<string> {
		const { vault } = this.parts.session.rows;
		const { heads, ...held } = await heldOf(vault, id);
		return JSON.stringify([wants > 0, held, [...heads], there && [there.records, ...there.heads]]);
	}
}
