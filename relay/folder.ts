/** The data folder: made ours, locked, tried out and opened; or one sentence about why not. SPEC.md R24, R37, R38. */
import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { equal } from '../src/lib/base/bytes';
import { lockFolder } from './lock';
import { Marker } from './marker';
import { diskUnder, MARGIN_BYTES, type Disk } from './store/disk';
import { withFiles } from './store/files';
import { lmdbStore } from './store/lmdb';
import { findFact, FORMAT } from './store/rows';
import type { Store } from './store/store';

/** A data folder that nobody else has open. */
export interface Folder {
	readonly store: Store;
	readonly disk: Disk;
	readonly marker: Marker;
	/** Whether a centre is kept in it. */
	readonly isFounded: boolean;
	/** Whether it can be read but not written to for now. */
	readonly isFull: boolean;
	/** Releases it for others; the store must be closed by then. */
	readonly release: () => void;
}

/** Opens the folder `data`. `isNew`: the operator says that it holds no centre. */
export async function openFolder(data: string, isNew: boolean): Promise<Folder | string> {
	const folder = resolve(data);
	const marker = new Marker(folder);
	const isLost = (): boolean => marker.isThere && !isNew;
	// Before anything is created there: a disk mounted later would hide it.
	if (isLost() && !isUsed(folder)) return lost(data);
	let release: (() => void) | null = null;
	try {
		prepare(folder);
		release = await lockFolder(folder);
		if (!release) return `Another relay works on the data folder ${data}.`;
		const disk = diskUnder(folder);
		const isFull = await isFullNow(disk, folder);
		const store = await withFiles(lmdbStore(folder), 'chunks', join(folder, 'blobs'));
		const isFounded = (await findFact(store, 'founded-centre')) !== null;
		const isOld = isFounded && !equal((await findFact(store, 'format')) ?? new Uint8Array(), FORMAT);
		const unfit = isFounded && isNew ? notNew(data) : !isFounded && isLost() ? lost(data) : null;
		const wrong = isOld ? old(data) : unfit;
		if (wrong === null) return { store, disk, marker, isFounded, isFull, release };
		await store.close();
		release();
		return wrong;
	} catch (why) {
		release?.();
		return (why instanceof Error && 'code' in why && SENTENCES.get(String(why.code))?.(data)) || unusable(data);
	}
}

/** Whether a relay has ever stored anything in the folder. */
export function isUsed(data: string): boolean {
	return existsSync(join(data, DATABASE));
}

const DATABASE = 'relay.mdb';

const full = (data: string): string => `The data folder ${data} has no room: its disk is full.`;
const unusable = (data: string): string => `The data folder ${data} cannot be written to.`;
const lost = (data: string): string =>
	`The data folder ${data} is empty, but a centre was kept in it: see whether its disk is mounted, or put your copy back; to begin without what was kept, start with --new.`;
const old = (data: string): string =>
	`The data folder ${data} keeps a centre in an earlier format, which this relay cannot read: keep it for the version that wrote it, and give this one another folder.`;
const notNew = (data: string): string =>
	`The data folder ${data} keeps a centre: --new is for an empty one, so leave it out.`;

const SENTENCES: ReadonlyMap<string, (data: string) => string> = new Map([
	['ENOSPC', full],
	['EDQUOT', full],
	['EROFS', (data: string) => `The data folder ${data} is on a disk that is read-only: mount it for writing.`]
]);

/** Whether only lack of space prevents writing. Rejects for other reasons, or when there is nothing to read either. */
async function isFullNow(disk: Disk, folder: string): Promise<boolean> {
	try {
		await disk.tryOut();
		if ((await disk.freeBytes()) >= MARGIN_BYTES) return false;
	} catch (why) {
		if (!(why instanceof Error && 'code' in why && (why.code === 'ENOSPC' || why.code === 'EDQUOT'))) throw why;
	}
	// LMDB maps its lock file, and a page of it without space ends the process.
	if (![DATABASE, `${DATABASE}-lock`].every((name) => existsSync(join(folder, name))))
		throw Object.assign(new Error('no room to begin'), { code: 'ENOSPC' });
	return true;
}

/** Makes sure that the folder exists, and that only we can read and write it. */
function prepare(folder: string): void {
	makeFolder(folder);
	chmodSync(folder, 0o700);
	accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}

/** One level at a time: Node's recursive mkdir never ends where a file system answers ENOENT for it (/proc). */
function makeFolder(folder: string): void {
	const there = statSync(folder, { throwIfNoEntry: false });
	if (there?.isDirectory()) return;
	if (there) throw new Error('not a folder');
	makeFolder(dirname(folder));
	mkdirSync(folder, { mode: 0o700 });
}
