/** The gate against honest devices' updates, and against damaged and forged ones. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { counted } from '../../../tests/torture/counted';
import { scene, type Offer, type Shape } from '../../../tests/torture/gate-honest';
import { campaign, whatBreaks } from '../../../tests/torture/gate-mutants';
import { seeded } from '../../../tests/torture/random';
import { checkUpdate } from './gate';

describe('honest updates', () => {
	const shapes: readonly Shape[] = ['member', 'shared'];
	const KINDS: readonly Offer['kind'][] = ['entry', 'merged', 'again', 'checkpoint', 'difference'];

	it.each(shapes)(
		'[G12] all pass and do what they should (%s)',
		(shape) => {
			const met = new Set<string>();
			fc.assert(
				fc.property(fc.integer(), fc.integer({ min: 1, max: 25 }), (seed, edits) => {
					for (const offer of scene(seeded(seed), shape, edits)) {
						met.add(offer.kind);
						const result = checkUpdate(offer.update, offer.policy);
						if (!result.ok) throw new Error(`${offer.kind}: ${result.why}`);
						expect(whatBreaks(offer, shape, offer.update, result.value, true)).toBeNull();
					}
				}),
				{ numRuns: 100 }
			);
			expect([...met].sort()).toEqual([...KINDS].sort());
		},
		60_000
	);

	it('[G12] reports what Yjs reports', () => {
		for (const { update, policy } of scene(seeded(1), 'member', 20)) {
			const result = checkUpdate(update, policy);
			if (!result.ok) throw new Error(result.why);
			const { from, to } = Y.parseUpdateMeta(update);
			expect(new Map([...result.value.clients].map(([client, range]) => [client, range.from]))).toEqual(from);
			expect(new Map([...result.value.clients].map(([client, range]) => [client, range.to]))).toEqual(to);
			expect(result.value.structs).toBe(Y.decodeUpdate(update).structs.length);
			expect(result.value.deletes).toBe([...Y.decodeUpdate(update).ds.clients.values()].flat().length);
		}
	});

	it('[G12] are read in one pass', () => {
		for (const { update, policy } of scene(seeded(2), 'shared', 30)) {
			const { bytes, reads } = counted(update);
			expect(checkUpdate(bytes, policy).ok).toBe(true);
			// Values without a length, such as bytes, are skipped.
			expect(reads()).toBeLessThanOrEqual(update.length);
		}
	});
});

describe('damaged and forged updates', () => {
	it('[G13] leave every document sound if they are let in', () => {
		// A fresh seed each day; the failure message names it.
		const seed = Math.floor(Date.now() / 86_400_000);
		const { accepted } = campaign(seed, 20_000);
		expect(accepted).toBeGreaterThan(500);
	}, 120_000);
});
