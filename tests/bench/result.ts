/** Where the last figures are kept. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/inputs.mjs';

/** Keeps figures as results/`name`.json, with the time, the commit and the machine; `machine` says more about it. */
export function keepResult(name: string, figures: object, machine: object): void {
	const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
	const whole = {
		date: new Date().toISOString(),
		commit: git('rev-parse', '--short', 'HEAD'),
		isDirty: git('status', '--porcelain', 'src', 'relay') !== '',
		machine: { cores: cpus().length, cpu: cpus()[0]?.model ?? '', node: process.version, ...machine },
		...figures
	};
	const folder = join(root, 'tests/bench/results');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(whole, null, '\t')}\n`);
}
