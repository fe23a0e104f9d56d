/** For tests: the relay as shipped, bundled and run as its own process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'rolldown';
import { expect, onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** Bundles the relay; `remove` deletes the bundle again. */
export async function bundleRelay(): Promise<{ file: string; remove: () => void }> {
	// Inside the project, so that packages outside the bundle are found.
	const folder = mkdtempSync(join(root, 'node_modules/.relay-test-'));
	const file = join(folder, 'main.mjs');
	await build({
		cwd: root,
		input: 'relay/main.ts',
		platform: 'node',
		external: (id) => isBuiltin(id) || id === 'lmdb' || id === 'ws',
		output: { file, format: 'esm', codeSplitting: false },
		logLevel: 'silent'
	});
	return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** An empty folder for data. */
export function dataFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'sofortchat-data-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, 'data');
}

/** A relay process: what it printed, and how it ends. */
export interface RelayProcess {
	readonly child: ChildProcess;
	/** Host and port; '' if it was never ready. */
	readonly url: string;
	readonly setupCode: string | null;
	readonly output: () => string;
	/** Resolves to its exit code, or the signal that ended it. */
	readonly ended: Promise<number | string>;
}

/** Stops it as an operator does; it must exit cleanly. */
export async function stopped({ child, ended }: RelayProcess): Promise<void> {
	child.kill('SIGTERM');
	expect(await ended).toBe(0);
}

/** Runs the bundle until it says that it is ready, or ends. */
export async function runRelay(
	bundle: string,
	args: readonly string[],
	env: Record<string, string> = {}
): Promise<RelayProcess> {
	const child = spawn(process.execPath, [bundle, ...args], {
		env: { ...process.env, PORT: '0', ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	let output = '';
	const ended = new Promise<number | string>((resolve) =>
		child.on('close', (code, signal) => resolve(code ?? signal ?? ''))
	);
	const ready = new Promise<void>((resolve) => {
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => {
				output += text;
				if (/^ready$/m.test(output)) resolve();
			});
		}
	});
	await Promise.race([ready, ended]);
	const url = /http:\/\/([^/]+)\//.exec(output)?.[1] ?? '';
	const setupCode = /Set-up code: (\S+)/.exec(output)?.[1] ?? null;
	return { child, url, setupCode, output: () => output, ended };
}
