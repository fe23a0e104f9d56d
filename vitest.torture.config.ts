import { defineConfig } from 'vitest/config';
import { simulated } from './tests/simulation/building.mjs';

/** Long campaigns, not part of `npm test`: `COUNT` and `SEED` come from the environment. */
export default defineConfig({
	test: {
		testTimeout: 3_600_000,
		maxWorkers: 2,
		projects: [
			{ extends: true, test: { name: 'torture', include: ['tests/torture/*.torture.ts'] } },
			{ extends: true, ...simulated, test: { name: 'state', include: ['tests/simulation/*.torture.ts'] } }
		]
	}
});
