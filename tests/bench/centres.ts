/**
 * `npm run bench -- --centre 100,500`: centre.ts for each size, with the exponent of the growth between the first and
 * the last (1 is linear). Written to results/centres.json and BENCHMARKS.md; fails where it exceeds 1.1.
 */
import { measureCentre, type CentreFigures, type DayFigures } from './centre';
import { keepResult, keepTable } from './result';

/** What grows with the square of anything is found; what is measured once is not exactly linear. */
const MOST_EXPONENT = 1.1;
/** The third: unlocking after a week in which a third of her clients wrote 15 messages each. */
const STEPS = ['restore', 'unlock', 'return'] as const;
const sizes = (process.argv[process.argv.indexOf('--centre') + 1] ?? '').split(',').map(Number);
const rows: ({ readonly size: number; readonly step: string } & CentreFigures)[] = [];
const days: ({ readonly size: number } & DayFigures)[] = [];
for (const size of sizes) {
	const measured = await measureCentre(size);
	for (const step of STEPS) {
		const { usableMs, levelMs, frames, bytes, transactions } = measured[step];
		rows.push({ size, step, ...measured[step] });
		const times = `list ${usableMs.toFixed(0)} ms, at rest ${levelMs.toFixed(0)} ms`;
		process.stdout.write(
			`${size} streams, ${step}: ${times}, ${frames} frames, ${(bytes / 1e6).toFixed(2)} MB, ${transactions} transactions\n`
		);
	}
	days.push({ size, ...measured.day });
	process.stdout.write(`${size} streams, a day: ${dayCells(measured.day).join(', ')}\n`);
}
const exponents = STEPS.flatMap((step) =>
	(['usableMs', 'levelMs', 'frames', 'bytes', 'transactions'] as const).map((what) => {
		const [few, many] = [rows.find((row) => row.step === step), rows.findLast((row) => row.step === step)];
		const exponent = few && many ? Math.log(many[what] / few[what]) / Math.log(many.size / few.size) : NaN;
		return { step, what, exponent };
	})
);
if (sizes.length > 1)
	for (const { step, what, exponent } of exponents)
		process.stdout.write(`${step}, ${what}: n^${exponent.toFixed(2)}\n`);
keepResult('centres', { rows, days, exponents: sizes.length > 1 ? exponents : [] }, {});
const table = rows.map(({ size, step, usableMs, levelMs, frames, bytes, transactions }) => [
	`${step}, ${size} streams`,
	`${(usableMs / 1000).toFixed(2)} s`,
	`${(levelMs / 1000).toFixed(2)} s`,
	String(frames),
	`${(bytes / 1e6).toFixed(2)} MB`,
	String(transactions)
]);
keepTable('centres', [['work', 'list usable', 'all level', 'frames', 'bytes', 'transactions'], ...table], 'one run');
keepTable(
	'day',
	[
		['streams', 'a new client', 'another stream', 'a key of the search', 'doing nothing'],
		...days.map((figures) => [String(figures.size), ...dayCells(figures)])
	],
	'medians of one run'
);
const steep = sizes.length > 1 ? exponents.filter(({ exponent }) => exponent > MOST_EXPONENT) : [];
for (const { step, what } of steep) process.stderr.write(`${step}, ${what} grows faster than its size\n`);
if (steep.length > 0) process.exitCode = 1;

function dayCells({ createMs, createFrames, switchMs, searchMs, idleShare }: DayFigures): readonly string[] {
	return [
		`${createMs.toFixed(0)} ms, ${createFrames} frames`,
		`${switchMs.toFixed(0)} ms`,
		`${searchMs.toFixed(1)} ms`,
		`${(idleShare * 100).toFixed(1)} % of a processor`
	];
}
