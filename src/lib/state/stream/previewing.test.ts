/** When a preview and its tail are kept. SPEC.md Z1, Z11. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { fresh } from '../../../../tests/support/stream-documents';
import { fromUtf8 } from '../../base/bytes';
import type { FeedId, MemberId } from '../../base/ids';
import { writeMessage } from '../../domain/stream-document';
import { Timeline } from '../../domain/timeline';
import type { Preview } from '../session/preview';
import type { Session } from '../session/session';
import { Previewing, type Previewed } from './previewing';
import { madeText, type Tail } from './tail';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A stream whose charter grows when told to, and what its vault was given, in order. */
function stream(timeline = new Timeline()) {
	const kept: string[] = [];
	const space = {
		feeds: new Map(),
		records: [] as object[],
		charter: { members: new Map() },
		pending: [],
		credentials: { member: 'b' },
		doc: new Y.Doc(),
		isBehind: false,
		documents: new Map()
	};
	const rows = {
		put: (table: string, _key: string, value: Uint8Array) => Promise.resolve({ table, value }),
		vault: {
			commit: (changes: readonly { table: string; value: Uint8Array }[]) => {
				kept.push(changes.map(({ table, value }) => `${table} ${String(fromUtf8(value).length > 0)}`).join());
				return Promise.resolve();
			}
		}
	};
	const session = { rows, tell: () => undefined } as unknown as Session;
	const sides = { me: 'b', hosts: [], isMine: () => true, isOurs: () => true };
	const parts = { space, timeline, sides, draft: '', owes: false, seen: new Map() };
	const told: Preview[] = [];
	const make = (): Previewed => parts as unknown as Previewed;
	const previewing = new Previewing(session, 'x', make, (preview) => told.push(preview));
	const grow = (): void => {
		space.records.push({});
		previewing.soon();
	};
	return { previewing, grow, kept, told };
}

it('[Z11] the tail is kept once nothing comes any more, the preview at once', async () => {
	const { grow, kept } = stream();
	for (let i = 0; i < 5; i++) {
		grow();
		await vi.advanceTimersByTimeAsync(1_000);
	}
	expect(kept).toEqual(new Array(5).fill('pages true'));
	await vi.advanceTimersByTimeAsync(5_000);
	expect(kept.slice(5)).toEqual(['pages true,tails true']);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(kept).toHaveLength(6);
});

it('[Z11] the tail is kept with the last preview, however soon that is', async () => {
	const { previewing, grow, kept } = stream();
	grow();
	await previewing.end();
	await previewing.keep();
	expect(kept).toEqual(['pages true,tails true']);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(kept).toHaveLength(1);
});

it('[Z11] nothing is kept again that is kept already; whoever opened it is told', async () => {
	const first = stream();
	await first.previewing.end();
	await first.previewing.keep();
	const [preview] = first.told;
	const { previewing, kept, told } = stream();
	if (preview) previewing.recall(preview, { made: madeText(preview) } as Tail);
	await previewing.look();
	await previewing.end();
	await previewing.keep();
	expect(kept).toEqual([]);
	expect(told).toEqual([preview]);
});

it('[Z11] the tail is kept though the relay acknowledges what was written meanwhile', async () => {
	const { previewing, grow, kept } = stream();
	grow();
	await vi.advanceTimersByTimeAsync(500);
	// nothing that is shown has changed
	previewing.soon();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(kept).toEqual(['pages true', 'pages true,tails true']);
});

it('[Z11] a tail that the last page did not come to keep is kept by this one', async () => {
	const first = stream();
	await first.previewing.look();
	const [preview] = first.told;
	const { previewing, kept } = stream();
	if (preview) previewing.recall(preview, { made: 'older' } as Tail);
	await previewing.look();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(kept).toEqual(['pages true,tails true']);
});

it('[Z11] [Y2] the tail is kept again when something in it does not count any more', async () => {
	const member = 'c2'.repeat(16) as MemberId;
	let hasLeft = false;
	const timeline = new Timeline(() => hasLeft);
	const doc = fresh();
	writeMessage(doc, { ms: 1, count: 0, feed: member as string as FeedId }, { text: 'nach dem Gehen' });
	timeline.absorb(member, doc);
	const { previewing, grow, kept } = stream(timeline);
	grow();
	await vi.advanceTimersByTimeAsync(10_000);
	expect(kept.at(-1)).toContain('tails');
	const before = kept.length;
	hasLeft = true;
	expect(timeline.hush()).toBe(true);
	previewing.soon();
	await vi.advanceTimersByTimeAsync(10_000);
	expect(kept.slice(before).at(-1)).toContain('tails');
});
