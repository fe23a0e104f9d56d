import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { live, lives } from '../../../tests/torture/sync-campaign';

// One fixed seed, so that a red run is about the change; campaigns (npm run torture) draw new ones.
const SEED = Number(process.env['SEED'] ?? 20_261_122);
const RUNS = Number(process.env['RUNS'] ?? 100);

it(
	`[X4] converges under cuts, duplicates, reordering, deaths and full disks (SEED=${String(SEED)})`,
	{ timeout: 600_000 },
	async () => {
		expect.hasAssertions();
		await fc.assert(
			fc.asyncProperty(lives, (life) => live(life)),
			{ seed: SEED, numRuns: RUNS, endOnFailure: process.env['SHRINK'] === undefined }
		);
	}
);
