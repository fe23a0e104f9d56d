/**
 * Spaces that nobody has open. Each is watched for notices, and visited while something is left to do there:
 * what is shown was made from other heads than the vault's, own writing waits, what was begun is not finished, the
 * relay has more or less, or somebody wants something done. SPEC.md Z1, Z2, Z3.
 */
import { base64url } from '../../base/bytes';
import { passOver } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import { differs, heldOf, heldOfAll, nothing, type Extent, type Held } from '../../sync/space/held';
import type { SpaceKeys, SpaceRef } from '../../sync/keys/member';
import { Watch } from '../../sync/exchange/watch';
import { Errand } from './errand';
import { Lanes } from './lanes';
import type { Met } from './met';
import type { Session } from './session';

/** Visits wait for disk and relay more than for the processor; each takes the memory of an open space. */
export const VISITS_AT_ONCE = 12;

/** What quiet spaces need. */
export interface QuietParts {
	readonly session: Session;
	/** Whether what is shown of a space was made from anything but what the vault holds. */
	readonly isStale: (space: SpaceId, held: Held) => Promise<boolean>;
	/** Whether what the vault holds leaves something to do once there is a connection. */
	readonly isUnfinished?: (held: Held) => boolean;
	/**
	 * Opens a space, does what is to be done there and closes it; null while something is left. `isNews`: entries have come,
	 * and nothing else is known to be due.
	 */
	readonly visit: (space: SpaceId, isNews: boolean) => Promise<Met | null>;
}

interface Quiet {
	readonly id: SpaceId;
	readonly seed: string;
	readonly keys: SpaceKeys;
	readonly errand: Errand;
	watch: Watch | null;
	/** How far the relay was when it last said so on this connection, to any watch. */
	there: Extent | null;
	/** How far both sides were when they last met on this connection. */
	idle: Met | null;
	/** The standing after the last visit that left something; while it is the same, only time is a reason to visit. */
	left: string;
	/** What the vault holds; null when it was not read since something was heard of the space. */
	held: Held | null;
	/** Counts what is heard of it: what was read meanwhile is not held to be true. */
	heard: number;
	/** How many requests are open. */
	wants: number;
	isVisited: boolean;
}

/** While many are added: what the vault held of each, and what has been heard of since that was read. */
interface Ahead {
	/** Null until it is read. */
	held: ReadonlyMap<SpaceId, Held> | null;
	readonly changed: Set<SpaceId>;
}

/** See the header. */
export class QuietSpaces {
	readonly #all = new Map<SpaceId, Quiet>();
	#ahead: Ahead | null = null;
	readonly #lanes = new Lanes(VISITS_AT_ONCE);
	#isStopped = false;
	readonly #stop: () => void;

