/**
 * The benchmark: the product and plaintext Yjs + y-indexeddb + y-websocket, in turns, in one run. `--rounds 7`,
 * `--large` (also 100,000 messages), `--only <pattern>`, `--against <commit>` (beside the ratios kept there), `--profile`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../../scripts/inputs.mjs';
import { median } from './median';
import { keepResult, keepTable, resultAt } from './result';
import { profile, setStage } from './stage';
import pageConfig from './vite.config';
import { bursting, Ground, holding, joining, living, opening, type Figures, type Side, type Work } from './works';

/** A target: a ratio, a figure of our own, or both. */
interface Target {
	readonly ratio?: number;
	readonly own?: number;
	/** How much more than the baseline is allowed. */
	readonly more?: number;
}

interface Row {
	readonly work: string;
	readonly sealed: number;
	readonly plain: number;
	readonly ratio: number;
	readonly target: Target | null;
	readonly isReached: boolean | null;
	readonly rounds: { readonly sealed: readonly number[]; readonly plain: readonly number[] };
}

/** What an earlier run left. */
interface Kept {
	readonly commit: string;
	readonly rows: readonly Row[];
}

const TARGETS: Readonly<Record<string, Target>> = {
	'open 1000: all messages': { ratio: 0.9 },
	'open 10000: all messages': { ratio: 0.6 },
	'open 100000: all messages': { ratio: 0.5 },
	'open 1000: last page': { own: 15 },
	'open 10000: last page': { own: 15 },
	'open 100000: last page': { own: 15 },
	'heap 10000: bytes held': { ratio: 0.5 },
	'fresh join 10000: time': { ratio: 0.6 },
	'fresh join 10000: bytes on the wire': { ratio: 0.4 },
	'live in 1000: p50': { ratio: 1.5, more: 3 },
	'live in 1000: p95': { ratio: 1.5 },
	'live in 1000: bytes written': { ratio: 1 },
	'burst of 1000 in 1000: time': { ratio: 0.3 },
	'burst of 1000 in 1000: bytes written': { ratio: 1 }
};

const args = process.argv.slice(2);
const option = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const rounds = Number(option('--rounds') ?? 7);
const only = option('--only');
const say = (line: string): void => void process.stderr.write(`${line}\n`);

await build(pageConfig);
const stage = await setStage();
try {
	const ground = new Ground(stage);
	/** Heavy works run in fewer rounds. */
	const plan: (readonly [work: Work, times: number])[] = [
		[opening(ground, 1000), rounds],
		[opening(ground, 10_000), rounds],
		[holding(ground, 10_000), Math.ceil(rounds / 2)],
		[joining(ground, 10_000), Math.ceil(rounds / 2)],
		[living(ground, 1000, 60), Math.ceil(rounds / 2)],
		[bursting(ground, 1000, 1000), Math.ceil(rounds / 2)],
		...(args.includes('--large') ? [[opening(ground, 100_000), 3] as const] : [])
	];
	const chosen = plan.filter(([{ name }]) => only === undefined || new RegExp(only).test(name));
	if (args.includes('--profile')) await profileAll(chosen.map(([work]) => work));
	else report(await measure(chosen));
} finally {
	await stage.end();
}

async function measure(chosen: readonly (readonly [Work, number])[]): Promise<Row[]> {
	const taken = new Map<string, { sealed: number[]; plain: number[] }>();
	for (let round = 0; round <= rounds; round++) {
		for (const [work, times] of chosen) {
			if (round > times) continue;
			// The side that goes first in this round goes second in the next.
			const sides: readonly Side[] = round % 2 === 0 ? ['sealed', 'plain'] : ['plain', 'sealed'];
			for (const side of sides) {
				const figures: Figures = await work.run(side);
				say(`${round === 0 ? 'warm-up' : `round ${round}`}  ${work.name}  ${side}  ${JSON.stringify(figures)}`);
				// The first round furnishes and warms up.
				if (round === 0) continue;
				for (const [name, value] of Object.entries(figures)) {
					const key = `${work.name}: ${name}`;
					const both = taken.get(key) ?? { sealed: [], plain: [] };
					both[side].push(value);
					taken.set(key, both);
				}
			}
		}
	}
	return [...taken].map(([work, both]) => {
		const [sealed, plain] = [median(both.sealed), median(both.plain)];
		const target = TARGETS[work] ?? null;
		const ratio = sealed / plain;
		const isReached =
			target &&
			(target.ratio === undefined || ratio <= target.ratio) &&
			(target.own === undefined || sealed <= target.own) &&
			(target.more === undefined || sealed <= plain + target.more);
		return { work, sealed, plain, ratio, target, isReached, rounds: both };
	});
}

function report(rows: readonly Row[]): void {
	const line = (cells: readonly string[]): string =>
		cells.map((cell, i) => (i === 0 ? cell.padEnd(38) : cell.padStart(i === 4 ? 20 : 12))).join('');
	const against = option('--against');
	const kept = against === undefined ? null : (resultAt(against, 'latest') as Kept | null);
	const before = new Map(kept?.rows.map(({ work, ratio }) => [work, ratio.toFixed(2)]));
	const shown = (work: string, value: number): string =>
		work.includes('bytes') ? `${(value / 1e6).toFixed(2)} MB` : `${value.toFixed(1)} ms`;
	const wanted = ({ ratio, own, more }: Target): string =>
		[ratio && `≤ ${ratio}`, own && `≤ ${own} ms`, more && `≤ +${more} ms`].filter(Boolean).join(', ');
	const head = ['work', 'sealed', 'plain', 'ratio', 'target', 'reached', ...(kept ? [`ratio at ${kept.commit}`] : [])];
	const table = [head];
	for (const { work, sealed, plain, ratio, target, isReached } of rows) {
		const reached = isReached === null ? '' : isReached ? 'yes' : 'NO';
		const cells = [
			work,
			shown(work, sealed),
			shown(work, plain),
			ratio.toFixed(2),
			target ? wanted(target) : '',
			reached,
			...(kept ? [before.get(work) ?? ''] : [])
		];
		table.push(cells);
	}
	for (const cells of table) process.stdout.write(`${line(cells)}\n`);
	const { version } = JSON.parse(readFileSync(join(root, 'node_modules/yjs/package.json'), 'utf8')) as {
		version: string;
	};
	// A selection of works is not a result.
	if (only !== undefined) return;
	keepResult('latest', { rounds, rows }, { browser: stage.browser, yjs: version });
	keepTable('core', table, `${stage.browser}, medians of up to ${rounds} rounds in turns`);
}

/** Where the time goes, on either side. */
async function profileAll(works: readonly Work[]): Promise<void> {
	for (const work of works) {
		for (const side of ['sealed', 'plain'] as const) {
			await work.run(side);
			const figures = await work.run(side, async (devtools, measured) => {
				const { result, top } = await profile(devtools, measured);
				process.stdout.write(`\n${work.name}, ${side}\n${top.join('\n')}\n`);
				return result;
			});
			process.stdout.write(`${JSON.stringify(figures)}\n`);
		}
	}
}
