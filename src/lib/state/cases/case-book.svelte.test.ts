import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { Fault } from '../../base/fault';
import { CaseBookModel, type CaseBookParts } from './case-book.svelte';

const disk = vi.hoisted(() => ({ isFull: false }));
vi.mock('./form-settings.svelte', async () => {
	const { STANDARD } = await import('../../domain/monitoring/own-lists');
	return {
		FormSettingsModel: class {
			lists = STANDARD;
			loaded = Promise.resolve();
			stop = (): void => undefined;
		}
	};
});
vi.mock('./cases', async (original) => {
	const doc = new Y.Doc();
	const write = (change: (doc: Y.Doc, stamp: object) => void): Promise<void> => {
		if (disk.isFull) return Promise.reject(new Fault('storage-full', { retry: true }));
		change(doc, { ms: Date.now(), count: 1, feed: 'f'.repeat(32) });
		return Promise.resolve();
	};
	const opened = { space: { doc, documents: new Map([['home', { doc }]]) }, write };
	return {
		...(await original<object>()),
		Cases: class {
			open = () => Promise.resolve([opened]);
			home = () => Promise.resolve(opened);
			settle = (): void => undefined;
			stop = (): void => undefined;
			listen = () => () => undefined;
		}
	};
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function newBook(): CaseBookModel {
	const rows = { get: () => Promise.resolve({ ok: true, value: null }) };
	const session = { rows, on: () => () => undefined };
	const centre = { space: { doc: new Y.Doc(), listen: () => () => undefined } };
	return new CaseBookModel({ session, centre, identity: 'berta' } as unknown as CaseBookParts);
}

it('[K2] a closed window keeps what a full disk refused, and shows it when reopened, until it is kept', async () => {
	const book = newBook();
	const window = book.profile('s');
	disk.isFull = true;
	window.set('reach', 'abends');
	book.close(window);
	await vi.advanceTimersByTimeAsync(5_000);
	const again = book.profile('s');
	expect(again.values.reach).toBe('abends');
	book.close(again);
	disk.isFull = false;
	await vi.advanceTimersByTimeAsync(60_000);
	const last = book.profile('s');
	await last.loaded;
	expect([last.values.reach, last.isKept]).toEqual(['abends', true]);
	book.stop();
});
