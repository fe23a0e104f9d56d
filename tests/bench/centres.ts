/**
 * `npm run bench -- --centre 100,500`: centre.ts for each size, with the exponent of the growth between the first and
 * the last (1 is linear). Written to results/centres.json.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/inputs.mjs';
import { measureCentre, type CentreFigures } from './centre';

const sizes = (process.argv[process.argv.indexOf('--centre') + 1] ?? '').split(',').map(Number);
const rows: ({ readonly size: number; readonly step: string } & CentreFigures)[] = [];
for (const size of sizes) {
	const measured = await measureCentre(size);
	for (const step of ['restore', 'unlock'] as const) {
		const { usableMs, levelMs, frames, bytes } = measured[step];
		rows.push({ size, step, ...measured[step] });
		const times = `list ${usableMs.toFixed(0)} ms, at rest ${levelMs.toFixed(0)} ms`;
		process.stdout.write(`${size} streams, ${step}: ${times}, ${frames} frames, ${(bytes / 1e6).toFixed(2)} MB\n`);
	}
}
const exponents = (['restore', 'unlock'] as const).flatMap((step) =>
	(['usableMs', 'levelMs', 'frames', 'bytes'] as const).map((what) => {
		const [few, many] = [rows.find((row) => row.step === step), rows.findLast((row) => row.step === step)];
		const exponent = few && many ? Math.log(many[what] / few[what]) / Math.log(many.size / few.size) : NaN;
		return { step, what, exponent };
	})
);
if (sizes.length > 1)
	for (const { step, what, exponent } of exponents)
		process.stdout.write(`${step}, ${what}: n^${exponent.toFixed(2)}\n`);
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
const machine = { cores: cpus().length, cpu: cpus()[0]?.model ?? '', node: process.version, load: loadavg()[0] };
const folder = join(root, 'tests/bench/results');
mkdirSync(folder, { recursive: true });
const whole = { date: new Date().toISOString(), commit, machine, rows, exponents: sizes.length > 1 ? exponents : [] };
writeFileSync(join(folder, 'centres.json'), `${JSON.stringify(whole, null, '\t')}\n`);
