/** The relay's command: reads its options, opens its data, listens, and ends on a signal. */
import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { lockFolder } from './lock';
import { logTo } from './log';
import { readOptions, type Options } from './options';
import { startRelay, type Relay } from './relay';
import { withFiles } from './store/files';
import { lmdbStore } from './store/lmdb';
import type { Store } from './store/store';

const log = logTo((line) => process.stderr.write(line));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const SENTENCES: ReadonlyMap<string, (host: string, port: number) => string> = new Map([
	['EADDRINUSE', (_host: string, port: number) => `Port ${port} is in use by another program; set PORT to a free one.`],
	['EACCES', (_host: string, port: number) => `Port ${port} may not be used by this user; set PORT to one above 1023.`],
	['EADDRNOTAVAIL', (host: string) => `HOST ${host} is not an address of this machine.`],
	['ENOTFOUND', (host: string) => `HOST ${host} is not known.`]
]);

const options = readOptions(process.argv.slice(2), process.env);
if (typeof options === 'string') fail(options);
else await run(options);

async function run({ app, data, host, port, origins, hosts }: Options): Promise<void> {
	if (app !== null && !statSync(app, { throwIfNoEntry: false })?.isDirectory())
		return fail(`There is no built app in ${app}.`);
	const unusable = `The data folder ${data} can not be written to.`;
	if (!prepare(data)) return fail(unusable);
	const unlock = await lockFolder(resolve(data));
	if (!unlock) return fail(`Another relay works on the data folder ${data}.`);
	const store = await openStore(resolve(data));
	if (!store) {
		unlock();
		return fail(unusable);
	}
	const folder = app === null ? null : resolve(app);
	let relay: Relay;
	try {
		relay = await startRelay({ store, app: folder, host, port, origins, hosts, log, freeBytes: () => freeBytes(data) });
	} catch (why) {
		const code = why instanceof Error && 'code' in why ? String(why.code) : '';
		await store.close();
		unlock();
		return fail(
			SENTENCES.get(code)?.(host, port) ??
				`The relay could not start on ${host}, port ${port} (${code || 'unknown reason'}).`
		);
	}
	endOnSignal(relay, unlock);
	const address = `http://${host.includes(':') ? `[${host}]` : host}:${relay.port}/`;
	say(`Sofortchat: ${address}`);
	if (relay.setupCode !== null) {
		say(`Set-up code: ${relay.setupCode}`);
		say(`Found your centre here: ${address}#einrichten=${relay.setupCode}`);
	}
	say('ready');
}

/** What the disk has left. */
async function freeBytes(folder: string): Promise<number> {
	const { bavail, bsize } = await statfs(folder);
	return bavail * bsize;
}

/** Whether there is such a folder, ours to write and nobody else's to read. */
function prepare(folder: string): boolean {
	try {
		makeFolder(folder);
		chmodSync(folder, 0o700);
		accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
		return true;
	} catch {
		// Whatever the reason, the operator has to look at the folder.
		return false;
	}
}

async function openStore(folder: string): Promise<Store | null> {
	try {
		return await withFiles(lmdbStore(folder), 'chunks', join(folder, 'blobs'));
	} catch {
		// A file that is no store, or may not be written.
		return null;
	}
}

/** Step by step: Node's recursive way never ends where a file system answers ENOENT for what can not be made (/proc). */
function makeFolder(folder: string): void {
	const there = statSync(folder, { throwIfNoEntry: false });
	if (there?.isDirectory()) return;
	if (there) throw new Error('not a folder');
	makeFolder(dirname(folder));
	mkdirSync(folder, { mode: 0o700 });
}

function endOnSignal(relay: Relay, unlock: () => void): void {
	let isEnding = false;
	const end = (): void => {
		// Whoever asks twice does not want to wait.
		if (isEnding) process.exit(1);
		isEnding = true;
		relay.stop().then(
			() => {
				unlock();
				process.exit(0);
			},
			(why: unknown) => {
				log('unexpected', why);
				process.exit(1);
			}
		);
	};
	process.on('SIGTERM', end);
	process.on('SIGINT', end);
}

function fail(sentence: string): void {
	process.stderr.write(`${sentence}\n`);
	process.exitCode = 1;
}