	constructor(readonly parts: QuietParts) {
		this.#stop = parts.session.on((event) => {
			if (event.kind === 'leads') void this.#lookAtAll();
			else if (event.kind === 'reach') this.#lookAtUnwatched();
			else if (event.kind === 'closed' || event.kind === 'told')
				void this.#changed(event.space, event.kind === 'closed');
		});
	}

	/** Adds many spaces: what the vault holds of them is read at once, not space by space. Rejects like `work`. */
	async addMany(work: () => Promise<void>): Promise<void> {
		const ahead: Ahead = (this.#ahead = { held: null, changed: new Set() });
		try {
			const held = await heldOfAll(this.parts.session.rows.vault).catch(passOver('storage-unreadable'));
			if (held) ahead.held = held;
			await work();
		} finally {
			if (this.#ahead === ahead) this.#ahead = null;
		}
	}

	/** Other tabs may have kept anything, unheard. */
	async #lookAtAll(): Promise<void> {
		if (this.#all.size === 0) return;
		await this.addMany(() => {
			for (const quiet of this.#all.values()) {
				quiet.heard++;
				quiet.held = this.#readAhead(quiet.id);
				void quiet.errand.look();
			}
			return Promise.resolve();
		});
	}

	/** Nothing else tells them of a connection. */
	#lookAtUnwatched(): void {
		if (!this.parts.session.isConnected) return;
		const { connection } = this.parts.session;
		for (const { watch, errand } of this.#all.values()) if (!watch || !connection.holds(watch)) void errand.look();
	}

	/** What was read of a space together with others, unless something was heard of it since. */
	#readAhead(space: SpaceId): Held | null {
		if (!this.#ahead?.held || this.#ahead.changed.has(space)) return null;
		return this.#ahead.held.get(space) ?? nothing();
	}

	/** Watches a space from now on, with these keys. */
	add(ref: SpaceRef): void {
		const seed = base64url(ref.seed);
		const known = this.#all.get(ref.space);
		if (this.#isStopped || known?.seed === seed) return;
		const keys = { space: ref.space, credentials: () => this.parts.session.keysOf(ref) };
		known?.errand.stop();
		const errand = new Errand(() => this.#work(quiet));
		const state = { watch: null, there: null, idle: null, left: '', isVisited: false, heard: 0 };
		const wants = known?.wants ?? 0;
		const held = this.#readAhead(ref.space);
		const quiet: Quiet = { id: ref.space, seed, keys, errand, wants, held, ...state };
		this.#all.set(ref.space, quiet);
		// Attachments waiting for the relay need no open space.
		this.parts.session.attachments.enter(keys);
		this.#watch(quiet);
		// Not awaited: nobody waits for a visit.
		void errand.look();
	}

	/** Stops watching and visiting a space. */
	drop(space: SpaceId): void {
		const quiet = this.#all.get(space);
		if (!quiet) return;
		this.#all.delete(space);
		quiet.errand.stop();
		if (quiet.watch) this.parts.session.connection.remove(quiet.watch);
	}

	/**
	 * Asks for work in a space although nothing has arrived: it is visited as soon as there is a connection.
	 * Asked in the middle of a visit, it counts as left over by that visit: usually the visit itself brought it
	 * up, and would do so again.
	 */
	want(space: SpaceId): void {
		const quiet = this.#all.get(space);
		if (!quiet) return;
		quiet.wants++;
		if (!quiet.isVisited) void quiet.errand.look();
	}

	/** Stops everything it started. */
	stop(): void {
		this.#isStopped = true;
		this.#stop();
		for (const { errand } of this.#all.values()) errand.stop();
		this.#all.clear();
	}

	#watch(quiet: Quiet): void {
		const { session } = this.parts;
		// where nothing is kept there is nothing to compare: it is visited without asking
		if (this.#isStopped || quiet.held?.records === 0 || session.isOpen(quiet.id)) return;
		const { connection } = session;
		if (quiet.watch && connection.holds(quiet.watch)) return;
		const watch: Watch = new Watch(
			connection,
			session.entering,
			quiet.keys,
			(isForced, held) => {
				if (isForced) quiet.wants ||= 1;
				quiet.there = watch.relay ?? quiet.there;
				if (held) quiet.held = held;
				void this.#look(quiet);
			},
			() => {
				quiet.idle = quiet.there = null;
				quiet.left = '';
			}
		);
		quiet.watch = watch;
		connection.add(watch);
	}

	/** The vault may hold something else of it now. */
	async #changed(space: SpaceId, isClosed: boolean): Promise<void> {
		this.#ahead?.changed.add(space);
		const quiet = this.#all.get(space);
		if (!quiet) return;
		this.#forget(quiet);
		if (quiet.watch) quiet.watch.isAsRead = false;
		if (isClosed) this.#watch(quiet);
		await this.#look(quiet);
	}

	async #look(quiet: Quiet): Promise<void> {
		if (quiet.isVisited) return;
		if (quiet.left === '' || quiet.left !== (await this.#standing(quiet))) void quiet.errand.look();
	}

	#forget(quiet: Quiet): void {
		quiet.heard++;
		quiet.held = null;
	}

	/** What the vault holds of it: as read before, until something is heard; a tab that does not lead hears less. */
	async #held(quiet: Quiet): Promise<Held> {
		const { leads, rows } = this.parts.session;
		const { held: known, heard } = quiet;
		if (known) {
			if (!leads) quiet.held = null;
			return known;
		}
		const held = await heldOf(rows.vault, quiet.id);
		if (leads && quiet.heard === heard) quiet.held = held;
		return held;
	}

	async #work(quiet: Quiet): Promise<boolean> {
		if ((await this.#isDue(quiet)) && !(await this.#lanes.run(() => this.#visit(quiet)))) return false;
		// No pause ends by itself now, so the next thing heard is a reason.
		quiet.left = '';
		return true;
	}

	/** Resolves with whether nothing is left, also when somebody has opened the space meanwhile. */
	async #visit(quiet: Quiet): Promise<boolean> {
		const { session, visit } = this.parts;
		if (this.#isStopped || !(await this.#isDue(quiet))) return true;
		const { wants } = quiet;
		quiet.isVisited = true;
		try {
			await session.whenKept();
			const met = await visit(quiet.id, await this.#isNews(quiet));
			if (met) {
				quiet.idle = met;
				// The visit knows better than the watch before it.
				quiet.there = met.there;
				if (quiet.wants === wants) quiet.wants = 0;
			}
		} finally {
			this.#forget(quiet);
			// If opening it failed, the attempt has taken its watch's place on the connection.
			this.#watch(quiet);
			try {
				quiet.left = await this.#standing(quiet);
			} finally {
				quiet.isVisited = false;
			}
		}
		return !(await this.#isDue(quiet));
	}

	/** Whether something is left that can be done now. */
	async #isDue(quiet: Quiet): Promise<boolean> {
		const { session, isStale, isUnfinished } = this.parts;
		// The holder of an open space sees everything that arrives; it is looked at once it is closed.
		if (session.isOpen(quiet.id)) return quiet.wants > 0 && session.isConnected;
		const held = await this.#held(quiet);
		const isBehind = await isStale(quiet.id, held);
		// A following tab reads what the leading one has made of it.
		if (isBehind && session.leads) return true;
		if (!session.isConnected) return false;
		// whoever tried to open it in vain has taken the watch's place: only the vault says that nothing has come
		if (held.records === 0 || quiet.wants > 0 || held.outbox > 0 || held.isUnconfirmed) return true;
		if (isUnfinished?.(held)) return true;
		return quiet.there ? differs(held, quiet.there, quiet.idle) : false;
	}

	/** Whether known feeds go on at the relay, and that is all there is to do. */
	async #isNews(quiet: Quiet): Promise<boolean> {
		const { isStale, isUnfinished } = this.parts;
		const { id, wants, there } = quiet;
		const held = await this.#held(quiet);
		if (held.records === 0 || wants > 0 || there?.records !== held.records || held.outbox > 0 || held.isUnconfirmed)
			return false;
		const areKnown = [...there.heads.keys()].every((feed) => held.heads.has(feed));
		return areKnown && !isUnfinished?.(held) && !(await isStale(id, held));
	}

	/** The standing of a space, as text. */
	async #standing(quiet: Quiet): Promise<string> {
		const { wants, there } = quiet;
		const { heads, ...held } = await this.#held(quiet);
		return JSON.stringify([wants > 0, held, [...heads], there && [there.records, ...there.heads]]);
	}
}
