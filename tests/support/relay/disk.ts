/** For tests: a small disk of its own, a file that is mounted, which can really be full or break down. Takes root on Linux. */
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
	/** Where it is mounted. */
	readonly folder: string;
	/** Leaves nothing of it. */
	readonly fill: () => void;
	/** Gives back what filled it. */
	readonly makeRoom: () => void;
	/** An error of the device: it is read-only from then on, until it is mounted again. */
	readonly breakDown: () => void;
	/** Lets these files not be written, and nothing be made in these folders; or lets it again. */
	readonly forbid: (paths: readonly string[], isForbidden: boolean) => void;
	/** Takes it away; who still has files open keeps them. */
	readonly unmount: () => void;
	/** Mounts what is kept on it. */
	readonly mount: () => void;
}

/** Why there is no such disk here; null when there is. */
export const whyNoDisk: string | null = tryOne();

/** A new disk of so many megabytes; it is gone when the test ends. Larger than what is written to it costs nothing. */
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
			// what was written is on it, as it is some seconds later in any case
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
	// a run that is broken off leaves nothing mounted either
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
		// No tools, or a container that may not.
		return 'nothing can be mounted here';
	}
}

function run(command: string, ...args: readonly string[]): void {
	execFileSync(command, args, { stdio: 'ignore' });
}
