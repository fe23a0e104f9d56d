import { expect, it, onTestFinished, vi } from 'vitest';
import * as Y from 'yjs';
import { openSpace } from '../../../../tests/support/open-space';
import { base64url } from '../../base/bytes';
import { Fault, Refusal } from '../../base/fault';
import { writeRecord } from '../../domain/tables/records';
import { newSecret, type SpaceRef } from '../../sync/keys/member';
import type { Preview } from '../session/preview';
import type { StreamParts } from './stream-parts';
import type { StreamsParts } from './streams-parts';
import { Streams } from './streams.svelte';
import type { Opening } from '../session/open-space';
import type { ReplicaNews } from '../../sync/exchange/channel';

const nothing = (): (() => void) => () => undefined;

/** A model that closes when told to. */
const { models, pages } = vi.hoisted(() => ({
	models: [] as { isClosed: boolean; finish: (isKept?: boolean) => void; parts: Pick<StreamParts, 'onPreview'> }[],
	pages: { kept: null as Preview | null }
}));
vi.mock('./stream.svelte', () => ({
	StreamModel: class {
		readonly id: string;
		readonly opened: StreamParts['opened'];
		isClosed = false;
		isOver = false;
		attachments = { sendings: [] };
		finish = (): void => undefined;
		constructor(readonly parts: Pick<StreamParts, 'id' | 'onPreview' | 'opened'>) {
			this.id = parts.id;
			this.opened = parts.opened;
			models.push(this);
		}
		begin(): void {
			return;
		}
		end(): void {
			return;
		}
		close(): Promise<boolean> {
			this.isClosed = true;
			return new Promise((resolve) => {
				this.finish = (isKept = true) => {
					resolve(isKept);
				};
			});
		}
	}
}));
vi.mock('../session/preview', () => ({ readPreview: () => Promise.resolve(pages.kept) }));

const keysOf = ({ space }: { readonly space: string }): Promise<object> => Promise.resolve({ space });

it('gives nobody a stream that is being closed: it is reopened afterwards', async () => {
	const happened: string[] = [];
	const id = 'a'.repeat(32);
	const session = {
		open: () => Promise.resolve(void happened.push('open')).then(() => ({ space: {} })),
		close: async (_id: string, last: () => Promise<void>) => {
			await last();
			happened.push('close');
		},
		on: nothing,
		onPresence: nothing,
		isOpen: () => true,
		keysOf
	};
	const parts = { session, desk: { space: { doc: new Y.Doc() } }, onOpened: () => undefined };
	const streams = new Streams(parts as unknown as StreamsParts);
	await streams.show(id);
	await vi.waitFor(() => expect(happened).toEqual(['open']));
	streams.close();
	await streams.show(id);
	const [before, now] = models;
	expect(streams.open).toBe(now);
	expect([before?.isClosed, now?.isClosed]).toEqual([true, false]);
	expect(happened, 'what was begun there is kept before').toEqual(['open']);
	before?.finish();
	await vi.waitFor(() => expect(happened).toEqual(['open', 'close', 'open']));
	expect([streams.open, now?.isClosed]).toEqual([now, false]);
});

it('[Z3] a stream says so where it is open if another tab found out that the user is out of it', async () => {
	const [id, doc] = ['a'.repeat(32), new Y.Doc()];
	const session = {
		open: () => Promise.resolve({ space: {} }),
		close: async (_id: string, last: () => Promise<void>) => last(),
		on: nothing,
		onPresence: nothing,
		isOpen: () => true,
		keysOf
	};
	const parts = { session, desk: { space: { doc } }, onOpened: () => undefined };
	const streams = new Streams(parts as unknown as StreamsParts);
	writeRecord(doc.getMap('streams'), id, { seed: base64url(newSecret()) });
	await streams.show(id);
	const isNoted = (): boolean | undefined => streams.open?.parts.isOver?.();
	expect([streams.open?.isOver, isNoted()]).toEqual([false, false]);
	writeRecord(doc.getMap('streams'), id, { over: true });
	void streams.drop(id);
	expect([streams.open?.isOver, isNoted()], 'and after whatever happens in it later').toEqual([true, true]);
	streams.stop();
});

it('[U11] reports a place withdrawn before it was taken, or not there yet, and shows when it is over', async () => {
	const [stream, group] = ['b'.repeat(32), 'c'.repeat(32)];
	const [doc, takenBack, asked]: [Y.Doc, string[], string[]] = [new Y.Doc(), [], []];
	for (const [id, kind] of [
		[stream, 'single'],
		[group, 'group']
	] as const) {
		const [seed, provisional] = [base64url(newSecret()), base64url(newSecret())];
		writeRecord(doc.getMap('streams'), id, { kind, seed, provisional, member: 'd'.repeat(32), atMs: 1 });
	}
	const session = {
		open: ({ space }: { space: string }) => {
			asked.push(space);
			return Promise.reject(new Refusal('not-allowed'));
		},
		close: async (_id: string, last?: () => Promise<void>) => last?.(),
		on: nothing,
		onPresence: nothing,
		isOpen: () => true,
		isConnected: true,
		keysOf
	};
	const holder = { space: { doc, policy: { roots: {} }, feeds: new Map(), documents: new Map() } };
	const parts = { session, desk: holder, onTakenBack: (id: string) => void takenBack.push(id) };
	const streams = new Streams(parts as unknown as StreamsParts);
	await streams.show(group);
	await vi.waitFor(() => expect(asked.filter((id) => id === group).length).toBeGreaterThan(1));
	expect(takenBack).toContain(group);
	await streams.show(stream);
	await vi.waitFor(() => expect(takenBack).toContain(stream));
	const { open } = streams;
	void streams.drop(stream);
	expect([open?.id, open?.isOver], 'the open stream shows that').toEqual([stream, true]);
	streams.stop();
});

