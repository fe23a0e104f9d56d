import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { live, lives } from '../../../tests/torture/sync-campaign';

const SEED = Number(process.env['SEED'] ?? Math.floor(Date.now() / 1000));
const RUNS = Number(process.env['RUNS'] ?? 100);

it(
	`[X4] converges under cuts, doubles, overtaking, deaths and full disks (SEED=${String(SEED)})`,
	{ timeout: 600_000 },
	async () => {
		expect.hasAssertions();
		await fc.assert(
			fc.asyncProperty(lives, (life) => live(life)),
			{ seed: SEED, numRuns: RUNS, endOnFailure: process.env['SHRINK'] === undefined }
		);
	}
);
