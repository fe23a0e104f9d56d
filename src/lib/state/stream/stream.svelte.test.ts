/** A stream's row on a disk that is full for a moment, while somebody looks at the stream and when she leaves it. */
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { openSpace } from '../../../../tests/support/open-space';
import { Fault } from '../../base/fault';
import { fromUtf8 } from '../../base/bytes';
import type { FeedId } from '../../base/ids';
import { PAGE_SIZE } from '../../domain/page-size';
import { archivePages, writeMessage } from '../../domain/stream-document';
import type { Preview } from '../session/preview';
import type { StreamParts } from './stream-parts';
import { StreamModel } from './stream.svelte';
import type { SpaceEvent } from '../../sync/space/events';

vi.mock('./attachments.svelte', () => ({
	StreamAttachments: class {
		sendings = [];
		hasUnsent = false;
		attach(): void {
			return;
		}
		look(): void {
			return;
		}
		close(): void {
			return;
		}
	}
}));
vi.mock('./stream-presence.svelte', () => ({
	StreamPresence: class {
		isPresent = true;
		attach(): void {
			return;
		}
		heard(): void {
			return;
		}
		close(): void {
			return;
		}
	}
}));
vi.mock('./handover', () => ({ standInOf: () => null, answerStandIn: () => Promise.resolve() }));

function world(
	prepare: (space: { documents: Map<string, { doc: Y.Doc }>; feeds: Map<string, object> }) => void = () => undefined,
	archive: Promise<readonly object[]> = Promise.resolve([])
) {
	const hearing = new Set<(event: SpaceEvent) => void>();
	const space = {
		credentials: { member: 'm' },
		feeds: new Map(),
		documents: new Map<string, { doc: Y.Doc }>(),
		charter: { members: new Map() },
		records: [] as object[],
		pending: [],
		missing: 0,
		isMember: true,
		isBehind: false,
		doc: new Y.Doc(),
		onArriving: () => () => undefined,
		run: <T>(task: () => Promise<T>) => task(),
		listen: (hear: (event: SpaceEvent) => void) => {
			hearing.add(hear);
			return () => hearing.delete(hear);
		}
	};
	const disk = { isFull: false, kept: null as Preview | null, asked: 0, archive };
	const session = {
		tell: vi.fn(),
		on: () => () => undefined,
		rows: {
			get: () => Promise.resolve({ ok: true, value: null }),
			list: () => disk.archive,
			put: (_table: string, key: string, value: Uint8Array) => Promise.resolve({ key, value }),
			vault: {
				isDurable: true,
				commit: ([change]: readonly { value: Uint8Array }[]) => {
					disk.asked++;
					if (disk.isFull) return Promise.reject(new Fault('storage-full', { retry: true }));
					if (change) disk.kept = JSON.parse(fromUtf8(change.value)) as Preview;
					return Promise.resolve();
				}
			}
		}
	};
	prepare(space);
	const parts = { session, opened: Promise.resolve(openSpace(space)), id: 'a'.repeat(32), kind: 'group' };
	const model = new StreamModel({ ...parts, onPreview: vi.fn() } as unknown as StreamParts);
	const tell = (event: SpaceEvent): void => {
		for (const hear of hearing) hear(event);
	};
	const grow = (): void => {
		space.records.push({});
		tell({ kind: 'charter' });
	};
	return { model, disk, session, grow, space, tell };
}

it('[Z1] a row that could not be kept is kept later, without any further event, for the tabs that read it', async () => {
	vi.useFakeTimers();
	const { model, disk, session, grow } = world();
	await vi.advanceTimersByTimeAsync(200);
	expect(disk.kept?.made?.records).toBe(0);
	disk.isFull = true;
	grow();
	await vi.advanceTimersByTimeAsync(500);
	const { asked } = disk;
	await vi.advanceTimersByTimeAsync(500);
	expect([disk.kept?.made?.records, disk.asked], 'and not retried at once').toEqual([0, asked]);
	session.tell.mockClear();
	disk.isFull = false;
	await vi.advanceTimersByTimeAsync(2_000);
	expect(disk.kept?.made?.records).toBe(1);
	expect(session.tell, 'the others are told').toHaveBeenCalledTimes(1);
	expect(await model.close()).toBe(true);
	vi.useRealTimers();
});

it('[Z1] says so when a stream is closed with a row that could not be kept', async () => {
	vi.useFakeTimers();
	const { model, disk, grow } = world();
	await vi.advanceTimersByTimeAsync(200);
	disk.isFull = true;
	grow();
	expect(await model.close()).toBe(false);
	vi.useRealTimers();
});

const AUTHOR = '0'.repeat(32);

