import { utf8 } from '../../base/bytes';
import type { Seed } from '../../base/ids';
import { good, type Result } from '../../base/result';
import { contentKey, hiddenKey, seal, unseal } from '../../crypto/seal';
import type { Change, Table, Vault } from './vault';

/** Rows of a vault under the vault key, each bound to its table and key. SPEC.md V4. */
export class SealedRows {
	constructor(
		readonly vault: Vault,
		readonly key: CryptoKey
	) {}

	/** Rows under the key made of 32 secret bytes. */
	static async under(vault: Vault, secret: Seed): Promise<SealedRows> {
		return new SealedRows(vault, await contentKey(secret));
	}

	/** Rows under a fresh key that cannot be exported. */
	static async hidden(vault: Vault): Promise<SealedRows> {
		return new SealedRows(vault, await hiddenKey());
	}

	/** A change that stores `plain` sealed. */
	async put(table: Table, key: string, plain: Uint8Array): Promise<Change> {
		return { table, key, value: await seal(this.key, `vault/${table}`, plain, utf8(key)) };
	}

	/** The plaintext under `key`; null when there is none; a bad result when the row is damaged. */
	async get(table: Table, key: string): Promise<Result<Uint8Array | null>> {
		const sealed = await this.vault.get(table, key);
		return sealed === null ? good(null) : this.open(table, key, sealed);
	}

	/** All rows under a prefix, each with the result of opening it. */
	async list(table: Table, prefix: string): Promise<readonly { key: string; plain: Result<Uint8Array> }[]> {
		const rows = await this.vault.list(table, prefix);
		return Promise.all(rows.map(async ([key, sealed]) => ({ key, plain: await this.open(table, key, sealed) })));
	}

	/** Opens one row. Never throws. */
	open(table: Table, key: string, sealed: Uint8Array): Promise<Result<Uint8Array<ArrayBuffer>>> {
		return unseal(this.key, `vault/${table}`, sealed, utf8(key));
	}
}
