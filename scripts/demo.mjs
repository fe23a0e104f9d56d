/**
 * `npm run demo`: the relay on a throw-away folder, with a furnished centre (tests/demo): three
 * counsellors, 40 clients, groups, two years of documents and monitorings; `--streams 1000` gives the first counsellor
 * that many clients, `--long 20000` one of those that many messages, `--small` leaves most of the 40 out. PORT and HOST as for `npm start`; without PORT it uses a
 * free one. For the benchmark: a number on standard input, and so many of those clients write as in a week. The folder is
 * deleted at the end.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { install } from './install.mjs';
import { root } from './inputs.mjs';

const { values } = parseArgs({
	options: {
		streams: { type: 'string', default: '0' },
		long: { type: 'string', default: '0' },
		small: { type: 'boolean', default: false }
	}
});
const PASSPHRASE = 'Ziegel Lampion Fahrrad Mondschein';

install();
const [{ createServer: createVite }, { svelte }, { build }] = await Promise.all([
	import('vite'),
	import('@sveltejs/vite-plugin-svelte'),
	import('./build.mjs')
]);
await build();

const folder = await mkdtemp(join(tmpdir(), 'sofortchat-demo-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const relay = spawn(
	process.execPath,
	[join(root, 'build/relay/main.mjs'), '--app', join(root, 'build/app'), '--data', join(folder, 'data')],
	// A separate process group: Ctrl+C reaches only this process, which ends the relay cleanly.
	{ cwd: root, detached: true, stdio: ['ignore', 'pipe', 'inherit'], env: { PORT: '0', ...process.env } }
);
const ended = new Promise((resolve) => relay.once('exit', resolve));
let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end(0));
process.on('exit', () => relay.kill('SIGKILL'));
void ended.then((code) => end(code === 0 ? 0 : 1));

try {
	const { origin, setupCode } = await ready();
	say('Furnishing the centre ...');
	const beginMs = performance.now();
	const { counsellors, links, count, goAway } = await furnish(origin, setupCode);
	say(`
Sofortchat is open for a look: ${origin}/

${counsellors.length} counsellors, ${count.clients} clients, ${count.messages} messages, ${count.monitorings} monitorings; furnished in ${Math.round((performance.now() - beginMs) / 1000)} s.

Be a counsellor: open that address, choose "Mit dem Notfallblatt wiederherstellen", enter 18 words and a passphrase.
${counsellors.map(sheet).join('\n')}

Be a client, in another browser or a private window:
${links.map(({ client, url }) => `  ${client.padEnd(5)} ${url}`).join('\n')}

Ctrl+C ends it and removes everything.`);
	createInterface({ input: process.stdin }).on('line', (line) => {
		if (Number(line) > 0)
			void goAway(Number(line)).then((messages) => say(`${messages} messages have come meanwhile.`));
	});
} catch (error) {
	if (!isEnding) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	await end(1);
}

/**
 * Runs tests/demo in this process; Vite reads its TypeScript.
 * @param {string} origin
 * @param {string} setupCode
 * @returns {Promise<import('../tests/demo/furnish').Furnished>}
 */
async function furnish(origin, setupCode) {
	const vite = await createVite({
		configFile: false,
		root,
		logLevel: 'error',
		appType: 'custom',
		plugins: [svelte({ configFile: false })],
		optimizeDeps: { noDiscovery: true },
		server: { middlewareMode: true, hmr: false, ws: false, watch: null }
	});
	try {
		const { furnishAt } = await vite.ssrLoadModule('/tests/demo/main.ts');
		const [streams, long] = [values.streams, values.long].map(Number);
		return await furnishAt(origin, setupCode, { streams: streams ?? 0, long: long ?? 0, isSmall: values.small });
	} finally {
		await vite.close();
	}
}

/**
 * How to log in as a counsellor.
 * @param {{ name: string, words: readonly string[] }} counsellor
 */
function sheet({ name, words }) {
	return `  ${name}
  words:      ${words.slice(0, 9).join(' ')}
              ${words.slice(9).join(' ')}
  passphrase: ${PASSPHRASE} (or one of your own)`;
}

/**
 * Ends the relay and deletes the folder.
 * @param {number} code
 */
async function end(code) {
	if (isEnding) return;
	isEnding = true;
	relay.kill('SIGTERM');
	await ended;
	process.exit(code);
}

/**
 * The relay's address and set-up code, once it reports that it is ready.
 * @returns {Promise<{ origin: string, setupCode: string }>}
 */
function ready() {
	return new Promise((resolve, reject) => {
		let printed = '';
		relay.stdout.on('data', (chunk) => {
			printed += String(chunk);
			if (!/^ready$/m.test(printed)) return;
			const [, address = '', setupCode = ''] = /(\S+)\/#einrichten=(\S+)/.exec(printed) ?? [];
			resolve({ origin: address, setupCode });
		});
		void ended.then(() => reject(new Error('The relay did not start.')));
	});
}

/** @param {string} text */
function say(text) {
	process.stdout.write(`${text}\n`);
}
