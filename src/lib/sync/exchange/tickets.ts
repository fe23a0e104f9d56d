/**
 * The tickets that this device has, sealed in its vault: by a space's first two digits, so that reading all of them
 * and keeping one more both cost the same however many there are. SPEC.md X15.
 */
import { passOver } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import { decode, encode, id, list, record } from '../../wire/codec';
import { MAX_JOINED } from '../../wire/limits';
import { ticket, type Ticket } from '../../wire/ticket';
import type { SealedRows } from '../vault/sealed';

const PREFIX = 'tickets/';
/** What comes within it is kept together: after a restore each space brings one. */
const GATHER_MS = 1_000;
const rowLayout = list(record({ space: id<SpaceId>(), ticket }), MAX_JOINED);

/** Names the row with a space's ticket. */
function partOf(space: SpaceId): string {
	return space.slice(0, 2);
}

/** See the header. */
export class Tickets {
	#all: Promise<Map<SpaceId, Ticket>> | null = null;
	readonly #changed = new Set<string>();
	#gathering: ReturnType<typeof setTimeout> | undefined;
	#keeping: Promise<void> | null = null;
	#isStopped = false;

	constructor(readonly rows: SealedRows) {}

	/** All of them; none when they cannot be read. */
	all(): Promise<ReadonlyMap<SpaceId, Ticket>> {
		return this.#read();
	}

	/** Keeps a ticket for the next time. */
	async keep(space: SpaceId, given: Ticket): Promise<void> {
		(await this.#read()).set(space, given);
		this.#change([space]);
	}

	/** Forgets tickets that no longer hold. */
	async drop(spaces: readonly SpaceId[]): Promise<void> {
		const all = await this.#read();
		for (const space of spaces) all.delete(space);
		this.#change(spaces);
	}

	/** Keeps everything given so far at once; resolves when it is kept, or could not be. */
	async kept(): Promise<void> {
		if (this.#gathering !== undefined) this.#begin();
		await this.#keeping;
	}

	/** Keeps what was given so far, and nothing more; resolves when nothing is under way. */
	async stop(): Promise<void> {
		const kept = this.kept();
		this.#isStopped = true;
		await kept;
	}

	#read(): Promise<Map<SpaceId, Ticket>> {
		return (this.#all ??= this.#readRows());
	}

	async #readRows(): Promise<Map<SpaceId, Ticket>> {
		const all = new Map<SpaceId, Ticket>();
		const found = await this.rows.list('meta', PREFIX).catch(passOver('storage-unreadable', 'storage-missing'));
		for (const { plain } of found ?? []) {
			const kept = plain.ok ? decode(rowLayout, plain.value) : plain;
			if (kept.ok) for (const { space, ticket } of kept.value) all.set(space, ticket);
		}
		return all;
	}

	/** What changes while a row is being kept is kept together afterwards. */
	#change(spaces: readonly SpaceId[]): void {
		if (this.#isStopped) return;
		for (const space of spaces) this.#changed.add(partOf(space));
		if (this.#changed.size === 0 || this.#keeping) return;
		this.#gathering ??= setTimeout(() => {
			this.#begin();
		}, GATHER_MS);
	}

	#begin(): void {
		clearTimeout(this.#gathering);
		this.#gathering = undefined;
		this.#keeping ??= this.#keepChanged();
	}

	async #keepChanged(): Promise<void> {
		try {
			while (this.#changed.size > 0) {
				const all = await this.#read();
				const parts = new Map([...this.#changed].map((part) => [part, [] as { space: SpaceId; ticket: Ticket }[]]));
				this.#changed.clear();
				for (const [space, ticket] of all) parts.get(partOf(space))?.push({ space, ticket });
				const changes = [...parts].map(([part, kept]) => this.rows.put('meta', PREFIX + part, encode(rowLayout, kept)));
				// lost, they are given again
				await this.rows.vault
					.commit(await Promise.all(changes))
					.catch(passOver('storage-full', 'storage-unreadable', 'storage-missing'));
			}
		} finally {
			// In one step with the last look, however it ended: a change from now on starts its own run.
			this.#keeping = null;
		}
	}
}
