import './globals';
/** The long campaign against the layer people see: COUNT lives (default 10,000) from SEED on. */
import { expect, it } from 'vitest';
import { campaign, shrunk, tellFailure } from './campaign';
import { real } from './clock';

const COUNT = Number(process.env['COUNT'] ?? 10_000);
const SEED = Number(process.env['SEED'] ?? Math.floor(real.Date.now() / 1000));

it(`finds nothing in random lives (SEED=${String(SEED)} COUNT=${String(COUNT)})`, { timeout: 0 }, async () => {
	const [first] = await campaign(SEED, COUNT);
	const short = first && (await shrunk(first.seed, first.findings[0]?.kind ?? ''));
	expect(short ? tellFailure(short) : '').toBe('');
});
