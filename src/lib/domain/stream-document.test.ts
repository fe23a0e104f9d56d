import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ATTACHMENT, FEED, fresh, OTHER, STAMP } from '../../../tests/support/stream-documents';
import { Refusal } from '../base/fault';
import { PAGE_SIZE } from './page-size';
import {
	carryOverMessages,
	countMessages,
	markOf,
	pagesOf,
	raiseMarks,
	readPageKey,
	writeMessage
} from './stream-document';
import { checkedText, MOST_BYTES } from './text';

describe('text', () => {
	it('is trimmed and well-formed', () => {
		expect(checkedText('  a\ud800b \n')).toBe('a\ufffdb');
		expect(checkedText('🙂')).toBe('🙂');
	});

	it('is neither empty nor longer than a message may be', () => {
		expect(() => checkedText(' \n\t ')).toThrow(new Refusal('message-empty'));
		expect(() => checkedText('ü'.repeat(MOST_BYTES / 2 + 1))).toThrow(new Refusal('message-too-long'));
		expect(checkedText('ü'.repeat(MOST_BYTES / 2)).length).toBe(MOST_BYTES / 2);
	});
});

describe('pages', () => {
	it('hold 100 messages each, feed by feed', () => {
		const doc = fresh();
		for (let i = 0; i < PAGE_SIZE + 1; i++) writeMessage(doc, { ...STAMP, count: i }, { text: String(i) });
		writeMessage(doc, { ...STAMP, feed: OTHER }, { text: 'von dort', replyTo: `${FEED}.3` });
		expect([...pagesOf(doc)].map(([key, page]) => [key, page.length])).toEqual([
			[`${FEED}/0`, PAGE_SIZE],
			[`${FEED}/1`, 1],
			[`${OTHER}/0`, 1]
		]);
		expect(countMessages(doc, FEED)).toBe(PAGE_SIZE + 1);
		expect(countMessages(doc, OTHER)).toBe(1);
		expect(pagesOf(doc).get(`${OTHER}/0`)?.get(0)).toEqual({ t: 'von dort', ms: 1000, c: 0, r: `${FEED}.3` });
	});

	it('are named by feed and number', () => {
		expect(readPageKey(`${FEED}/12`)).toEqual({ feed: FEED, number: 12 });
		for (const wrong of ['', FEED, `${FEED}/`, `${FEED}/-1`, `${FEED}/1234567`, 'x/1'])
			expect(readPageKey(wrong)).toBeNull();
	});
});

describe('marks', () => {
	it('of two feeds of one reader merge to the greater, and refer to nothing the other wrote', () => {
		const doc = fresh();
		doc.getMap('marks').set(`r/${OTHER}`, 2);
		raiseMarks(doc, 'r', new Map([[OTHER, 5]]), OTHER);
		const before = Y.encodeStateVector(doc);
		doc.clientID++;
		expect(raiseMarks(doc, 'r', new Map([[OTHER, 4]]), FEED)).toBe(false);
		expect(raiseMarks(doc, 'r', new Map([[OTHER, 6]]), FEED)).toBe(true);
		const later = fresh();
		Y.applyUpdate(later, Y.encodeStateAsUpdate(doc, before));
		expect(later.store.pendingStructs).toBeNull();
		expect(markOf(doc, 'r', OTHER)).toBe(6);
	});

	it('only grow', () => {
		const doc = fresh();
		expect(raiseMarks(doc, 'r', new Map([[OTHER, 3]]), FEED)).toBe(true);
		expect(raiseMarks(doc, 'r', new Map([[OTHER, 2]]), FEED)).toBe(false);
		expect([markOf(doc, 'r', OTHER), markOf(doc, 'd', OTHER)]).toEqual([3, 0]);
		doc.getMap('marks').set(`r/${FEED}`, 'viele');
		expect(markOf(doc, 'r', FEED)).toBe(0);
	});
});

describe('carrying over', () => {
	it('writes an update’s messages under another feed, with their clocks and their answers', () => {
		const old = fresh();
		const updates: Uint8Array[] = [];
		old.on('update', (update: Uint8Array) => updates.push(update));
		const stamps = [1, 2, 3].map((ms) => ({ ms, count: 0, feed: FEED }));
		for (const [i, stamp] of stamps.entries()) {
			old.transact(() => {
				writeMessage(old, stamp, { text: `Nummer ${String(i)}`, replyTo: i === 2 ? `${FEED}.1` : null });
			});
		}
		const to = fresh();
		const moved = new Map<string, string>();
		for (const [i, update] of updates.entries()) {
			carryOverMessages({ update, from: FEED, old, to, stamp: { ms: i + 1, count: 0, feed: OTHER }, moved });
		}
		expect(pagesOf(to).get(`${OTHER}/0`)?.toArray()).toEqual([
			{ t: 'Nummer 0', ms: 1, c: 0 },
			{ t: 'Nummer 1', ms: 2, c: 0 },
			{ t: 'Nummer 2', ms: 3, c: 0, r: `${OTHER}.1` }
		]);
		expect(countMessages(to, FEED)).toBe(0);
	});

	it('takes attachments along', () => {
		const old = fresh();
		const updates: Uint8Array[] = [];
		old.on('update', (update: Uint8Array) => updates.push(update));
		old.transact(() => {
			writeMessage(old, STAMP, { text: '', attachment: ATTACHMENT });
			writeMessage(old, STAMP, { text: 'dazu', attachment: ATTACHMENT, replyTo: `${FEED}.0` });
		});
		const to = fresh();
		for (const update of updates)
			carryOverMessages({ update, from: FEED, old, to, stamp: { ...STAMP, feed: OTHER }, moved: new Map() });
		const a = { b: ATTACHMENT.blob, k: ATTACHMENT.key };
		expect(pagesOf(to).get(`${OTHER}/0`)?.toArray()).toEqual([
			{ t: '', ms: 1000, c: 0, a },
			{ t: 'dazu', ms: 1000, c: 0, a, r: `${OTHER}.0` }
		]);
	});
});
