/** Streams that are visited because something in them is not done yet. SPEC.md Z1, Z2, Z3. */
import { expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { openSpace } from '../../../../tests/support/open-space';
import { models, nothing, pages, quietSession } from '../../../../tests/support/closing-models';
import { base64url } from '../../base/bytes';
import { asId } from '../../base/ids';
import { Fault } from '../../base/fault';
import { writeRecord } from '../../domain/tables/records';
import { newSecret, type SpaceRef } from '../../sync/keys/member';
import type { Preview } from '../session/preview';
import type { SessionEvent } from '../session/session-parts';
import type { StreamsParts } from './streams-parts';
import { Streams } from './streams.svelte';
import type { Opening } from '../session/open-space';
import type { ReplicaNews } from '../../sync/exchange/channel';

vi.mock('./stream.svelte', () => import('../../../../tests/support/closing-models'));
vi.mock('../session/preview', () => import('../../../../tests/support/closing-models'));

it('[Z2] a stream whose page died right after founding it begins at the next visit, once', async () => {
	const [id, doc] = ['f'.repeat(32), new Y.Doc()];
	writeRecord(doc.getMap('streams'), id, { seed: base64url(newSecret()) });
	const feeds = new Map<string, object>();
	const space = { listen: () => () => undefined, feeds, pending: [], promised: new Map(), records: [], missing: 0 };
	const introduce = vi.fn(() => Promise.resolve(void feeds.set('f', { seq: 1, unacked: [] })));
	const onMet = vi.fn(() => Promise.reject(new Fault('no-connection', { retry: true })));
	const open = (): Promise<object> => Promise.resolve(openSpace(space, { isCurrent: true }, { introduce }));
	const session = quietSession({ open });
	const parts = { session, desk: { space: { doc, documents: new Map() } }, onOpened: () => undefined, onMet };
	const streams = new Streams(parts as unknown as StreamsParts);
	await streams.follow(id);
	for (const visits of [1, 2]) {
		streams.settle(id);
		await vi.waitFor(() => expect(onMet).toHaveBeenCalledTimes(visits));
		models.at(-1)?.finish();
	}
	expect(introduce).toHaveBeenCalledTimes(1);
	streams.stop();
});

it('[Z2] it also begins while somebody looks at it: no visit comes then', async () => {
	const [id, doc] = ['e'.repeat(32), new Y.Doc()];
	writeRecord(doc.getMap('streams'), id, { seed: base64url(newSecret()) });
	const hears: ((news: ReplicaNews) => void)[] = [];
	const introduce = vi.fn(() => Promise.resolve());
	const space = { feeds: new Map(), pending: [], missing: 0 };
	const open = (_ref: SpaceRef, { onNews }: Opening): Promise<object> => {
		if (onNews) hears.push(onNews);
		return Promise.resolve(openSpace(space, { isCurrent: true }, { introduce }));
	};
	const session = { open, on: nothing, onPresence: nothing };
	const parts = { session, desk: { space: { doc, documents: new Map() } }, onOpened: nothing };
	const streams = new Streams(parts as unknown as StreamsParts);
	await streams.show(id);
	expect(introduce, 'the relay may have something').not.toHaveBeenCalled();
	for (const hear of hears) hear('current');
	await vi.waitFor(() => expect(introduce).toHaveBeenCalledTimes(1));
	streams.stop();
});

it('[Z2] one that is left before it could begin tries no more: its next visit will', async () => {
	vi.useFakeTimers();
	const [id, doc] = ['e'.repeat(32), new Y.Doc()];
	writeRecord(doc.getMap('streams'), id, { seed: base64url(newSecret()) });
	const hears: ((news: ReplicaNews) => void)[] = [];
	const introduce = vi.fn(() => Promise.reject(new Fault('storage-full', { retry: true })));
	const space = { feeds: new Map(), pending: [], missing: 0 };
	const open = (_ref: SpaceRef, { onNews }: Opening): Promise<object> => {
		if (onNews) hears.push(onNews);
		return Promise.resolve(openSpace(space, { isCurrent: true }, { introduce }));
	};
	const close = (_id: string, last: () => Promise<void>): Promise<void> => last();
	const session = { open, close, on: nothing, onPresence: nothing };
	const parts = { session, desk: { space: { doc, documents: new Map() } }, onOpened: nothing };
	const streams = new Streams(parts as unknown as StreamsParts);
	await streams.show(id);
	for (const hear of hears) hear('current');
	await vi.advanceTimersByTimeAsync(10_000);
	const tried = introduce.mock.calls.length;
	expect(tried, 'again while somebody looks at it').toBeGreaterThan(1);
	streams.close();
	await vi.advanceTimersByTimeAsync(600_000);
	expect(introduce).toHaveBeenCalledTimes(tried);
	streams.stop();
	vi.useRealTimers();
});

it('[Z2] one that could not begin while it was used is visited until it has, and nobody need ask for it', async () => {
	vi.useFakeTimers();
	const [id, doc] = ['c'.repeat(32), new Y.Doc()];
	writeRecord(doc.getMap('streams'), id, { seed: base64url(newSecret()) });
	const keys = (table: string): Promise<string[]> => Promise.resolve(table === 'charters' ? [id] : []);
	const list = (): Promise<unknown[]> => Promise.resolve([]);
	const space = { listen: () => () => undefined, feeds: new Map(), pending: [], promised: new Map(), missing: 0 };
	const introduce = vi.fn(() => Promise.reject(new Fault('storage-full', { retry: true })));
	const open = (): Promise<object> => Promise.resolve(openSpace(space, { isCurrent: true }, { introduce }));
	const session = quietSession({ open, rows: { vault: { list, keys } } });
	const parts = { session, desk: { space: { doc, documents: new Map() } }, onOpened: nothing };
	const streams = new Streams(parts as unknown as StreamsParts);
	pages.kept = { made: { heads: {}, records: 1, outbox: 0, owes: false } } as Preview;
	await streams.follow(id);
	for (const tries of [1, 2, 3]) {
		await vi.advanceTimersByTimeAsync(60_000);
		expect(introduce).toHaveBeenCalledTimes(tries);
		models.at(-1)?.finish();
	}
	streams.stop();
	pages.kept = null;
	vi.useRealTimers();
});

it('[Z1] a stream whose row could not be kept on closing is visited until the other tabs can read it', async () => {
	vi.useFakeTimers();
	const [id, doc] = ['d'.repeat(32), new Y.Doc()];
	const row = { made: { heads: {}, records: 1, outbox: 0, owes: false } } as Preview;
	writeRecord(doc.getMap('streams'), id, { seed: base64url(newSecret()) });
	const keys = (table: string): Promise<string[]> => Promise.resolve(table === 'charters' ? [id] : []);
	const list = (): Promise<unknown[]> => Promise.resolve([]);
	const open = (): Promise<object> => Promise.resolve(openSpace({ listen: () => () => undefined }, {}));
	const session = quietSession({ open, isConnected: false, rows: { vault: { list, keys } } });
	const parts = { session, desk: { space: { doc, documents: new Map() } }, onOpened: () => undefined };
	const streams = new Streams(parts as unknown as StreamsParts);
	const before = models.length;
	await streams.follow(id);
	for (const isKept of [false, true]) {
		await vi.advanceTimersByTimeAsync(5_000);
		const [model] = models
			.slice(before)
			.filter(({ isClosed }) => isClosed)
			.slice(-1);
		model?.parts.onPreview?.(row);
		if (isKept) pages.kept = row;
		model?.finish(isKept);
	}
	await vi.advanceTimersByTimeAsync(60_000);
	expect(models.length - before, 'and then no more').toBe(2);
	streams.stop();
	pages.kept = null;
	vi.useRealTimers();
});

it('[Z1] a row that another tab has kept is looked at although the one shown here is right: other tabs read the kept one', async () => {
	vi.useFakeTimers();
	const [id, doc] = ['c'.repeat(32), new Y.Doc()];
	const made = { heads: {}, records: 1, outbox: 0, owes: false };
	const right = { made, unread: 1 } as Preview;
	pages.kept = right;
	writeRecord(doc.getMap('streams'), id, { seed: base64url(newSecret()) });
	const keys = (table: string): Promise<string[]> => Promise.resolve(table === 'charters' ? [id] : []);
	const list = (): Promise<unknown[]> => Promise.resolve([]);
	const open = (): Promise<object> => Promise.resolve(openSpace({ listen: () => () => undefined }, {}));
	const hearing: ((event: SessionEvent) => void)[] = [];
	const on = (hear: (event: SessionEvent) => void): (() => void) => {
		hearing.push(hear);
		return () => undefined;
	};
	const session = quietSession({ open, on, isConnected: false, rows: { vault: { list, keys } } });
	const parts = { session, desk: { space: { doc, documents: new Map() } }, onOpened: () => undefined };
	const streams = new Streams(parts as unknown as StreamsParts);
	const before = models.length;
	await streams.follow(id);
	await vi.advanceTimersByTimeAsync(5_000);
	expect([models.length - before, streams.previews.get(id)], 'it is what the vault holds').toEqual([0, right]);
	// What she has read there could not be kept: the row says more than the vault.
	pages.kept = { made: { ...made, owes: true }, unread: 0 } as Preview;
	for (const hear of hearing) hear({ kind: 'told', space: asId(id) });
	await vi.advanceTimersByTimeAsync(5_000);
	expect(models.length - before, 'it is made again').toBe(1);
	expect(streams.previews.get(id), 'and not shown here meanwhile').toEqual(right);
	models.at(-1)?.finish();
	streams.stop();
	pages.kept = null;
	vi.useRealTimers();
});

it('[Z3] a stream that she turns out to be out of is noted, and not asked for at the speed of the line', async () => {
	vi.useFakeTimers();
	const [id, doc, hears] = ['e'.repeat(32), new Y.Doc(), [] as ((event: object) => void)[]];
	const seen = { out: 0, visits: 0, watch: null as { receive: (frame: object) => void } | null };
	writeRecord(doc.getMap('streams'), id, { seed: base64url(newSecret()) });
	const session = quietSession({
		open: () => {
			seen.visits++;
			// A visit takes the connection from the watch.
			seen.watch = null;
			const space = { listen: () => () => undefined, feeds: new Map(), promised: new Map(), records: [] };
			return Promise.resolve(openSpace(space, { isCurrent: false }, { isOut: () => true }));
		},
		close: () => Promise.resolve().then(() => hears.forEach((hear) => hear({ kind: 'closed', space: id }))),
		on: (hear: (event: object) => void) => {
			hears.push(hear);
			return () => undefined;
		},
		connection: {
			holds: (watch: unknown) => watch === seen.watch,
			remove: () => (seen.watch = null),
			// The relay refuses anybody who asks.
			add: (watch: typeof seen.watch) => {
				seen.watch = watch;
				setTimeout(() => watch?.receive({ kind: 'refused', request: 'join', code: 'not-member' }), 10);
			}
		}
	});
	const parts = { session, desk: { space: { doc } }, onOpened: () => undefined, onOut: () => void seen.out++ };
	const streams = new Streams(parts as unknown as StreamsParts);
	await streams.follow(id);
	await vi.advanceTimersByTimeAsync(5_000);
	expect(seen.visits).toBeLessThan(8);
	expect(seen.out).toBe(seen.visits);
	streams.stop();
	vi.useRealTimers();
});
