import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { passed, scene } from '../../../../tests/support/case-forms';
import { erase, isGone } from '../../domain/monitoring/case-document';
import { MonitoringsModel, type MonitoringsParts } from './monitorings.svelte';

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 4, 4, 10) }));
afterEach(() => void vi.useRealTimers());

describe('a monitoring', () => {
	async function form() {
		const { state, parts, drafts, documents, other, heard, profile } = scene();
		const make = (): MonitoringsModel =>
			new MonitoringsModel({
				...{ ...parts, kind: 'single', profile: profile(), centre: () => 'Mitte' },
				messages: async () => {
					// Reading a long stream takes a while, by the test's own clock.
					if (state.busyMs > 0) await new Promise((done) => setTimeout(done, state.busyMs));
					return [];
				}
			} as unknown as MonitoringsParts);
		const model = make();
		await model.begin();
		return { model, make, state, drafts, documents, other, heard };
	}

	it('[K1] what is filled in while saving is saved, too', async () => {
		const { model, state, drafts } = await form();
		state.busyMs = 500;
		const saved = model.save();
		await passed(100);
		model.set('note', 'noch etwas');
		await passed(20_000);
		const id = await saved;
		expect(model.find(id)?.values.note).toBe('noch etwas');
		expect([model.all.length, model.draft, model.hasBegun, drafts.size]).toEqual([1, null, false, 0]);
		model.stop();
	});

	it('[K10] saved twice at once, it is one', async () => {
		const { model, state } = await form();
		state.busyMs = 500;
		const both = Promise.all([model.save(), model.save()]);
		await passed(20_000);
		const [one, same] = await both;
		expect([one === same, model.all.length]).toEqual([true, 1]);
		model.stop();
	});

	it('[K10] if the page died before its draft was discarded, it is not begun again', async () => {
		const { model, make, drafts } = await form();
		model.set('note', 'einmal');
		await passed(1_000);
		const left = new Map(drafts);
		await model.save();
		for (const [key, value] of left) drafts.set(key, value);
		const again = make();
		await passed(1_000);
		expect(again.hasBegun).toBe(false);
		await again.begin();
		expect(again.draft?.values.note).not.toBe('einmal');
		await again.save();
		expect(again.all).toHaveLength(2);
		for (const one of [model, again]) one.stop();
	});

	it('[K10] deleted in one of two places, it is deleted in the other without being asked', async () => {
		const { model, state, documents, other } = await form();
		const id = await model.save();
		const copy = new Y.Doc();
		Y.applyUpdate(copy, Y.encodeStateAsUpdate(documents.get(id)?.doc ?? new Y.Doc()));
		other.documents.set(id, { doc: copy });
		erase(documents.get(id)?.doc ?? new Y.Doc(), { by: 'berta', ms: 9 });
		state.dies = true;
		model.set('note', '');
		const again = new MonitoringsModel(model.parts);
		await passed(1_000);
		expect(again.find(id)).toBe(null);
		expect(isGone(copy)).toBe(null);
		state.dies = false;
		await passed(60_000);
		expect(isGone(copy)).not.toBe(null);
		expect(JSON.stringify(copy.toJSON())).not.toContain('kern');
		for (const one of [model, again]) one.stop();
	});

	it('[K10] one deleted elsewhere while being edited says so at once, and continues as a new one', async () => {
		const { model, documents, heard } = await form();
		const id = await model.save();
		await model.edit(id);
		model.set('note', 'weiter');
		expect(model.isGone).toBe(false);
		erase(documents.get(id)?.doc ?? new Y.Doc(), { by: 'berta', ms: 9 });
		heard();
		await passed(1_000);
		expect([model.isGone, model.draft?.values.note]).toEqual([true, 'weiter']);
		await model.leave(true);
		await model.begin();
		expect([model.isGone, model.draft?.values.note]).toEqual([false, 'weiter']);
		await model.save();
		expect(model.all.map(({ values }) => values.note)).toEqual(['weiter']);
		model.stop();
	});

	it('[K1] counting again reverts nothing filled in meanwhile', async () => {
		const { model, state } = await form();
		state.busyMs = 500;
		const counted = model.recount();
		model.set('note', 'noch etwas');
		await passed(1_000);
		await counted;
		expect(model.draft?.values.note).toBe('noch etwas');
		model.stop();
	});

	it('[K2] on a full disk the form says so, stays in the page, and is kept as soon as it can be', async () => {
		const { model, state, drafts } = await form();
		state.isFull = true;
		model.set('note', 'noch etwas');
		await passed(1_000);
		expect([model.isDraftKept, await model.leave(true), model.draft?.values.note]).toEqual([
			false,
			false,
			'noch etwas'
		]);
		state.isFull = false;
		await passed(60_000);
		expect([model.isDraftKept, drafts.size]).toEqual([true, 1]);
		model.stop();
	});
});
