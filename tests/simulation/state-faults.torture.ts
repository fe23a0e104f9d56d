import './globals';
/** Every known fault is found within 300 lives. */
import { describe, expect, it } from 'vitest';
import { campaign } from './campaign';
import { FAULTS } from './faults';

const SEED = Number(process.env['SEED'] ?? 1);
const WITHIN = Number(process.env['WITHIN'] ?? 300);

describe('known faults', () => {
	for (const [fault, planting] of Object.entries(FAULTS))
		it(`finds a device that ${fault} (SEED=${String(SEED)})`, { timeout: 0 }, async () => {
			const [found] = await campaign(SEED, WITHIN, { planting });
			expect(found?.findings[0]?.kind, `${fault}, within ${String(WITHIN)} lives`).toBeDefined();
		});
});
