/**
 * A note beside the data folder that it holds a centre. It is beside and not inside because it guards against an
 * unmounted disk: the folder exists then, and is empty. SPEC.md R38.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';

/** The note for one data folder. */
export class Marker {
	/** Its path: `/srv/chat/data.founded` for `/srv/chat/data`. */
	readonly path: string;

	constructor(folder: string) {
		this.path = `${resolve(folder)}.founded`;
	}

	/** Whether the folder held a centre. */
	get isThere(): boolean {
		return existsSync(this.path);
	}

	/** Writes it; false when it cannot be written. */
	tryPut(): boolean {
		if (this.isThere) return true;
		const name = basename(this.path, '.founded');
		try {
			writeFileSync(this.path, `${name} keeps a centre. If it is empty, its disk is probably not mounted.\n`);
			return true;
		} catch {
			// The relay's user may not write there; the operator is told.
			return false;
		}
	}

	/** Removes it. */
	remove(): void {
		rmSync(this.path, { force: true });
	}
}
