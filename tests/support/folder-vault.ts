import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import type { Change, Table } from '../../src/lib/sync/vault/vault';

/** A vault with its chunks in files, as with IndexedDB: any memory used is its users'. */
export class FolderVault extends MemoryVault {
	/** Called before each chunk is read. */
	onGet: () => void = () => undefined;

	constructor(readonly folder: string) {
		super();
	}

	override get(table: Table, key: string): Promise<Uint8Array | null> {
		if (table !== 'chunks') return super.get(table, key);
		this.onGet();
		return Promise.resolve(new Uint8Array(readFileSync(join(this.folder, key))));
	}

	override commit(changes: readonly Change[]): Promise<void> {
		for (const { table, key, value } of changes) {
			if (table !== 'chunks') continue;
			if (value) writeFileSync(join(this.folder, key), value);
			else rmSync(join(this.folder, key), { force: true });
		}
		return super.commit(changes.filter(({ table }) => table !== 'chunks'));
	}
}
