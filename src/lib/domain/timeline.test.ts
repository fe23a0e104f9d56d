import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { FeedId, MemberId } from '../base/ids';
import { PAGE_SIZE, writeMessage } from './stream-document';
import { orderPlaced, Timeline } from './timeline';

const MEMBERS = ['a1', 'b2', 'c3'].map((byte) => byte.repeat(16) as MemberId);
const feedOf = (member: number, device: number): FeedId => `${String(member)}${String(device)}`.repeat(16) as FeedId;

function docs(): Map<MemberId, Y.Doc> {
	return new Map(MEMBERS.map((member) => [member, new Y.Doc()]));
}

describe('timeline', () => {
	it('has the same order wherever and whenever the messages came', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.nat(2), fc.nat(1), fc.nat(5), fc.nat(2), fc.boolean()), { maxLength: 60 }),
				(writes) => {
					const documents = docs();
					const growing = new Timeline();
					for (const [member, device, ms, count, looks] of writes) {
						const id = MEMBERS[member];
						const doc = id && documents.get(id);
						if (!id || !doc) continue;
						writeMessage(doc, { ms, count, feed: feedOf(member, device) }, { text: `${String(ms)}.${String(count)}` });
						if (looks) growing.absorb(id, doc);
					}
					const late = new Timeline();
					for (const [id, doc] of [...documents].reverse()) late.absorb(id, doc);
					for (const [id, doc] of documents) growing.absorb(id, doc);
					expect(growing.all).toEqual(late.all);
					expect(growing.all).toEqual(growing.all.toSorted(orderPlaced));
					expect(new Set(growing.all.map(({ id }) => id)).size).toBe(writes.length);
					expect(growing.counts).toEqual(
						new Map([...growing.counts].map(([feed]) => [feed, growing.all.filter((one) => one.feed === feed).length]))
					);
				}
			),
			{ numRuns: 200 }
		);
	});

	it('sorts by clock, then member, feed, place', () => {
		const base = {
			id: '',
			member: MEMBERS[0] as MemberId,
			feed: feedOf(0, 0),
			place: 0,
			ms: 1,
			count: 1,
			text: '',
			replyTo: null,
			attachment: null
		};
		const later = [
			{ ms: 2, count: 0 },
			{ count: 2 },
			{ member: MEMBERS[1] as MemberId },
			{ feed: feedOf(0, 1) },
			{ place: 1 }
		];
		for (const change of later)
			expect([orderPlaced(base, { ...base, ...change }), orderPlaced({ ...base, ...change }, base)]).toEqual([-1, 1]);
		expect(orderPlaced(base, base)).toBe(0);
	});

	it('continues across pages, and returns only what is new', () => {
		const doc = new Y.Doc();
		const timeline = new Timeline();
		const [member = '' as MemberId] = MEMBERS;
		for (let i = 0; i < PAGE_SIZE + 2; i++)
			writeMessage(doc, { ms: i, count: 0, feed: feedOf(0, 0) }, { text: String(i) });
		expect(timeline.absorb(member, doc).length).toBe(PAGE_SIZE + 2);
		expect(timeline.absorb(member, doc)).toEqual([]);
		writeMessage(doc, { ms: 9999, count: 0, feed: feedOf(0, 0) }, { text: 'neu' });
		expect(timeline.absorb(member, doc).map(({ id, place }) => [id, place])).toEqual([
			[`${feedOf(0, 0)}.${String(PAGE_SIZE + 2)}`, PAGE_SIZE + 2]
		]);
		expect(timeline.counts.get(feedOf(0, 0))).toBe(PAGE_SIZE + 3);
	});

	it('drops what a rebuilt document no longer has, and keeps the rest as it was', () => {
		const [one = '' as MemberId, two = '' as MemberId] = MEMBERS;
		const timeline = new Timeline();
		const kept = new Y.Doc();
		writeMessage(kept, { ms: 1, count: 0, feed: feedOf(0, 0) }, { text: 'bleibt' });
		const foreign = new Y.Doc();
		writeMessage(foreign, { ms: 2, count: 0, feed: feedOf(1, 0) }, { text: 'fremd' });
		const failed = new Y.Doc();
		Y.applyUpdate(failed, Y.encodeStateAsUpdate(kept));
		writeMessage(failed, { ms: 3, count: 0, feed: feedOf(0, 0) }, { text: 'nicht gespeichert' });
		timeline.absorb(one, failed);
		timeline.absorb(two, foreign);
		const [first] = timeline.all;
		expect(timeline.absorb(one, kept)).toEqual([]);
		expect(timeline.all.map(({ text }) => text)).toEqual(['bleibt', 'fremd']);
		expect(timeline.all[0]).toBe(first);
		expect(timeline.counts.get(feedOf(0, 0))).toBe(1);
		writeMessage(kept, { ms: 4, count: 0, feed: feedOf(0, 0) }, { text: 'jetzt aber' });
		expect(timeline.absorb(one, kept).map(({ text }) => text)).toEqual(['jetzt aber']);
		expect(timeline.all.map(({ text }) => text)).toEqual(['bleibt', 'fremd', 'jetzt aber']);
	});
});
