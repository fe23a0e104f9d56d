/** The relay's command: reads its options, opens its data, listens, and ends on a signal. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { openFolder } from './folder';
import { logTo } from './log';
import { readOptions, type Options } from './options';
import { startRelay, type Relay } from './relay';

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

async function run({ app, data, isNew, host, port, origins, hosts }: Options): Promise<void> {
	if (app !== null && !statSync(app, { throwIfNoEntry: false })?.isDirectory())
		return fail(`There is no built app in ${app}.`);
	const folder = await openFolder(data, isNew);
	if (typeof folder === 'string') return fail(folder);
	const { store, disk, marker, release } = folder;
	const mark = (): void => {
		if (!marker.tryPut()) warn(`${marker.path} can not be written: an empty data folder will not be noticed.`);
	};
	let relay: Relay;
	try {
		// Only now is it sure that nobody will want what it stood for.
		if (isNew) marker.remove();
		const served = app === null ? null : resolve(app);
		relay = await startRelay({ store, app: served, host, port, origins, hosts, log, disk, onFounded: mark });
	} catch (why) {
		const code = why instanceof Error && 'code' in why ? String(why.code) : '';
		await store.close();
		release();
		return fail(
			SENTENCES.get(code)?.(host, port) ??
				`The relay could not start on ${host}, port ${port} (${code || 'unknown reason'}).`
		);
	}
	endOnSignal(relay, release);
	if (folder.isFounded) mark();
	if (folder.isFull)
		warn(
			`The disk with the data folder ${data} is full: what is kept is given out, nothing is taken until there is room.`
		);
	const address = `http://${host.includes(':') ? `[${host}]` : host}:${relay.port}/`;
	say(`Sofortchat: ${address}`);
	if (relay.setupCode !== null) {
		say(`Set-up code: ${relay.setupCode}`);
		say(`Found your centre here: ${address}#einrichten=${relay.setupCode}`);
	}
	say('ready');
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
	warn(sentence);
	process.exitCode = 1;
}

function warn(sentence: string): void {
	process.stderr.write(`${sentence}\n`);
}
