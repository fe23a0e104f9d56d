/** A case's forms, on a disk that may be slow or full. */
import { vi } from 'vitest';
import * as Y from 'yjs';
import { Fault } from '../../src/lib/base/fault';
import { STANDARD } from '../../src/lib/domain/monitoring/own-lists';
import { ProfileModel } from '../../src/lib/state/cases/profile.svelte';

/** One stream's case, on a disk that may be slow or full. */
export function scene() {
	const documents = new Map<string, { doc: Y.Doc }>();
	const docOf = (id: string): Y.Doc => {
		const known = documents.get(id)?.doc ?? new Y.Doc();
		documents.set(id, { doc: known });
		return known;
	};
	const profile = docOf('home');
	const space = { id: 'home', ownDocument: 'home', documents, doc: profile };
	/** The case that the counsellor's second device founded before the two met. */
	const other = { id: 'other', documents: new Map<string, { doc: Y.Doc }>(), doc: new Y.Doc() };
	const listeners = new Set<() => void>();
	const state = { isFull: false, busyMs: 0, dies: false };
	let count = 0;
	const drafts = new Map<string, unknown>();
	const wait = async (): Promise<void> => {
		// The disk's delay, by the test's own clock.
		if (state.busyMs > 0) await new Promise((done) => setTimeout(done, state.busyMs));
		if (state.isFull) throw new Fault('storage-full', { retry: true });
	};
	const rows = {
		get: (_table: string, key: string) => Promise.resolve({ ok: true, value: drafts.get(key) ?? null }),
		put: (table: string, key: string, value: Uint8Array) => Promise.resolve({ table, key, value }),
		vault: {
			commit: async (changes: readonly { key: string; value: unknown }[]): Promise<void> => {
				await wait();
				for (const { key, value } of changes) if (value) drafts.set(key, value);
				for (const { key, value } of changes) if (!value) drafts.delete(key);
			}
		}
	};
	const session = { rows };
	const opened = (to: object) => ({
		space: to,
		write: async (
			change: (doc: Y.Doc, stamp: object) => void,
			{ document: id = 'home' }: { document?: string } = {}
		) => {
			await wait();
			if (state.dies) throw new Fault('storage-unreadable');
			change(to === other ? (other.documents.get(id)?.doc ?? new Y.Doc()) : docOf(id), {
				ms: Date.now(),
				count: ++count,
				feed: 'f'.repeat(32)
			});
			for (const heard of listeners) heard();
		}
	});
	const cases = {
		open: () => Promise.resolve([opened(space), opened(other)]),
		home: () => Promise.resolve(opened(space)),
		settle: () => undefined,
		listen: (heard: () => void) => {
			listeners.add(heard);
			return () => listeners.delete(heard);
		}
	};
	const sheets = { lists: STANDARD, loaded: Promise.resolve() };
	const parts = { session, cases, sheets, stream: 's', me: 'berta' };
	const heard = (): void => {
		for (const listener of listeners) listener();
	};
	return { state, parts, drafts, documents, other, heard, profile: () => new ProfileModel(parts as never) };
}

/** Lets this much time pass. */
export const passed = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
