import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { passed, scene } from '../../../../tests/support/case-forms';

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 4, 4, 10) }));
afterEach(() => void vi.useRealTimers());

describe('a profile', () => {
	it('[K1] a blank typed last stays, although it is saved without', async () => {
		const model = scene().profile();
		model.set('reach', 'abends ');
		await passed(1_000);
		expect([model.saving, model.values.reach]).toEqual(['kept', 'abends ']);
		model.set('reach', `${String(model.values.reach)}anrufen`);
		await passed(1_000);
		expect(model.values.reach).toBe('abends anrufen');
		model.stop();
	});

	it('[K2] what a full disk refused is saved by itself once it accepts it', async () => {
		const { state, profile } = scene();
		const model = profile();
		state.isFull = true;
		model.set('reach', 'abends');
		await passed(1_000);
		expect([model.saving, model.failure, model.isKept]).toEqual(['failed', 'storage-full', false]);
		state.isFull = false;
		await passed(60_000);
		expect([model.saving, model.failure, model.isKept]).toEqual(['kept', null, true]);
		model.stop();
	});

	it('[K2] a field out of bounds keeps no other from being saved', async () => {
		const { profile } = scene();
		const model = profile();
		model.set('age', 'no such class');
		model.set('reach', 'abends');
		await passed(1_000);
		expect([model.saving, model.failure]).toEqual(['failed', 'form-incomplete']);
		model.stop();
		const again = profile();
		await again.loaded;
		expect(again.values).toEqual({ reach: 'abends' });
		again.stop();
	});
});
