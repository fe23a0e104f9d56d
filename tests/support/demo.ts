/** The demo as its own process. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, '../../scripts/demo.mjs');

/** A running demo: its address, what it printed, its counsellors' recovery words, and how to end it. */
export interface Demo {
	readonly url: string;
	readonly printed: string;
	readonly sheets: readonly (readonly string[])[];
	/** Lets so many of the first counsellor's clients write while she is away; resolves with how many messages. */
	readonly goAway: (clients: number) => Promise<number>;
	readonly end: () => Promise<number | null>;
}

/** Starts the demo with these options, its folder in `temporary`; resolves when it has printed everything. */
export async function startDemo(temporary: string, ...options: readonly string[]): Promise<Demo> {
	const child = spawn(process.execPath, [script, ...options], {
		stdio: ['pipe', 'pipe', 'inherit'],
		env: { ...process.env, PORT: '0', TMPDIR: temporary }
	});
	process.on('exit', () => child.kill('SIGTERM'));
	const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
	let printed = '';
	child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
	const says = (what: RegExp): Promise<RegExpExecArray> =>
		new Promise((resolve, reject) => {
			const look = (): void => {
				const found = what.exec(printed);
				if (!found) return;
				child.stdout.off('data', look);
				resolve(found);
			};
			child.stdout.on('data', look);
			look();
			void exited.then((code) => {
				reject(new Error(`the demo ended with ${code}: ${printed}`));
			});
		});
	await says(/Ctrl\+C/);
	const sheets = [...printed.matchAll(/words:([\s\S]*?)passphrase:/g)].map(([, words = '']) =>
		words.trim().split(/\s+/)
	);
	return {
		url: /open for a look: (\S+)\//.exec(printed)?.[1] ?? '',
		printed,
		sheets,
		goAway: async (clients) => {
			child.stdin.write(`${clients}\n`);
			return Number((await says(/(\d+) messages have come meanwhile/))[1]);
		},
		end: () => {
			child.kill('SIGINT');
			return exited;
		}
	};
}
