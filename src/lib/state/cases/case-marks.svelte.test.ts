import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { Fault } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import { writeMade } from '../../domain/monitoring/case-document';
import { CaseMarks } from './case-marks.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A space that nothing has arrived in yet. */
const EMPTY = { feeds: new Map(), pending: [], isBehind: false };

it('[Z2] marks that could not be kept are kept later without any further event', async () => {
	const commit = vi.fn((): Promise<void> => Promise.resolve());
	const put = (table: string, key: string, value: Uint8Array) => Promise.resolve({ table, key, value });
	const rows = { get: () => Promise.resolve({ ok: true, value: null }), put, vault: { commit } };
	const marks = new CaseMarks({ rows, tell: () => undefined, on: () => () => undefined } as never);
	const doc = new Y.Doc();
	writeMade(doc, { sheets: ['kern/1'], by: 'berta', ms: 1, since: 1, until: 2 });
	commit.mockRejectedValueOnce(new Fault('storage-full', { retry: true }));
	await marks.note('stream', {
		space: { ...EMPTY, id: 'case', records: [], documents: new Map([['d', { doc }]]) }
	} as never);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(commit).toHaveBeenCalledTimes(1);
	await vi.advanceTimersByTimeAsync(600_000);
	expect(commit).toHaveBeenCalledTimes(2);
	marks.stop();
});

it('[Z1] what one tab has read of a case the others adopt, and none reverts it', async () => {
	const disk = { row: null as Uint8Array | null };
	const rows = {
		get: () => Promise.resolve({ ok: true, value: disk.row }),
		put: (_table: string, _key: string, value: Uint8Array) => Promise.resolve(value),
		vault: { commit: ([row]: Uint8Array[]) => Promise.resolve(void (disk.row = row ?? null)) }
	};
	const hearing: ((event: { kind: 'told'; space: string }) => void)[] = [];
	const tell = vi.fn((space: string) => {
		for (const hear of hearing) hear({ kind: 'told', space });
	});
	const on = (hear: (typeof hearing)[number]): (() => void) => {
		hearing.push(hear);
		return () => undefined;
	};
	const marks = [0, 1].map(() => new CaseMarks({ rows, tell, on } as never));
	const [leading, following] = marks as [CaseMarks, CaseMarks];
	const read = (by: CaseMarks, id: string, records: number): Promise<void> => {
		const doc = new Y.Doc();
		writeMade(doc, { sheets: ['kern/1'], by: 'berta', ms: 1, since: 1, until: 2 });
		const space = { ...EMPTY, id, records: new Array(records), documents: new Map([['d', { doc }]]) };
		return by.note('stream', { space } as never);
	};
	const held = (records: number) => ({ heads: new Map(), records, outbox: 0, isUnconfirmed: false });
	await read(leading, 'one', 1);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(tell).toHaveBeenCalledWith('one');
	expect(await following.isStale('one' as SpaceId, held(1))).toBe(false);
	expect(following.remind('stream', [3], '2026-01-01')).toEqual(leading.remind('stream', [3], '2026-01-01'));
	await read(leading, 'one', 2);
	await vi.advanceTimersByTimeAsync(1_000);
	// It knows the first one's old mark, and keeps another.
	await read(following, 'two', 1);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(await following.isStale('one' as SpaceId, held(2))).toBe(false);
	// It reads while something is arriving, and keeps what it has by then; nothing else is to come here.
	const doc = new Y.Doc();
	const late = { ...EMPTY, id: 'one', isBehind: true, records: new Array(2), documents: new Map([['d', { doc }]]) };
	await following.note('stream', { space: late } as never);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(await leading.isStale('one' as SpaceId, held(2)), 'what is shown here is right').toBe(false);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(await following.isStale('one' as SpaceId, held(2)), 'and kept again for the others').toBe(false);
	expect(following.remind('stream', [3], '2026-01-01')).toEqual(leading.remind('stream', [3], '2026-01-01'));
	for (const one of marks) one.stop();
});
