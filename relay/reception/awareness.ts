/**
 * The relay's view of y-protocols' awareness: numbered states of clients, opaque JSON. It does not use
 * y-protocols' class, which keeps a timer per document and believes every clock.
 */
import { concat } from '../../src/lib/base/bytes';
import { attempt, type Result } from '../../src/lib/base/result';
import { bytes, decode, encode, list, record, text, uint, type Carried } from '../../src/lib/wire/codec';
import { MAX_PRESENCE_BYTES } from '../../src/lib/wire/limits';

/** `state`: room for a sealed state in base64, and its wrapping. */
const aware = record({ client: uint, clock: uint, state: text(2 * MAX_PRESENCE_BYTES) });
const inner = bytes(64 * 1024 * 1024);
/** One client's state; `state` is JSON, 'null' when it left. */
export type Aware = Carried<typeof aware>;

/** Reads the body of an awareness message: the part after its type. */
export function readAwareness(body: Uint8Array): Result<readonly Aware[]> {
	const outer = decode(inner, body);
	if (!outer.ok) return outer;
	const states = decode(list(aware, MOST_AT_ONCE), outer.value);
	if (!states.ok) return states;
	// Recipients parse a state without checking it.
	return attempt('not a state', () => {
		for (const { client, clock, state } of states.value) {
			if (client > 0xffff_ffff || clock > MOST_CLOCK || typeof JSON.parse(state) !== 'object')
				throw new Error('not a state');
		}
		return states.value;
	});
}

/** A whole awareness message with these states. */
export function writeAwareness(states: readonly Aware[]): Uint8Array {
	return concat(Uint8Array.of(AWARENESS), encode(inner, encode(list(aware, Infinity), states)));
}

const AWARENESS = 1;
const MOST_AT_ONCE = 16;
const MOST_CLOCK = 2 ** 31;

/** The states of everyone present; `O` stands for a connection. */
export class AwareClients<O> {
	readonly #known = new Map<number, Aware & { readonly owner: O }>();

	/** Accepts newer states that belong to their sender and returns them. `isSame`: may take over another's client. */
	accept(states: readonly Aware[], owner: O, isSame: (other: O) => boolean): Aware[] {
		return states.filter((next) => {
			const known = this.#known.get(next.client);
			if (known && known.owner !== owner && !isSame(known.owner)) return false;
			if (known ? next.clock < known.clock || (next.clock === known.clock && next.state !== GONE) : next.state === GONE)
				return false;
			if (!known && this.#ownedBy(owner).length >= MOST_CLIENTS) return false;
			if (next.state === GONE) this.#known.delete(next.client);
			else this.#known.set(next.client, { ...next, owner });
			return true;
		});
	}

	/** Forgets a connection's clients; returns the states that tell the others. */
	remove(owner: O): Aware[] {
		return this.#ownedBy(owner).map(({ client, clock }) => {
			this.#known.delete(client);
			return { client, clock: clock + 1, state: GONE };
		});
	}

	/** Everyone present. */
	all(): Aware[] {
		return [...this.#known.values()];
	}

	#ownedBy(owner: O): (Aware & { readonly owner: O })[] {
		return [...this.#known.values()].filter((known) => known.owner === owner);
	}
}

const GONE = 'null';
/** Clients of one connection. */
const MOST_CLIENTS = 4;
