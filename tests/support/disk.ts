/** A disk that can be full. */
import type { Page } from '@playwright/test';

/**
 * Prepares a disk that can be full: every writing transaction then aborts after its requests have succeeded, as
 * in a browser. (A browser checks its own quota only every half minute.)
 */
export async function letDiskFill(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const rows = IDBObjectStore.prototype as {
			put: (this: IDBObjectStore, value: unknown, key?: IDBValidKey) => IDBRequest;
		};
		const { put } = rows;
		const open = new WeakMap<IDBTransaction, number>();
		const count = (transaction: IDBTransaction, by: number): number => {
			open.set(transaction, (open.get(transaction) ?? 0) + by);
			return open.get(transaction) ?? 0;
		};
		rows.put = function (value) {
			const request = put.call(this, value);
			const { transaction } = this;
			if ((globalThis as { isDiskFull?: boolean }).isDiskFull !== true) return request;
			count(transaction, 1);
			request.addEventListener('success', () => {
				count(transaction, -1);
				// Anything else it has to write comes before this answer.
				this.count().addEventListener('success', () => {
					if (count(transaction, 0) > 0 || transaction.error) return;
					Object.defineProperty(transaction, 'error', { value: new DOMException('full', 'QuotaExceededError') });
					transaction.abort();
				});
			});
			return request;
		};
	});
}

/** Fills it, or makes room. */
export async function fillDisk(page: Page, isFull: boolean): Promise<void> {
	await page.evaluate((isDiskFull) => void Object.assign(globalThis, { isDiskFull }), isFull);
}
