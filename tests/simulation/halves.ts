/** Many lives in two parts, for two processors. A fresh seed each time, but on CI; SEED and COUNT choose. */
import { campaign, shrunk, tellFailure } from './campaign';
import { real } from './clock';

/** Which lives CI lives: the same ones until the campaign of 10,000 has held. */
const CI_SEED = 40_000;
/** The day's second, where nobody says otherwise: both parts begin somewhere else anyway. */
export const SEED = Number(process.env['SEED'] ?? (process.env['CI'] ? CI_SEED : Math.floor(real.Date.now() / 1000)));

/** How many lives both parts live together; `usual` where nobody says otherwise. */
export function countOf(usual: number): number {
	return Number(process.env['COUNT'] ?? usual);
}

/** What went wrong in one part of `count` lives, told as shortly as it can be; '' when nothing did. */
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
