import { defineConfig } from 'vitest/config';

/** Long campaigns, not part of `npm test`: `COUNT` and `SEED` come from the environment. */
export default defineConfig({ test: { include: ['tests/torture/*.torture.ts'], testTimeout: 3_600_000 } });
