/** For tests: its own small disk, a mounted file, that can really be full or fail. Needs root on Linux. */
import { execFileSync } from 'node:child_process';
import {
	closeSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	rmSync,
	statfsSync,
	truncateSync,
	writeFileSync,
	writeSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A mounted file system (ext4). */
export interface SmallDisk {
	/** Its mount point. */
	readonly folder: string;
	/** Uses up all its space. */
	readonly fill: () => void;
	/** Frees what filled it. */
	readonly makeRoom: () => void;
	/** A device error: read-only from then on, until it is mounted again. */
	readonly breakDown: () => void;
	/** Makes files unwritable, and stops anything being created in folders; or undoes it. */
	readonly forbid: (paths: readonly string[], isForbidden: boolean) => void;
	/** Unmounts it; open files stay usable. */
	readonly unmount: () => void;
	/** Mounts what is kept on it. */
	readonly mount: () => void;
}

/** Why there is no such disk here; null if there is. */
export const whyNoDisk: string | null = tryOne();

/** A new disk of this many megabytes; gone when the test ends. Unused space costs nothing. */
export function smallDisk(megabytes: number): SmallDisk {
	const { disk, remove } = made(megabytes);
	onTestFinished(remove);
	return disk;
}

function made(megabytes: number): { disk: SmallDisk; remove: () => void } {
	const home = mkdtempSync(join(tmpdir(), 'sofortchat-disk-'));
	const image = join(home, 'image');
	const folder = join(home, 'disk');
	mkdirSync(folder);
	writeFileSync(image, '');
	truncateSync(image, megabytes * 1024 * 1024);
	run('mkfs.ext4', '-q', '-F', '-m', '0', image);
	const filling = ['most', 'rest'].map((name) => join(folder, name)) as [string, string];
	const mount = (): void => run('mount', '-o', 'loop,errors=remount-ro', image, folder);
	const unmount = (): void => run('umount', '--lazy', folder);
	const remove = (): void => {
		process.off('exit', remove);
		try {
			unmount();
		} finally {
			rmSync(home, { recursive: true, force: true });
		}
	};
	const disk: SmallDisk = {
		folder,
		mount,
		unmount,
		fill: () => {
			const { bavail, bsize } = statfsSync(folder);
			if (bavail > 2048) run('fallocate', '--length', String((bavail - 1024) * bsize), filling[0]);
			fillUp(filling[1]);
		},
		makeRoom: () => {
			for (const path of filling) rmSync(path, { force: true });
		},
		forbid: (paths, isForbidden) =>
			run('chattr', isForbidden ? '+i' : '-i', ...paths.map((path) => join(folder, path))),
		breakDown: () => {
			// Flushed first, as it would be some seconds later anyway.
			run('sync', '--file-system', folder);
			const device = execFileSync('findmnt', ['-n', '-o', 'SOURCE', folder], { encoding: 'utf8' }).trim();
			writeFileSync(`/sys/fs/ext4/${basename(device)}/trigger_fs_error`, '1');
		}
	};
	try {
		mount();
	} catch (why) {
		rmSync(home, { recursive: true, force: true });
		throw why;
	}
	// An interrupted run leaves nothing mounted either.
	process.on('exit', remove);
	return { disk, remove };
}

/** Writes until there is no room for anything. */
function fillUp(path: string): void {
	const file = openSync(path, 'w');
	for (const size of [1024 * 1024, 1024]) {
		const block = new Uint8Array(size);
		try {
			while (writeSync(file, block) === size);
		} catch (why) {
			if (!(why instanceof Error && 'code' in why && why.code === 'ENOSPC')) throw why;
		}
	}
	closeSync(file);
}

function tryOne(): string | null {
	if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux mounts a disk';
	try {
		made(8).remove();
		return null;
	} catch {
		// No tools, or a container without the permission.
		return 'nothing can be mounted here';
	}
}

function run(command: string, ...args: readonly string[]): void {
	execFileSync(command, args, { stdio: 'ignore' });
}
