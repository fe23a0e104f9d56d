/** The long campaign against sync: COUNT lives (default 20,000) from SEED on, and every known bug found. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { live, lives } from './sync-campaign';
import { MUTANTS } from './sync-mutants';

const COUNT = Number(process.env['COUNT'] ?? 20_000);
const SEED = Number(process.env['SEED'] ?? Math.floor(Date.now() / 1000));

it(`converges in every life (COUNT=${String(COUNT)} SEED=${String(SEED)})`, { timeout: 0 }, async () => {
	expect.hasAssertions();
	await fc.assert(
		fc.asyncProperty(lives, (life) => live(life)),
		{ seed: SEED, numRuns: COUNT }
	);
});

describe('known bugs', () => {
	for (const [bug, mutant] of Object.entries(MUTANTS)) {
		it(`finds a device that ${bug}`, { timeout: 0 }, async () => {
			const found = await fc.check(
				fc.asyncProperty(lives, (life) => live(life, mutant)),
				{ seed: SEED, numRuns: 300, endOnFailure: true }
			);
			expect(found.failed, `SEED=${String(SEED)}`).toBe(true);
		});
	}
});
