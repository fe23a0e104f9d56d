/** Many lives in two parts, for two processors. A fresh seed each time, on CI too; SEED and COUNT choose. */
import { campaign, shrunk, tellFailure } from './campaign';
import { real } from './clock';

/** The second of the day by default; both parts start at different places anyway. */
export const SEED = Number(process.env['SEED'] ?? Math.floor(real.Date.now() / 1000));

/** How many lives both parts live together; `usual` by default. */
export function countOf(usual: number): number {
	return Number(process.env['COUNT'] ?? usual);
}

/** What went wrong in one part of `count` lives, as short as possible; '' if nothing did. */
export async function half(part: 1 | 2, count: number): Promise<string> {
	const first = Math.ceil(count / 2);
	const failures = await campaign(part === 1 ? SEED : SEED + first, part === 1 ? first : count - first, {
		goesOn: process.env['ON'] !== undefined
	});
	const [worst] = failures;
	if (!worst) return '';
	const short = (await shrunk(worst.seed, worst.findings[0]?.kind ?? '')) ?? worst;
	return `${tellFailure(short)}\n(npx vitest run --project simulation, with SEED=${String(worst.seed)} COUNT=1)`;
}
