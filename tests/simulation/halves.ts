/** The lives of one `npm test`, in two parts for two processors. A fresh seed each time, but on CI; SEED and COUNT choose. */
import { campaign, shrunk, tellFailure } from './campaign';
import { real } from './clock';

/** Lives in both parts together. */
const COUNT = Number(process.env['COUNT'] ?? 300);
/** Which lives CI lives: the same ones until the campaign of 10,000 has held. */
const CI_SEED = 40_000;
/** The day's second, where nobody says otherwise: both parts begin somewhere else anyway. */
export const SEED = Number(process.env['SEED'] ?? (process.env['CI'] ? CI_SEED : Math.floor(real.Date.now() / 1000)));

/** What went wrong in one part, told as shortly as it can be; '' when nothing did. */
export async function half(part: 1 | 2): Promise<string> {
	const count = part === 1 ? Math.ceil(COUNT / 2) : Math.floor(COUNT / 2);
	const seed = part === 1 ? SEED : SEED + Math.ceil(COUNT / 2);
	const failures = await campaign(seed, count, { goesOn: process.env['ON'] !== undefined });
	const [first] = failures;
	if (!first) return '';
	const short = (await shrunk(first.seed, first.findings[0]?.kind ?? '')) ?? first;
	return `${tellFailure(short)}\n(npx vitest run --project simulation, with SEED=${String(first.seed)} COUNT=1)`;
}
