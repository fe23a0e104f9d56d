import { expect, it, onTestFinished, vi } from 'vitest';
import * as Y from 'yjs';
import { keysOf, models, nothing } from '../../../../tests/support/closing-models';
import { base64url } from '../../base/bytes';
import { Fault, Refusal } from '../../base/fault';
import { writeRecord } from '../../domain/tables/records';
import { newSecret } from '../../sync/keys/member';
import type { StreamsParts } from './streams-parts';
import { Streams } from './streams.svelte';

vi.mock('./stream.svelte', () => import('../../../../tests/support/closing-models'));
vi.mock('../session/preview', () => import('../../../../tests/support/closing-models'));

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
