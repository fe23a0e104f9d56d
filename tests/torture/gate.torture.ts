/** The long campaign against the update gate: COUNT mutants (default 200,000) from SEED on. */
import { expect, it } from 'vitest';
import { checkUpdate } from '../../src/lib/wire/gate';
import { scene, type Shape } from './gate-honest';
import { campaign } from './gate-mutants';
import { seeded } from './random';

const COUNT = Number(process.env['COUNT'] ?? 200_000);
const SEED = Number(process.env['SEED'] ?? Math.floor(Date.now() / 1000));
/** Mutants between two looks at the runner's clock. */
const STRIDE = 10_000;

it(`lets no mutant break a document (COUNT=${String(COUNT)} SEED=${String(SEED)})`, { timeout: 0 }, () => {
	let accepted = 0;
	for (let done = 0; done < COUNT; done += STRIDE) {
		accepted += campaign(SEED + done / STRIDE, Math.min(STRIDE, COUNT - done)).accepted;
	}
	expect(accepted).toBeGreaterThan(COUNT / 40);
});

it('refuses nothing honest (a tenth of COUNT)', { timeout: 0 }, () => {
	let offered = 0;
	for (let seed = SEED; offered < COUNT / 10; seed++) {
		const random = seeded(seed);
		for (const shape of ['member', 'shared'] satisfies Shape[]) {
			for (const { kind, update, policy } of scene(random, shape, 30)) {
				offered++;
				const result = checkUpdate(update, policy);
				expect(result.ok ? '' : `${shape} ${kind}, seed ${String(seed)}: ${result.why}`).toBe('');
			}
		}
	}
});
