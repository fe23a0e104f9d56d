#!/usr/bin/env node
/**
 * Firefox as Playwright starts it (WebDriver BiDi): forwards everything, and itself answers commands that Debian's
 * ESR does not know yet and that no test here relies on. Any other unknown command stays an error.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { WebSocket, WebSocketServer } from 'ws';

/** Settings made by preferences instead (launch.ts), or that nothing here depends on. */
const UNKNOWN = {
	'emulation.setLocaleOverride': {},
	'emulation.setMediaFeaturesOverride': {},
	'emulation.setScreenOrientationOverride': {},
	'emulation.setScreenSettingsOverride': {},
	'emulation.setTimezoneOverride': {},
	'emulation.setTouchOverride': {},
	'network.addDataCollector': { collector: 'none' },
	'network.disownData': {},
	'network.removeDataCollector': {},
	'permissions.setPermission': {}
};
const LISTENS = /WebDriver BiDi listening on (ws:\/\/\S+)/;

const firefox = process.env['FIREFOX'] ?? 'firefox-esr';
const child = spawn(firefox, process.argv.slice(2), { stdio: ['ignore', 'inherit', 'pipe'] });
child.on('error', (error) => {
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT'])) process.on(signal, () => child.kill(signal));
createInterface({ input: child.stderr }).on('line', (line) => {
	const url = LISTENS.exec(line)?.[1];
	if (url === undefined) process.stderr.write(`${line}\n`);
	else listen(url);
});

/** @param {string} url */
function listen(url) {
	const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: 0 }, () => {
		const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
		process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${port}\n`);
	});
	server.on('connection', (near, { url: path }) => {
		const far = new WebSocket(url + path, { maxPayload: 0 });
		/** @type {string[]} */
		const early = [];
		/** @type {Map<number, string>} */
		const asked = new Map();
		near.on('message', (data) => {
			const text = plain(data);
			const { id, method } = JSON.parse(text);
			// newer versions know it, but not yet the event that Playwright waits for: the preferences say where
			if (method === 'browser.setDownloadBehavior') {
				near.send(JSON.stringify({ type: 'success', id, result: {} }));
				return;
			}
			asked.set(id, method);
			if (far.readyState === WebSocket.OPEN) far.send(text);
			else early.push(text);
		});
		far.on('open', () => early.forEach((text) => far.send(text)));
		far.on('message', (data) => near.send(answered(plain(data), asked)));
		for (const [one, other] of [
			[near, far],
			[far, near]
		]) {
			one?.on('close', () => other?.close());
			one?.on('error', () => other?.close());
		}
	});
}

/**
 * What Playwright receives: Firefox's answer, or ours to a command it does not know.
 * @param {string} text
 * @param {Map<number, string>} asked
 */
function answered(text, asked) {
	const { id, type, error } = JSON.parse(text);
	if (id === undefined || id === null) return text;
	const method = asked.get(id) ?? '';
	asked.delete(id);
	const isOurs = type === 'error' && (error === 'unknown command' || method === 'permissions.setPermission');
	const result = isOurs ? UNKNOWN[/** @type {keyof typeof UNKNOWN} */ (method)] : undefined;
	return result === undefined ? text : JSON.stringify({ type: 'success', id, result });
}

/** @param {import('ws').RawData} data */
function plain(data) {
	return new TextDecoder().decode(/** @type {Buffer} */ (data));
}
