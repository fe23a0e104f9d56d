/**
 * The disk under the data folder, asked before the database writes: LMDB does not survive every failed write
 * (DECISIONS.md), so that foreseeable failures never reach it. SPEC.md R37.
 */
import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** A disk, as far as writing needs to know it. */
export interface Disk {
	/** The free space. */
	readonly freeBytes: () => Promise<number>;
	/** Writes a little and removes it again. Rejects while nothing can be written. */
	readonly tryOut: () => Promise<void>;
}

/** The last bytes are reserved for making room again: erasing writes, too. */
export const MARGIN_BYTES = 8 * 1024 * 1024;

/** An infinite disk. */
export const ENDLESS: Disk = { freeBytes: () => Promise.resolve(Infinity), tryOut: () => Promise.resolve() };

/** The disk that holds this folder. */
export function diskUnder(folder: string): Disk {
	const trial = join(folder, 'trial');
	return {
		freeBytes: async () => {
			const { bavail, bsize } = await statfs(folder);
			return bavail * bsize;
		},
		tryOut: async () => {
			const file = await open(trial, 'w', 0o600);
			try {
				await file.writeFile(new Uint8Array(4096));
				await file.sync();
			} finally {
				await file.close();
				await rm(trial, { force: true });
			}
		}
	};
}
