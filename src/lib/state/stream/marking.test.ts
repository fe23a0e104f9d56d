/** When this side writes how far it has received and read. SPEC.md U21. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import type { FeedId, MemberId } from '../../base/ids';
import { markOf, raiseMarks, writeMessage } from '../../domain/stream-document';
import { Timeline } from '../../domain/timeline';
import type { OpenSpace } from '../session/open-space';
import { Marking } from './marking';

const [ME, AUTHOR, OTHER] = ['me', 'author', 'other'] as unknown as [MemberId, MemberId, MemberId];
const HERS = 'a'.repeat(32) as FeedId;
const MINE = 'b'.repeat(32) as FeedId;

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** A stream of `readers`, in which one of them writes. */
async function group(readers: number) {
	const documents = new Map([ME, AUTHOR, OTHER].map((id) => [id, { doc: new Y.Doc() }]));
	const docOf = (id: MemberId): Y.Doc => documents.get(id)?.doc ?? expect.fail();
	const members = Array.from({ length: readers }, (_, i) => [String(i), { role: 'member', isRemoved: false }] as const);
	const space = {
		isMember: true,
		credentials: { member: ME },
		charter: { members: new Map(members) },
		feeds: new Map([[HERS, { member: AUTHOR }]]),
		documents,
		doc: docOf(ME),
		run: <T>(task: () => Promise<T>) => task()
	};
	let entries = 0;
	const opened = {
		space,
		write: (change: (doc: Y.Doc, stamp: { feed: FeedId }) => void) => {
			entries++;
			change(space.doc, { feed: MINE });
			return Promise.resolve();
		}
	};
	const timeline = new Timeline();
	const marking = new Marking(
		timeline,
		(member) => member === ME,
		() => undefined
	);
	marking.attach(opened as unknown as OpenSpace);
	let count = 0;
	return {
		marking,
		get entries() {
			return entries;
		},
		read: () => markOf(space.doc, 'r', HERS),
		received: () => markOf(space.doc, 'd', HERS),
		/** She writes; then what was said is looked at. */
		says: async () => {
			writeMessage(docOf(AUTHOR), { ms: Date.now(), count: ++count, feed: HERS }, { text: 'Hallo' });
			timeline.absorb(AUTHOR, docOf(AUTHOR));
			marking.look();
			await vi.advanceTimersByTimeAsync(0);
		},
		/** Somebody else has read that far, or so much less. */
		otherReads: async (less = 0) => {
			raiseMarks(docOf(OTHER), 'r', new Map([[HERS, count + less]]), 'c'.repeat(32) as FeedId);
			marking.look();
			await vi.advanceTimersByTimeAsync(0);
		},
		sees: async () => {
			marking.seeAll();
			await vi.advanceTimersByTimeAsync(0);
		}
	};
}

/** She has on screen what somebody else has told the author of. */
async function hasSeenWhatIsTold() {
	const many = await group(51);
	await many.says();
	await many.otherReads();
	await many.sees();
	return many;
}

describe('[U21] marks', () => {
	it('are written at once where few read', async () => {
		const few = await group(3);
		await few.says();
		expect(few.received()).toBe(1);
		await few.sees();
		expect(few.read()).toBe(1);
		expect(few.marking.finish(), 'nothing waits').toBeNull();
	});

	it('in a large group, say that something is read, and that within its turn', async () => {
		const many = await group(51);
		await many.says();
		await vi.advanceTimersByTimeAsync(60_000);
		expect(many.received()).toBe(0);
		await many.sees();
		await vi.advanceTimersByTimeAsync(51 * 300);
		expect(many.read()).toBe(1);
	});

	it('are left to whoever has told the author, and written when she leaves', async () => {
		const many = await hasSeenWhatIsTold();
		await vi.advanceTimersByTimeAsync(10 * 60_000);
		expect(many.entries).toBe(0);
		expect(many.marking.seen.get(HERS), 'what she has seen is known all the same').toBe(1);
		await many.marking.finish();
		expect(many.read()).toBe(1);
	});

	it('are written when the page goes out of sight', async () => {
		const many = await hasSeenWhatIsTold();
		Object.assign(document, { visibilityState: 'hidden' });
		document.dispatchEvent(new Event('visibilitychange'));
		await vi.advanceTimersByTimeAsync(0);
		expect(many.read()).toBe(1);
	});

	it('wait for whoever tells in the middle of lively talk, though more was said meanwhile', async () => {
		const many = await group(51);
		for (let second = 0; second < 90; second += 3) {
			await many.says();
			await many.sees();
			// By the time she hears of it, she has seen more: all that she has seen is never told.
			if (second % 12 === 0) await many.otherReads(-1);
			await vi.advanceTimersByTimeAsync(3_000);
		}
		expect(many.entries, 'before anybody had told anything').toBeLessThanOrEqual(1);
	});

	it('of what is said after a silence wait for their turn, whatever else is yet to be written', async () => {
		vi.spyOn(Math, 'random').mockReturnValue(0.5);
		const many = await hasSeenWhatIsTold();
		await vi.advanceTimersByTimeAsync(60_000);
		await many.says();
		await many.sees();
		await vi.advanceTimersByTimeAsync(51 * 149);
		expect(many.entries).toBe(0);
		await vi.advanceTimersByTimeAsync(51 * 2);
		expect([many.entries, many.read()]).toEqual([1, 2]);
		vi.restoreAllMocks();
	});

	it('of a minute’s lively talk are few', async () => {
		const many = await group(51);
		for (let second = 0; second < 60; second += 3) {
			await many.says();
			await many.sees();
			await vi.advanceTimersByTimeAsync(3_000);
		}
		expect(many.entries).toBeGreaterThan(0);
		expect(many.entries).toBeLessThan(4);
	});
});
