/**
 * Spaces that are only watched enter a connection together: with tickets, hundreds in one frame, and the relay
 * answers for those that differ. Whoever has no ticket, or one that no longer holds, answers the challenge. SPEC.md X15.
 */
import { passOver } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import { MAX_TICKETS } from '../../wire/limits';
import { digestOf, showTicket, type ShownTicket } from '../../wire/ticket';
import { heldOf, heldOfAll, type Held } from '../space/held';
import type { Vault } from '../vault/vault';
import type { Connection, Joiner } from './connection';
import type { Tickets } from './tickets';

/** So many are read from the vault one by one; more, with everything it holds. */
const FEW = 16;

/** A space that waits to enter. */
export interface Waiting extends Joiner {
	/** Set before the vault is read; whoever hears of a change unsets it. */
	isAsRead: boolean;
	/** Answers the challenge itself. */
	prove(nonce: Uint8Array): Promise<void>;
	/** The relay has as much as this device had when it asked. */
	level(held: Held): void;
}

/** One of those that show a ticket together. */
interface Shown {
	readonly one: Waiting;
	readonly held: Held;
	readonly ticket: ShownTicket;
}

/** See the header. */
export class Entering {
	#waiting = new Map<SpaceId, Waiting>();
	#isRunning = false;

	constructor(
		readonly connection: Connection,
		readonly vault: Vault,
		readonly tickets: Tickets,
		/** Whether the relay cannot know a space yet: nothing comes there until it is opened. */
		readonly isNew: (space: SpaceId) => boolean = () => false
	) {}

	/** Lets a space enter this connection, together with the others that wait. */
	add(one: Waiting): void {
		this.#waiting.set(one.id, one);
		if (!this.#isRunning) void this.#run();
	}

	/** Whether nobody waits. */
	get isIdle(): boolean {
		return !this.#isRunning;
	}

	async #run(): Promise<void> {
		this.#isRunning = true;
		try {
			while (this.#waiting.size > 0) {
				const all = [...this.#waiting.values()];
				this.#waiting = new Map();
				const { nonce } = this.connection;
				// without a connection nothing is lost: everybody joins the next one
				if (nonce) await this.#enter(all, nonce);
			}
		} finally {
			this.#isRunning = false;
		}
	}

	async #enter(all: readonly Waiting[], nonce: Uint8Array): Promise<void> {
		const proving: Waiting[] = [];
		const shown: Shown[] = [];
		for (const one of all) one.isAsRead = true;
		const [held, tickets] = await Promise.all([this.#held(all), this.tickets.all()]);
		for (const one of all) {
			if (this.isNew(one.id)) continue;
			const ticket = tickets.get(one.id);
			const has = held?.get(one.id);
			if (!ticket || !has) proving.push(one);
			else shown.push({ one, held: has, ticket: showTicket(one.id, ticket, nonce, digestOf(has.records, has.heads)) });
		}
		for (let from = 0; from < shown.length; from += MAX_TICKETS)
			proving.push(...(await this.#show(shown.slice(from, from + MAX_TICKETS), nonce)));
		for (const one of proving) if (this.#waits(one, nonce)) await one.prove(nonce);
	}

	/** Shows tickets; returns those who must prove who they are. */
	async #show(shown: readonly Shown[], nonce: Uint8Array): Promise<Waiting[]> {
		const present = shown.filter(({ one }) => this.#waits(one, nonce));
		if (present.length === 0) return [];
		const answer = await this.connection.enter(present.map(({ ticket }) => ticket));
		const [level, refused] = [new Set(answer?.level), new Set(answer?.refused)];
		for (const { one, held } of present) if (level.has(one.id) && this.#waits(one, nonce)) one.level(held);
		void this.tickets.drop([...refused]);
		return present.map(({ one }) => one).filter(({ id }) => refused.has(id));
	}

	/** Whether it still has to enter this connection: the space may have been opened meanwhile. */
	#waits(one: Waiting, nonce: Uint8Array): boolean {
		return this.connection.nonce === nonce && this.connection.holds(one);
	}

	/** What the vault holds of each; null when it cannot be read: then they ask as if they knew nothing. */
	async #held(all: readonly Waiting[]): Promise<ReadonlyMap<SpaceId, Held> | null> {
		try {
			if (all.length > FEW) return await heldOfAll(this.vault);
			return new Map(await Promise.all(all.map(async ({ id }) => [id, await heldOf(this.vault, id)] as const)));
		} catch (error) {
			passOver('storage-unreadable', 'storage-missing')(error);
			return null;
		}
	}
}
