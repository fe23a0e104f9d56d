import { Fault } from '../../src/lib/base/fault';
import type { Change, Table, Vault } from '../../src/lib/sync/vault/vault';

/** A vault that can fail, and that a dead device can no longer reach. */
export class TestVault implements Vault {
	readonly isDurable = true;
	isDead = false;
	/** Commits until one fails; negative for none. */
	failIn = -1;
	commits = 0;
	/** Called before each commit; may wait. */
	before: (changes: readonly Change[]) => Promise<void> | void = () => undefined;

	constructor(readonly inner: Vault) {}

	get(table: Table, key: string): Promise<Uint8Array | null> {
		return this.isDead ? never() : this.inner.get(table, key);
	}

	list(table: Table, prefix: string, after?: string): Promise<readonly (readonly [string, Uint8Array])[]> {
		return this.isDead ? never() : this.inner.list(table, prefix, after);
	}

	keys(table: Table, prefix: string): Promise<readonly string[]> {
		return this.isDead ? never() : this.inner.keys(table, prefix);
	}

	async commit(changes: readonly Change[], strict?: boolean): Promise<void> {
		await this.before(changes);
		if (this.isDead) return never();
		if (changes.length > 0) this.commits++;
		if (this.failIn >= 0 && changes.length > 0 && this.failIn-- === 0) throw new Fault('storage-full', { retry: true });
		await this.inner.commit(changes, strict);
	}

	wipe(): Promise<void> {
		return this.inner.wipe();
	}

	/** Holds up the next commits until the returned function is called. */
	hold(): () => void {
		let letGo = (): void => undefined;
		const held = new Promise<void>((resolve) => (letGo = resolve));
		const { before } = this;
		this.before = () => held;
		return () => {
			this.before = before;
			letGo();
		};
	}

	close(): void {
		this.isDead = true;
	}
}

function never<T>(): Promise<T> {
	return new Promise(() => undefined);
}
