import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { live, lives } from '../../../tests/torture/sync-campaign';
import { MUTANTS } from '../../../tests/torture/sync-mutants';

const SEED = Number(process.env['SEED'] ?? 1_795_372_368);

for (const [bug, mutant] of Object.entries(MUTANTS)) {
	it(`[X4] finds a device that ${bug} (SEED=${String(SEED)})`, { timeout: 60_000 }, async () => {
		const found = await fc.check(
			fc.asyncProperty(lives, (life) => live(life, mutant)),
			{ seed: SEED, numRuns: 300, endOnFailure: true }
		);
		expect(found.failed).toBe(true);
	});
}
