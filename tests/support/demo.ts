/** The demo as its own process. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, '../../scripts/demo.mjs');

/** A running demo: its address, what it printed, its counsellors' recovery words, and how to end it. */
export interface Demo {
	readonly url: string;
	readonly printed: string;
	readonly sheets: readonly (readonly string[])[];
	readonly end: () => Promise<number | null>;
}

/** Starts the demo with these options, its folder in `temporary`; resolves when it has printed everything. */
export async function startDemo(temporary: string, ...options: readonly string[]): Promise<Demo> {
	const child = spawn(process.execPath, [script, ...options], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...process.env, PORT: '0', TMPDIR: temporary }
	});
	process.on('exit', () => child.kill('SIGTERM'));
	const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
	let printed = '';
	await new Promise<void>((resolve, reject) => {
		child.stdout.on('data', (chunk: Buffer) => {
			printed += chunk.toString('utf8');
			if (printed.includes('Ctrl+C')) resolve();
		});
		void exited.then((code) => {
			reject(new Error(`the demo ended with ${code}: ${printed}`));
		});
	});
	const sheets = [...printed.matchAll(/words:([\s\S]*?)passphrase:/g)].map(([, words = '']) =>
		words.trim().split(/\s+/)
	);
	return {
		url: /open for a look: (\S+)\//.exec(printed)?.[1] ?? '',
		printed,
		sheets,
		end: () => {
			child.kill('SIGINT');
			return exited;
		}
	};
}
