import { expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { base64url } from '../base/bytes';
import { Refusal } from '../base/fault';
import { writeRecord } from '../domain/records';
import { newSecret } from '../sync/member';
import { Streams, type StreamsParts } from './streams.svelte';

/** A model that closes when it is told to. */
const { models } = vi.hoisted(() => ({ models: [] as { isClosed: boolean; finish: () => void }[] }));
vi.mock('./stream.svelte', () => ({
	StreamModel: class {
		readonly id: string;
		isClosed = false;
		isOver = false;
		attachments = { sendings: [] };
		finish = (): void => undefined;
		constructor(readonly parts: { id: string }) {
			this.id = parts.id;
			models.push(this);
		}
		begin(): void {
			return;
		}
		end(): void {
			return;
		}
		close(): Promise<void> {
			this.isClosed = true;
			return new Promise((resolve) => (this.finish = resolve));
		}
	}
}));
vi.mock('./preview', () => ({ readPreview: () => Promise.resolve(null) }));

it('gives nobody a stream that is being let go: it is opened anew, after it was closed', async () => {
	const happened: string[] = [];
	const id = 'a'.repeat(32);
	const session = {
		open: () => Promise.resolve(void happened.push('open')).then(() => ({ space: {} })),
		close: async (_id: string, last: () => Promise<void>) => {
			await last();
			happened.push('close');
		},
		on: () => () => undefined,
		onPresence: () => () => undefined,
		isOpen: () => true,
		parts: { deviceSeed: new Uint8Array(32) }
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
	expect(happened, 'what was begun there is kept first').toEqual(['open']);
	before?.finish();
	await vi.waitFor(() => expect(happened).toEqual(['open', 'close', 'open']));
	expect([streams.open, now?.isClosed]).toEqual([now, false]);
});

it('[U11] a place in a stream that was taken back before anybody took it is over, one in a group may come still', async () => {
	const [stream, group] = ['b'.repeat(32), 'c'.repeat(32)];
	const [doc, takenBack, asked]: [Y.Doc, string[], string[]] = [new Y.Doc(), [], []];
	for (const [id, kind] of [
		[stream, 'single'],
		[group, 'group']
	] as const) {
		const [seed, provisional] = [base64url(newSecret()), base64url(newSecret())];
		writeRecord(doc.getMap('streams'), id, { kind, seed, provisional, member: 'd'.repeat(32), taken: false, atMs: 1 });
	}
	const session = {
		open: ({ space }: { space: string }) => {
			asked.push(space);
			return Promise.reject(new Refusal('not-allowed'));
		},
		close: async (_id: string, last?: () => Promise<void>) => last?.(),
		on: () => () => undefined,
		onPresence: () => () => undefined,
		isOpen: () => true,
		isConnected: true,
		parts: { deviceSeed: new Uint8Array(32) }
	};
	const holder = { space: { doc, policy: { roots: {} }, feeds: new Map(), documents: new Map() } };
	const parts = { session, desk: holder, onTakenBack: (id: string) => void takenBack.push(id) };
	const streams = new Streams(parts as unknown as StreamsParts);
	await streams.show(group);
	await vi.waitFor(() => expect(asked.filter((id) => id === group).length).toBeGreaterThan(1));
	await streams.show(stream);
	await vi.waitFor(() => expect(takenBack).toContain(stream));
	expect(takenBack).not.toContain(group);
	const { open } = streams;
	streams.drop(stream);
	expect([open?.id, open?.isOver], 'who looks at it sees that').toEqual([stream, true]);
	streams.stop();
});
