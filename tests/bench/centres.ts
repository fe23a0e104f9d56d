/**
 * `npm run bench -- --centre 100,500`: centre.ts for each size, with the exponent of the growth between the first and
 * the last (1 is linear). Written to results/centres.json.
 */
import { loadavg } from 'node:os';
import { measureCentre, type CentreFigures } from './centre';
import { keepResult } from './result';

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
keepResult('centres', { rows, exponents: sizes.length > 1 ? exponents : [] }, { load: loadavg()[0] });
