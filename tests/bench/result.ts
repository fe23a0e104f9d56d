/** Where figures are kept: as JSON beside this file, and as tables in BENCHMARKS.md. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/inputs.mjs';

const FOLDER = 'tests/bench/results';
const TABLES = join(root, 'BENCHMARKS.md');

const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

/** Keeps figures as results/`name`.json, with the time, the commit, the load and the machine; `machine` says more about it. */
export function keepResult(name: string, figures: object, machine: object): void {
	const whole = {
		date: new Date().toISOString(),
		commit: git('rev-parse', '--short', 'HEAD'),
		isDirty: git('status', '--porcelain', 'src', 'relay') !== '',
		load: loadavg()[0],
		machine: { cores: cpus().length, cpu: cpus()[0]?.model ?? '', node: process.version, ...machine },
		...figures
	};
	const folder = join(root, FOLDER);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(whole, null, '\t')}\n`);
}

/** Figures kept as `name` at a commit; null when there were none. */
export function resultAt(commit: string, name: string): unknown {
	try {
		return JSON.parse(git('show', `${commit}:${FOLDER}/${name}.json`)) as unknown;
	} catch {
		return null;
	}
}

/** Puts a table in its place in BENCHMARKS.md, with a line that says when, where and of what it was taken. */
export function keepTable(name: string, rows: readonly (readonly string[])[], machine: string): void {
	const text = readFileSync(TABLES, 'utf8');
	const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
	const [before, rest] = text.split(begin);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined) throw new Error(`BENCHMARKS.md has no place for ${name}`);
	const [head = [], ...body] = rows;
	const lines = [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`);
	const day = new Date().toISOString().slice(0, 10);
	const taken = `Taken on ${day} at ${git('rev-parse', '--short', 'HEAD')}, load ${loadavg()[0]?.toFixed(1) ?? '?'}; ${machine}.`;
	writeFileSync(TABLES, `${before}${begin}\n\n${lines.join('\n')}\n\n${taken}\n\n${end}${after}`);
}