/** Somebody else's message is in her document; an onlooker owes no mark for it. */
function come(space: ReturnType<typeof world>['space'], text: string): void {
	space.isMember = false;
	const doc = new Y.Doc();
	writeMessage(doc, { ms: 1, count: 1, feed: AUTHOR as FeedId }, { text });
	space.documents.set(AUTHOR, { doc });
	space.feeds.set(AUTHOR, { id: AUTHOR, seq: 2, member: AUTHOR, unacked: [] });
}

it('[Z1] a row kept while something arrives does not claim to be made from it', async () => {
	vi.useFakeTimers();
	const { model, disk, space, tell } = world();
	await vi.advanceTimersByTimeAsync(200);
	come(space, 'eben');
	space.isBehind = true;
	tell({ kind: 'progress' });
	await vi.advanceTimersByTimeAsync(200);
	expect([disk.kept?.last, disk.kept?.made?.owes], 'the vault may have it when the page dies').toEqual([null, true]);
	space.isBehind = false;
	tell({ kind: 'content' });
	await vi.advanceTimersByTimeAsync(200);
	expect(disk.kept?.last?.text).toBe('eben');
	await model.close();
	vi.useRealTimers();
});

it('[Z1] the last row of a stream includes what arrived while it was being closed', async () => {
	const { model, disk, space, tell } = world();
	await vi.waitFor(() => expect(disk.kept).not.toBeNull());
	const closed = model.close();
	come(space, 'zuletzt');
	tell({ kind: 'content' });
	expect(await closed).toBe(true);
	expect([disk.kept?.last?.text, disk.kept?.made?.heads]).toEqual(['zuletzt', { [AUTHOR]: 2 }]);
});

/** When each of some members writes, and whether the list is looked at then. */
const WRITES = fc.array(fc.record({ by: fc.nat(2), ms: fc.nat(5), isTold: fc.boolean() }), { maxLength: 20 });

it('[Z9] messages that several people wrote at once are in the order they were written', async () => {
	await fc.assert(
		fc.asyncProperty(WRITES, async (writes) => {
			const { model, space, tell } = world();
			for (const by of [0, 1, 2]) space.documents.set(`${String(by)}${'0'.repeat(31)}`, { doc: new Y.Doc() });
			await Promise.resolve();
			for (const [count, { by, ms, isTold }] of [...writes, { by: 0, ms: 0, isTold: true }].entries()) {
				const doc = [...space.documents.values()][by]?.doc ?? new Y.Doc();
				const text = `${String(ms)} ${String(count).padStart(2, '0')}`;
				writeMessage(doc, { ms, count, feed: String(by).repeat(32) as FeedId }, { text });
				if (isTold) tell({ kind: 'content' });
			}
			const texts = model.messages.map(({ text }) => text);
			expect(texts).toEqual(texts.toSorted());
			expect(texts).toHaveLength(writes.length + 1);
			await model.close();
		})
	);
});

it('[Z5] a user who is out of a stream sees nobody in it', async () => {
	const { model } = world();
	await Promise.resolve();
	expect(model.isPresent).toBe(true);
	model.isOver = true;
	expect(model.isPresent).toBe(false);
	await model.close();
});

describe('what is archived', () => {
	/** A world with a page more than the document of its author holds; `show` lets it be read. */
	function archived() {
		const rows: object[] = [];
		let show: () => void = () => undefined;
		const doc = new Y.Doc();
		const made = world(
			(space) => {
				for (let i = 0; i < PAGE_SIZE + 2; i++) {
					writeMessage(doc, { ms: i, count: 1, feed: AUTHOR as FeedId }, { text: String(i) });
				}
				for (const [key, value] of archivePages(doc))
					rows.push({ key: `${'a'.repeat(32)}${AUTHOR}/${key}`, plain: { ok: true, value } });
				space.documents.set(AUTHOR, { doc });
				space.feeds.set(AUTHOR, { id: AUTHOR, seq: PAGE_SIZE + 3, member: AUTHOR, unacked: [] });
			},
			new Promise((resolve) => (show = () => resolve(rows)))
		);
		return { ...made, show };
	}

	it('[D5] is not read before it is on screen', async () => {
		const { model, show } = archived();
		await vi.waitFor(() => expect(model.isLoaded).toBe(false));
		model.markRead();
		show();
		await vi.waitFor(() => expect(model.isLoaded).toBe(true));
		expect(model.messages).toHaveLength(PAGE_SIZE + 2);
		expect(model.firstUnread).toBe(`${AUTHOR}.0`);
		await model.close();
	});

	it('[D5] nobody is given a part for the whole when it is closed early', async () => {
		const { model } = archived();
		const opened = model.opened.then(
			() => 'opened',
			(error: unknown) => error
		);
		await Promise.resolve();
		void model.close();
		expect(await opened).toEqual(new Fault('session-over'));
	});
});
