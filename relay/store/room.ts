/**
 * How much room is left for a centre: all stored data counts, and texts are accepted longest. Counted on
 * first use, then kept up to date. SPEC.md R34.
 */
import { readUsageRow } from './blob-rows';
import type { Limits } from '../settings/limits';
import { readCharterSize } from './charter-row';
import { readFeedSize } from './rows';
import type { Row, Store, Table } from './store';

/** What is to be stored: a file; a new space or package; text, and who belongs to a space. */
export type Matter = 'file' | 'space' | 'text';

/** The share of the total room that each may fill. */
const SHARE: Readonly<Record<Matter, number>> = { file: 0.8, space: 0.9, text: 1 };

/** How many bytes a row stands for, in each table that counts. */
const SIZES: readonly (readonly [Table, (row: Row) => number])[] = [
	['feeds', ({ value }) => readFeedSize(value)],
	['states', ({ value }) => readCharterSize(value)],
	['usage', ({ value }) => readUsageRow(value).bytes],
	['packages', ({ value }) => value.length]
];

/** See the header. */
export class Room {
	#used: Promise<number> | null = null;
	/** What came while it was being counted, or since. */
	#grown = 0;

	/** `freeBytes`: free disk space. */
	constructor(
		readonly store: Store,
		readonly freeBytes: () => Promise<number> = () => Promise.resolve(Infinity)
	) {}

	/** Records that the stored data has grown or shrunk. */
	grow(bytes: number): void {
		this.#grown += bytes;
	}

	/** Stored bytes. */
	async used(): Promise<number> {
		this.#used ??= this.#count().catch((why: unknown) => {
			this.#used = null;
			throw why;
		});
		return (await this.#used) + this.#grown;
	}

	/** Whether this many more bytes may be stored. */
	async has(matter: Matter, bytes: number, limits: Pick<Limits, 'bytesPerCentre' | 'reserveBytes'>): Promise<boolean> {
		if ((await this.used()) + bytes > SHARE[matter] * limits.bytesPerCentre) return false;
		return matter === 'text' || (await this.freeBytes()) - bytes >= limits.reserveBytes;
	}

	async #count(): Promise<number> {
		const before = this.#grown;
		let sum = 0;
		for (const [table, size] of SIZES) {
			for (let after: Uint8Array | undefined; ;) {
				const page = { prefix: new Uint8Array(), maxRows: 10_000, maxBytes: 8 * 1024 * 1024 };
				const rows = await this.store.range(table, { ...page, ...(after && { after }) });
				for (const row of rows) sum += size(row);
				after = rows.at(-1)?.key;
				if (!after) break;
			}
		}
		// anything before the count is included in it
		this.#grown -= before;
		return sum;
	}
}
