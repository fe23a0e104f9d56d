/** The relay's command: reads its options, opens its data, listens, and ends on a signal. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isUsed, openFolder } from './folder';
import { logTo } from './settings/log';
import { readOptions, type Options } from './options';
import { startRelay, type Relay } from './relay';
import { renewSetupCode } from './renewing';
import { fewSockets } from './sockets';

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
else await (options.task === 'serve' ? run(options) : renew(options));

async function run(options: Options): Promise<void> {
	const { app, data, isNew, publicUrl, host, port, origins, hosts, proxies } = options;
	if (app !== null && !statSync(app, { throwIfNoEntry: false })?.isDirectory())
		return fail(`There is no built app in ${app}.`);
	const folder = await openFolder(data, isNew);
	if (typeof folder === 'string') return fail(folder);
	const { store, disk, marker, release } = folder;
	const mark = (): void => {
		if (!marker.tryPut()) warn(`${marker.path} cannot be written: an empty data folder will not be noticed.`);
	};
	let relay: Relay;
	try {
		const served = app === null ? null : resolve(app);
		const where = { app: served, host, port, origins, hosts, proxies };
		relay = await startRelay({ ...where, store, disk, log, onFounded: mark });
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
	if (isNew) marker.remove();
	if (folder.isFounded) mark();
	if (folder.isFull)
		warn(
			`The disk with the data folder ${data} is full: what is kept is given out, nothing is taken until there is room.`
		);
	const few = fewSockets();
	if (few !== null) warn(few);
	const address = publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${relay.port}/`;
	say(`Sofortchat: ${address}`);
	if (relay.setupCode !== null) {
		say(`Set-up code: ${relay.setupCode}`);
		say(`Found your centre here: ${address}#einrichten=${relay.setupCode}`);
	}
	say('ready');
}

async function renew({ data }: Options): Promise<void> {
	if (!isUsed(data)) return fail(`There is nothing of a relay in ${data}.`);
	const folder = await openFolder(data, false);
	if (typeof folder === 'string') return fail(folder);
	const { store, marker, release } = folder;
	try {
		const code = await renewSetupCode(store);
		if (code === null) return fail(`Others than its founder have been let into the centre in ${data}: it stays.`);
		marker.remove();
		say(`Set-up code: ${code}`);
	} catch {
		// The disk, whatever its problem: nothing has changed.
		fail(`The data folder ${data} cannot be written to.`);
	} finally {
		await store.close();
		release();
	}
}

function endOnSignal(relay: Relay, unlock: () => void): void {
	let isEnding = false;
	const end = (): void => {
		// A second signal means: do not wait.
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