it('[Z2] a stream that cannot be opened while somebody looks at it is retried after growing pauses', async () => {
	vi.useFakeTimers();
	onTestFinished(() => void vi.useRealTimers());
	const [id, doc] = ['a'.repeat(32), new Y.Doc()];
	writeRecord(doc.getMap('streams'), id, { seed: base64url(newSecret()) });
	const open = vi.fn(() => {
		// Retried without a pause, nothing else would get a turn.
		if (open.mock.calls.length > 50) return new Promise<never>(() => undefined);
		return Promise.reject<never>(new Fault('no-connection', { retry: true }));
	});
	const session = { open, close: () => Promise.resolve(), on: nothing, onPresence: nothing };
	const streams = new Streams({ session, desk: { space: { doc } } } as unknown as StreamsParts);
	void streams.show(id);
	// At once, and after 1, 2 and 4 seconds.
	await vi.advanceTimersByTimeAsync(8_000);
	expect(open).toHaveBeenCalledTimes(5);
	streams.stop();
});

it('[Z2] a stream whose page died right after founding it begins at the next visit, once', async () => {
	const [id, doc] = ['f'.repeat(32), new Y.Doc()];
	writeRecord(doc.getMap('streams'), id, { seed: base64url(newSecret()) });
	const feeds = new Map<string, object>();
	const space = { listen: () => () => undefined, feeds, pending: [], promised: new Map(), records: [], missing: 0 };
	const introduce = vi.fn(() => Promise.resolve(void feeds.set('f', { seq: 1, unacked: [] })));
	const onMet = vi.fn(() => Promise.reject(new Fault('no-connection', { retry: true })));
	const session = {
		whenKept: () => Promise.resolve(),
		open: () => Promise.resolve(openSpace(space, { isCurrent: true }, { introduce })),
		close: async (_id: string, last?: () => Promise<void>) => last?.(),
		on: nothing,
		onPresence: nothing,
		isOpen: () => false,
		isConnected: true,
		leads: true,
		attachments: { enter: () => undefined },
		connection: { holds: () => true, add: () => undefined, remove: () => undefined },
		rows: { vault: { list: () => Promise.resolve([]) } },
		keysOf
	};
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

it('[Z1] a stream whose row could not be kept on closing is visited until the other tabs can read it', async () => {
	vi.useFakeTimers();
	const [id, doc] = ['d'.repeat(32), new Y.Doc()];
	const row = { made: { heads: {}, records: 1, outbox: 0, owes: false } } as Preview;
	writeRecord(doc.getMap('streams'), id, { seed: base64url(newSecret()) });
	const list = (table: string): Promise<unknown[]> =>
		Promise.resolve(table === 'charters' ? [['c', new Uint8Array()]] : []);
	const session = {
		whenKept: () => Promise.resolve(),
		open: () => Promise.resolve(openSpace({ listen: () => () => undefined }, {})),
		close: async (_id: string, last?: () => Promise<void>) => last?.(),
		on: nothing,
		onPresence: nothing,
		isOpen: () => false,
		isConnected: false,
		leads: true,
		attachments: { enter: () => undefined },
		connection: { holds: () => true, add: () => undefined, remove: () => undefined },
		rows: { vault: { list } },
		keysOf
	};
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

it('[Z3] a stream that she turns out to be out of is noted, and not asked for at the speed of the line', async () => {
	vi.useFakeTimers();
	const [id, doc, hears] = ['e'.repeat(32), new Y.Doc(), [] as ((event: object) => void)[]];
	const seen = { out: 0, visits: 0, watch: null as { receive: (frame: object) => void } | null };
	writeRecord(doc.getMap('streams'), id, { seed: base64url(newSecret()) });
	const session = {
		whenKept: () => Promise.resolve(),
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
		onPresence: () => () => undefined,
		isOpen: () => false,
		isConnected: true,
		leads: true,
		attachments: { enter: () => undefined },
		connection: {
			holds: (watch: unknown) => watch === seen.watch,
			remove: () => (seen.watch = null),
			// The relay refuses anybody who asks.
			add: (watch: typeof seen.watch) => {
				seen.watch = watch;
				setTimeout(() => watch?.receive({ kind: 'refused', request: 'join', code: 'not-member' }), 10);
			}
		},
		rows: { vault: { list: () => Promise.resolve([]) } },
		keysOf
	};
	const parts = { session, desk: { space: { doc } }, onOpened: () => undefined, onOut: () => void seen.out++ };
	const streams = new Streams(parts as unknown as StreamsParts);
	await streams.follow(id);
	await vi.advanceTimersByTimeAsync(5_000);
	expect(seen.visits).toBeLessThan(8);
	expect(seen.out).toBe(seen.visits);
	streams.stop();
	vi.useRealTimers();
});
