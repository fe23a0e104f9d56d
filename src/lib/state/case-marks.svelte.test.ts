import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { Fault } from '../base/fault';
import { writeMade } from '../domain/monitoring/case-document';
import { CaseMarks } from './case-marks.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('[Z2] marks that could not be kept are kept without any further event', async () => {
	const commit = vi.fn((): Promise<void> => Promise.resolve());
	const put = (table: string, key: string, value: Uint8Array) => Promise.resolve({ table, key, value });
	const rows = { get: () => Promise.resolve({ ok: true, value: null }), put, vault: { commit } };
	const marks = new CaseMarks({ parts: { rows } } as never);
	const doc = new Y.Doc();
	writeMade(doc, { sheets: ['kern/1'], by: 'berta', ms: 1, since: 1, until: 2 });
	commit.mockRejectedValueOnce(new Fault('storage-full', { retry: true }));
	await marks.note('stream', {
		space: { id: 'case', feeds: new Map(), records: [], pending: [], documents: new Map([['d', { doc }]]) }
	} as never);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(commit).toHaveBeenCalledTimes(1);
	await vi.advanceTimersByTimeAsync(600_000);
	expect(commit).toHaveBeenCalledTimes(2);
	marks.stop();
});
