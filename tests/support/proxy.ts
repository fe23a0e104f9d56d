/** nginx and Caddy as relay/proxy sets them up: the same files, with a test's names, ports and certificate. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../scripts/programs.mjs';

/** A running proxy. */
export interface TestProxy {
	/** `https://chat.sofortchat.test:port`, without a trailing slash; its certificate is self-signed. */
	readonly url: string;
	stop(): Promise<void>;
}

export type ProxyName = 'nginx' | 'caddy';

const NAME = 'chat.sofortchat.test';
const folder = join(import.meta.dirname, '../../relay/proxy');

/** Starts one of them in front of a relay. If it does not start, rejects with its output. */
export async function startProxy(name: ProxyName, relayPort: number): Promise<TestProxy> {
	const home = await mkdtemp(join(tmpdir(), `sofortchat-${name}-`));
	const [port, plainPort] = [await freePort(), await freePort()];
	const certificate = { cert: join(home, 'cert.pem'), key: join(home, 'key.pem') };
	const asked = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${NAME}`];
	const names = ['-addext', `subjectAltName=DNS:${NAME}`, '-keyout', certificate.key, '-out', certificate.cert];
	execFileSync('openssl', [...asked, ...names], { stdio: 'ignore' });
	const { config, args } = await SETUPS[name]({ home, port, plainPort, relayPort, ...certificate });
	await writeFile(join(home, 'config'), config);
	const child = spawn(findProgram(name) ?? name, args, {
		env: { ...process.env, HOME: home },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const stop = async (): Promise<void> => {
		child.kill('SIGTERM');
		await ended;
		await rm(home, { recursive: true, force: true });
	};
	const isUp = await Promise.race([listens(port), ended.then(() => false)]);
	if (isUp) return { url: `https://${NAME}:${String(port)}`, stop };
	await stop();
	throw new Error(`${name} did not start:\n${said}`);
}

interface Setup {
	readonly home: string;
	readonly port: number;
	readonly plainPort: number;
	readonly relayPort: number;
	readonly cert: string;
	readonly key: string;
}

const SETUPS: Readonly<Record<ProxyName, (setup: Setup) => Promise<{ config: string; args: string[] }>>> = {
	nginx: async ({ home, port, plainPort, relayPort, cert, key }) => {
		const site = replaced(await readFile(join(folder, 'nginx.conf'), 'utf8'), [
			['listen 80;', `listen 127.0.0.1:${String(plainPort)};`],
			['listen 443 ssl http2;', `listen 127.0.0.1:${String(port)} ssl http2;`],
			['chat.example.org;', `${NAME};`],
			['/etc/ssl/chat.example.org.pem', cert],
			['/etc/ssl/private/chat.example.org.key', key],
			['127.0.0.1:8080', `127.0.0.1:${String(relayPort)}`]
		]);
		const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${home}/${one};`);
		const around = [`pid ${home}/pid;`, 'daemon off;', `error_log ${home}/error.log;`, 'events {}'].join('\n');
		const config = `${around}\nhttp {\n${paths.join('\n')}\n${site}\n}\n`;
		return { config, args: ['-p', home, '-c', join(home, 'config'), '-e', join(home, 'error.log')] };
	},
	caddy: async ({ home, port, plainPort, relayPort, cert, key }) => {
		const site = replaced(await readFile(join(folder, 'Caddyfile'), 'utf8'), [
			['chat.example.org {', `${NAME}:${String(port)} {\n\tbind 127.0.0.1\n\ttls ${cert} ${key}`],
			['127.0.0.1:8080', `127.0.0.1:${String(relayPort)}`]
		]);
		const config = `{\n\tadmin off\n\thttp_port ${String(plainPort)}\n}\n${site}`;
		return { config, args: ['run', '--config', join(home, 'config'), '--adapter', 'caddyfile'] };
	}
};

function replaced(text: string, pairs: readonly (readonly [string, string])[]): string {
	return pairs.reduce((now, [from, to]) => {
		if (!now.includes(from)) throw new Error(`the file has no "${from}"`);
		return now.replaceAll(from, to);
	}, text);
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

/** Resolves to whether somebody listens there within some seconds. */
async function listens(port: number): Promise<boolean> {
	for (let i = 0; i < 300; i++) {
		const isUp = await new Promise<boolean>((resolve) => {
			const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
			socket.on('error', () => resolve(false));
		});
		if (isUp) return true;
		// reason: a process does not announce that it is listening
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return false;
}
