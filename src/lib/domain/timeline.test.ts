import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { FeedId, MemberId } from '../base/ids';
import { PAGE_SIZE } from './page-size';
import { archivePages, readArchivedPage, writeMessage } from './stream-document';
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

	it('is the same however much of it is archived, and whenever that is taken in', () => {
		const feeds = [feedOf(0, 0), feedOf(0, 1)];
		const [member = '' as MemberId] = MEMBERS;
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.nat(1), fc.nat(3)), { minLength: 3, maxLength: 8 }), (steps) => {
				const [doc, reader] = [new Y.Doc(), new Timeline()];
				const archive = new Map<string, Uint8Array>();
				const whole: string[] = [];
				let ms = 0;
				for (const [by, what] of steps) {
					for (let i = 0; i < 70; i++) {
						writeMessage(doc, { ms: ++ms, count: 0, feed: feeds[by] ?? feedOf(0, 0) }, { text: String(ms) });
						whole.push(String(ms));
					}
					if (what > 0) reader.absorb(member, doc);
					if (what > 1) for (const [key, content] of archivePages(doc)) archive.set(key, content);
					// another tab has stored more meanwhile: everything is loaded again
					if (what > 2) {
						const again = new Y.Doc();
						Y.applyUpdate(again, Y.encodeStateAsUpdate(doc));
						reader.absorb(member, again);
						reader.absorb(member, doc);
					}
				}
				reader.absorb(member, doc);
				const late = new Timeline();
				late.absorb(member, doc);
				for (const timeline of [reader, late]) {
					const pages = timeline.missing.map((page) => {
						const content = archive.get(page.key);
						return [page, (content && readArchivedPage(content)) ?? []] as const;
					});
					timeline.take(pages);
					expect(timeline.missing).toEqual([]);
					expect(timeline.all.map(({ text }) => text)).toEqual(whole);
				}
			}),
			{ numRuns: 60 }
		);
	});

	it('keeps what is on screen while what another tab has archived of its page is read', () => {
		const [member = '' as MemberId] = MEMBERS;
		const [doc, timeline] = [new Y.Doc(), new Timeline()];
		const write = (from: number, to: number): void => {
			for (let i = from; i < to; i++) writeMessage(doc, { ms: i, count: 0, feed: feedOf(0, 0) }, { text: String(i) });
		};
		write(0, PAGE_SIZE - 1);
		timeline.absorb(member, doc);
		const [first] = timeline.all;
		write(PAGE_SIZE - 1, PAGE_SIZE + 2);
		const stored = new Y.Doc();
		Y.applyUpdate(stored, Y.encodeStateAsUpdate(doc));
		const [archived] = archivePages(stored).values();
		timeline.absorb(member, stored);
		expect(timeline.all[0]).toBe(first);
		expect(timeline.all).toHaveLength(PAGE_SIZE + 1);
		const [page] = timeline.missing;
		if (!page || !archived) throw new Error('bug: its last message is missing');
		expect(timeline.take([[page, readArchivedPage(archived) ?? []]]).map(({ place }) => place)).toEqual([
			PAGE_SIZE - 1
		]);
		expect(timeline.all.map(({ place }) => place)).toEqual(Array.from({ length: PAGE_SIZE + 2 }, (_, i) => i));
	});
});
