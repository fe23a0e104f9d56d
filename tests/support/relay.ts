/**
 * A real relay for a test: the built one in its own process, on a port that it takes itself (a port merely
 * found free may be taken a moment later), with a data folder that is removed with it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A running relay. */
export interface TestRelay {
	/** `http://127.0.0.1:port`, without a trailing slash. */
	readonly url: string;
	readonly port: number;
	/** The set-up code, or null if the centre is founded already. */
	readonly setupCode: string | null;
	/** The address with the set-up code; null like the code. */
	readonly setupUrl: string | null;
	/** In its own folder: next to it is the note that it keeps a centre. */
	readonly dataDir: string;
	readonly pid: number;
	/** Everything it has printed so far. */
	log(): string;
	/** SIGTERM; resolves to the exit code, and removes the data folder unless it was given or is to be kept. */
	stop(options?: { readonly keep?: boolean }): Promise<number | null>;
	/** SIGKILL, like a power cut: the data folder stays. */
	kill(): Promise<void>;
}

/** How to start it; with an earlier one's `dataDir` and `port` it comes back as that one. */
export interface RelayOptions {
	readonly dataDir?: string;
	readonly port?: number;
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, '../..');
const main = join(root, 'build/relay/main.mjs');
const START_MS = 60_000;
let servedApp = join(root, 'build/app');

/** Makes every relay of this process serve another folder than the built app. */
export function serve(app: string): void {
	servedApp = app;
}

const living = new Set<() => void>();
process.on('exit', () => living.forEach((end) => end()));

/** Starts the built relay and waits for it to print its address. Otherwise rejects with its log. */
export async function startRelay(options: RelayOptions = {}): Promise<TestRelay> {
	if (!existsSync(main)) throw new Error('There is no build/relay/main.mjs: run `npm run build` first.');
	const home = options.dataDir === undefined ? await mkdtemp(join(tmpdir(), 'sofortchat-')) : null;
	const dataDir = options.dataDir ?? join(home ?? '', 'data');
	const args = [main, '--app', servedApp, '--data', dataDir, ...(options.args ?? [])];
	const child = spawn(process.execPath, args, {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, ...options.env, HOST: '127.0.0.1', PORT: String(options.port ?? 0) }
	});
	const end = (): void => void child.kill('SIGKILL');
	living.add(end);
	const exited = new Promise<number | null>((resolve) => {
		child.once('error', () => resolve(null));
		child.once('exit', (code) => resolve(code));
	});
	void exited.then(() => living.delete(end));

	let printed = '';
	await new Promise<void>((resolve, reject) => {
		const fail = (why: string): void => {
			end();
			reject(new Error(`The relay ${why}. It said:\n${printed}`));
		};
		const timer = setTimeout(() => fail(`did not start in ${START_MS} ms`), START_MS);
		const onData = (chunk: Buffer): void => {
			printed += chunk.toString('utf8');
			if (!/^ready$/m.test(printed)) return;
			clearTimeout(timer);
			resolve();
		};
		child.stdout.on('data', onData);
		child.stderr.on('data', onData);
		void exited.then((code) => (clearTimeout(timer), fail(`ended with ${code}`)));
	});
	const port = Number(/http:\/\/127\.0\.0\.1:(\d+)\//.exec(printed)?.[1]);
	const url = `http://127.0.0.1:${port}`;
	const setupCode = /#einrichten=([^\s"')]+)/.exec(printed)?.[1] ?? null;

	return {
		url,
		port,
		setupCode,
		setupUrl: setupCode === null ? null : `${url}/#einrichten=${setupCode}`,
		dataDir,
		pid: child.pid ?? 0,
		log: () => printed,
		async stop({ keep = options.dataDir !== undefined } = {}) {
			child.kill('SIGTERM');
			const code = await exited;
			if (!keep) for (const path of [dataDir, `${dataDir}.founded`]) await rm(path, { recursive: true, force: true });
			if (!keep && home !== null) await rm(home, { recursive: true, force: true });
			return code;
		},
		async kill() {
			end();
			await exited;
		}
	};
}
