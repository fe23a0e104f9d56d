/**
 * Who is in which space right now. A presence ends by time and with the socket, whoever holds the space and
 * whether or not anybody looks at it. SPEC.md Z5.
 */
import { SvelteMap } from 'svelte/reactivity';
import { hex } from '../../base/bytes';
import type { MemberId, SpaceId } from '../../base/ids';
import { PRESENCE_MS, type Presence } from '../../sync/exchange/presence';
import type { Session } from './session';

/** Typing is shown for this long after the last sign of it. */
const TYPING_MS = 8_000;
const LOOK_MS = 1_000;

interface Seen {
	readonly member: MemberId;
	/** Whether she is on the other side: a client for a counsellor, a counsellor for a client. */
	readonly isOther: boolean;
	readonly atMs: number;
	/** When typing was last seen; 0 if never, or if it has ended. */
	readonly typingAtMs: number;
}

/** See the header. Reactive: `isPresent`, `typist`. */
export class Presences {
	/** Space -> connection -> the last presence seen there. */
	readonly #seen = new SvelteMap<SpaceId, ReadonlyMap<string, Seen>>();
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #stops: (() => void)[] = [];

	constructor(readonly session: Session) {
		this.#stops.push(
			session.onPresence(({ space, connection, body }) => {
				// An empty body ends it; no need to decrypt who it was.
				if (body.length === 0) this.end(space, connection);
			}),
			session.on(({ kind }) => {
				if (kind === 'reach' && session.connection.reach !== 'online') this.#seen.clear();
			})
		);
	}

	/** Whether anybody of the other side is there: a colleague looking at a stream is not its client. */
	isPresent(space: SpaceId): boolean {
		return [...(this.#seen.get(space)?.values() ?? [])].some(({ isOther }) => isOther);
	}

	/** The member typing there, or null. */
	typist(space: SpaceId): MemberId | null {
		const typing = [...(this.#seen.get(space)?.values() ?? [])].filter(({ typingAtMs }) => typingAtMs > 0);
		return typing.sort((a, b) => b.typingAtMs - a.typingAtMs)[0]?.member ?? null;
	}

	/** Notes a presence on a connection. Returns whether it is the first one there. */
	see(space: SpaceId, connection: Uint8Array, { member, isTyping }: Presence, isOther: boolean): boolean {
		const now = Date.now();
		const isNew = this.#seen.get(space)?.has(hex(connection)) !== true;
		this.#change(space, hex(connection), { member, isOther, atMs: now, typingAtMs: isTyping ? now : 0 });
		return isNew;
	}

	/** The person seen on a connection is gone. */
	end(space: SpaceId, connection: Uint8Array): void {
		this.#change(space, hex(connection), null);
	}

	/** The text being typed has arrived. */
	heard(space: SpaceId): void {
		const seen = this.#seen.get(space);
		if (seen) this.#seen.set(space, new Map([...seen].map(([name, one]) => [name, { ...one, typingAtMs: 0 }])));
	}

	/** Stops everything it started. */
	stop(): void {
		clearTimeout(this.#timer);
		for (const stop of this.#stops) stop();
		this.#seen.clear();
	}

	#change(space: SpaceId, connection: string, one: Seen | null): void {
		const seen = new Map(this.#seen.get(space));
		if (one) seen.set(connection, one);
		else if (!seen.delete(connection)) return;
		this.#keep(space, seen);
		this.#timer ??= setTimeout(this.#expire, LOOK_MS);
	}

	#keep(space: SpaceId, seen: ReadonlyMap<string, Seen>): void {
		if (seen.size > 0) this.#seen.set(space, seen);
		else this.#seen.delete(space);
	}

	/** Removes what is too old; looks again as long as anything is left. */
	readonly #expire = (): void => {
		const now = Date.now();
		for (const [space, seen] of [...this.#seen]) {
			const left = [...seen].filter(([, { atMs }]) => now - atMs < PRESENCE_MS);
			const isTyping = ({ typingAtMs }: Seen): boolean => now - typingAtMs < TYPING_MS;
			const hasChanged = left.length < seen.size || left.some(([, one]) => one.typingAtMs > 0 && !isTyping(one));
			if (!hasChanged) continue;
			this.#keep(space, new Map(left.map(([name, one]) => [name, isTyping(one) ? one : { ...one, typingAtMs: 0 }])));
		}
		this.#timer = this.#seen.size > 0 ? setTimeout(this.#expire, LOOK_MS) : undefined;
	};
}
