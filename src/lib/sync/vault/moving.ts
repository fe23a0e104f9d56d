import { passOver } from '../../base/fault';
import type { MemoryVault } from './memory';
import type { Change, Table, Vault } from './vault';

/** A vault that begins in memory and may move, once, into one that stays: everything it has goes along. SPEC.md V3. */
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

	async commit(changes: readonly Change[], strict?: boolean): Promise<void> {
		await this.#moving;
		await this.#target.commit(changes, strict);
	}

	/** Moves into `target`, with `more`; resolves when all of it is on the disk. Rejects, unmoved, when it cannot be kept. */
	async moveTo(target: Vault, more: readonly Change[]): Promise<void> {
		const memory = this.#memory;
		if (!memory || this.#moving) throw new Error('bug: moved twice');
		const move = moved(memory, target, more);
		// reason: who moves it is told
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

/** Chunks one by one, so that they are never in memory together; all else at once behind them. */
async function moved(memory: MemoryVault, target: Vault, more: readonly Change[]): Promise<void> {
	const chunks = memory.chunkKeys();
	try {
		for (const key of chunks) {
			await target.commit([{ table: 'chunks', key, value: await memory.get('chunks', key) }]);
		}
		await target.commit([...memory.changes(), ...more], true);
	} catch (error) {
		// what is left behind there is ciphertext that nothing leads to; still, it takes room
		await target.commit(chunks.map((key) => ({ table: 'chunks', key, value: null }))).catch(passOver());
		throw error;
	}
}
