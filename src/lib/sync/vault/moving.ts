import { passOver } from '../../base/fault';
import type { MemoryVault } from './memory';
import type { Change, Table, Vault } from './vault';

/** A vault that begins in memory and may move once, with everything in it, into a permanent one. SPEC.md V3. */
export class MovingVault implements Vault {
	#memory: MemoryVault | null;
	#target: Vault;
	#moving: Promise<void> | null = null;

	constructor(memory: MemoryVault) {
		this.#memory = memory;
		this.#target = memory;
	}

	get isDurable(): boolean {
		return this.#target.isDurable;
	}

	get(table: Table, key: string): Promise<Uint8Array | null> {
		return this.#target.get(table, key);
	}

	list(table: Table, prefix: string, after?: string): Promise<readonly (readonly [string, Uint8Array])[]> {
		return this.#target.list(table, prefix, after);
	}

	keys(table: Table, prefix: string): Promise<readonly string[]> {
		return this.#target.keys(table, prefix);
	}

	async commit(changes: readonly Change[], strict?: boolean): Promise<void> {
		await this.#moving;
		await this.#target.commit(changes, strict);
	}

	/** Moves into `target`, with `more`; resolves when it is all on disk. Rejects, unmoved, when it cannot be stored. */
	async moveTo(target: Vault, more: readonly Change[]): Promise<void> {
		const memory = this.#memory;
		if (!memory || this.#moving) throw new Error('bug: moved twice');
		const move = moved(memory, target, more);
		// reason: the caller of the move gets the error
		this.#moving = move.catch(() => undefined);
		try {
			await move;
			this.#target = target;
			this.#memory = null;
		} finally {
			this.#moving = null;
		}
	}

	wipe(): Promise<void> {
		return this.#target.wipe();
	}

	close(): void {
		this.#target.close();
	}
}

/** Chunks one by one, so that they are never in memory together; then everything else at once. */
async function moved(memory: MemoryVault, target: Vault, more: readonly Change[]): Promise<void> {
	const chunks = memory.chunkKeys();
	try {
		for (const key of chunks) {
			await target.commit([{ table: 'chunks', key, value: await memory.get('chunks', key) }]);
		}
		await target.commit([...memory.changes(), ...more], true);
	} catch (error) {
		// any leftovers there are unreferenced ciphertext; still, they take room
		await target.commit(chunks.map((key) => ({ table: 'chunks', key, value: null }))).catch(passOver());
		throw error;
	}
}
