/**
 * A note beside the data folder that a centre is kept in it. It lies beside and not inside, since what it is for is
 * the disk that is not mounted: the folder is there then, and empty. SPEC.md R38.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';

/** The note for one data folder. */
export class Marker {
	/** Where it lies: `/srv/chat/data.founded` for `/srv/chat/data`. */
	readonly path: string;

	constructor(folder: string) {
		this.path = `${resolve(folder)}.founded`;
	}

	/** Whether a centre was kept in the folder. */
	get isThere(): boolean {
		return existsSync(this.path);
	}

	/** Leaves it; false when it cannot be left there. */
	tryPut(): boolean {
		if (this.isThere) return true;
		const name = basename(this.path, '.founded');
		try {
			writeFileSync(this.path, `${name} keeps a centre. If it is empty, its disk is probably not mounted.\n`);
			return true;
		} catch {
			// Whoever runs the relay may not write there; he is told.
			return false;
		}
	}

	/** Takes it away. */
	remove(): void {
		rmSync(this.path, { force: true });
	}
}
