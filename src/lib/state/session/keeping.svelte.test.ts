import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Fault } from '../../base/fault';
import { isUnkept, keepDraft, readDraft } from './drafts';
import { Keeping } from './keeping.svelte';
import { StreamModel } from '../stream/stream.svelte';
import type { StreamParts } from '../stream/stream-parts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ID = '5'.repeat(32);

/** A session whose disk is a map, and may be full. */
function device() {
	const disk = new Map<string, Uint8Array>();
	const state = { isFull: false };
	const commit = (changes: readonly { key: string; value: Uint8Array | null }[]): Promise<void> => {
		if (state.isFull) return Promise.reject(new Fault('storage-full', { retry: true }));
		for (const { key, value } of changes)
			if (value) disk.set(key, value);
			else disk.delete(key);
		return Promise.resolve();
	};
	const rows = {
		get: (table: string, key: string) =>
			Promise.resolve({ ok: true, value: table === 'drafts' ? (disk.get(key) ?? null) : null }),
		put: (table: string, key: string, value: Uint8Array) => Promise.resolve({ table, key, value }),
		vault: { commit, isDurable: true, list: () => Promise.resolve([]) }
	};
	const session = { rows, attachments: {}, isShown: true, connection: {} };
	const kept = (): string => new TextDecoder().decode(disk.get(ID) ?? new Uint8Array());
	const model = (opened: Promise<unknown> = new Promise(() => undefined)): StreamModel =>
		new StreamModel({ session, opened, id: ID, kind: 'single', reach: () => 'offline' } as unknown as StreamParts);
	return { state, session: session as never, kept, model };
}

it('[K2] the page says what cannot be kept, and keeps it as soon as it can, without another key press', async () => {
	let isFull = true;
	const keep = vi.fn(() => Promise.resolve(!isFull));
	const keeping = new Keeping(keep, 150);
	keeping.soon();
	await vi.advanceTimersByTimeAsync(150);
	expect([keep.mock.calls.length, keeping.isKept]).toEqual([1, false]);
	isFull = false;
	await vi.advanceTimersByTimeAsync(60_000);
	expect(keeping.isKept).toBe(true);
	const { length } = keep.mock.calls;
	await vi.advanceTimersByTimeAsync(600_000);
	expect(keep.mock.calls).toHaveLength(length);
});

it('[K2] on a full disk the page says so at once, keeps the text while open, and stops saying so once it is kept', async () => {
	const { state, session, kept, model } = device();
	state.isFull = true;
	const before = model();
	before.draft = 'Guten Tag';
	await vi.advanceTimersByTimeAsync(200);
	expect([before.isDraftKept, kept()]).toEqual([false, '']);
	await before.close();
	expect([isUnkept(session, ID), await readDraft(session, ID)]).toEqual([true, 'Guten Tag']);
	const now = model();
	await vi.advanceTimersByTimeAsync(200);
	expect([now.draft, now.isDraftKept]).toEqual(['Guten Tag', false]);
	state.isFull = false;
	await vi.advanceTimersByTimeAsync(60_000);
	expect([now.isDraftKept, kept(), isUnkept(session, ID)]).toEqual([true, 'Guten Tag', false]);
	await now.close();
});

it('[K1] text typed before the kept draft is read is not replaced by it', async () => {
	const { session, kept, model } = device();
	await keepDraft(session, ID, 'begonnen');
	const stream = model();
	stream.draft = 'weiter';
	await vi.advanceTimersByTimeAsync(200);
	expect([stream.draft, kept()]).toEqual(['begonnen\nweiter', 'begonnen\nweiter']);
	await stream.close();
});

it('[K2] text being sent is kept as a draft until it is kept as a message', async () => {
	const { kept, model } = device();
	let fail: (why: Error) => void = () => undefined;
	const opened = new Promise((_, reject) => (fail = reject));
	const stream = model(opened);
	stream.draft = 'Guten Tag';
	await vi.advanceTimersByTimeAsync(200);
	const sent = stream.send('Guten Tag');
	const refused = expect(sent).rejects.toMatchObject({ code: 'storage-full' });
	stream.draft = 'Noch etwas';
	await vi.advanceTimersByTimeAsync(200);
	expect([stream.draft, kept()]).toEqual(['Noch etwas', 'Guten Tag\nNoch etwas']);
	fail(new Fault('storage-full'));
	await refused;
	expect(stream.draft).toBe('Guten Tag\nNoch etwas');
	await stream.close();
});
