import { expect, it, vi } from 'vitest';
import * as Y from 'yjs';
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
