import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { Refusal } from '../base/fault';
import type { FeedId } from '../base/ids';
import {
	carryOverMessages,
	checkStreamEntry,
	countMessages,
	markOf,
	PAGE_SIZE,
	pagesOf,
	raiseMarks,
	readPageKey,
	writeMessage
} from './stream-document';
import { checkedText, MOST_BYTES } from './text';

const FEED = 'f1'.repeat(16) as FeedId;
const OTHER = 'f2'.repeat(16) as FeedId;
const STAMP = { ms: 1000, count: 0, feed: FEED };

function fresh(): Y.Doc {
	const doc = new Y.Doc();
	doc.getMap('pages');
	doc.getMap('marks');
	doc.getMap('facts');
	return doc;
}

/** The check's verdict on one transaction by FEED's author at STAMP. */
function checked(doc: Y.Doc, change: (doc: Y.Doc) => void): string {
	let verdict = 'nothing happened';
	doc.once('afterTransaction', (transaction: Y.Transaction) => {
		const result = checkStreamEntry(transaction, { feed: FEED, clock: STAMP });
		verdict = result.ok ? 'fine' : result.why;
	});
	doc.transact(() => {
		change(doc);
	});
	return verdict;
}

const pages = (doc: Y.Doc) => doc.getMap<Y.Array<unknown>>('pages');
const pageOf = (...items: unknown[]): Y.Array<unknown> => {
	const page = new Y.Array<unknown>();
	page.push(items);
	return page;
};
const ITEM = { t: 'x', ms: 1000, c: 0 };
const ATTACHMENT = { blob: 'ab'.repeat(32), key: 'K'.repeat(43) };

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
	it('hold 500 messages each, feed by feed', () => {
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

describe('the check', () => {
	it('lets an author write: a first message, another one, a full page’s successor, marks', () => {
		const doc = fresh();
		const write = (target: Y.Doc): void => {
			writeMessage(target, STAMP, { text: 'x' });
		};
		expect(checked(doc, write)).toBe('fine');
		expect(checked(doc, write)).toBe('fine');
		expect(
			checked(doc, (target) => {
				writeMessage(target, STAMP, { text: '', attachment: ATTACHMENT });
			})
		).toBe('fine');
		while (countMessages(doc, FEED) < PAGE_SIZE) write(doc);
		expect(checked(doc, write)).toBe('fine');
		expect(checked(doc, (target) => void raiseMarks(target, 'd', new Map([[OTHER, 7]]), FEED))).toBe('fine');
		expect(pagesOf(doc).size).toBe(2);
	});

	const wrong: Readonly<Record<string, (doc: Y.Doc) => void>> = {
		'another feed’s page': (doc) => {
			writeMessage(doc, { ...STAMP, feed: OTHER }, { text: 'x' });
		},
		'another clock': (doc) => {
			pages(doc)
				.get(`${FEED}/0`)
				?.push([{ ...ITEM, ms: 999 }]);
		},
		'another count': (doc) => {
			pages(doc)
				.get(`${FEED}/0`)
				?.push([{ ...ITEM, c: 1 }]);
		},
		'a message before others': (doc) => {
			pages(doc).get(`${FEED}/0`)?.insert(0, [ITEM]);
		},
		'a message taken back': (doc) => {
			pages(doc).get(`${FEED}/0`)?.delete(0, 1);
		},
		'a page taken back': (doc) => {
			pages(doc).delete(`${FEED}/0`);
		},
		'a page replaced': (doc) => {
			pages(doc).set(`${FEED}/0`, pageOf(ITEM));
		},
		'a page out of turn': (doc) => {
			pages(doc).set(`${FEED}/1`, pageOf(ITEM));
		},
		'a page far ahead': (doc) => {
			pages(doc).set(`${FEED}/999999`, pageOf(ITEM));
		},
		'a page with another spelling': (doc) => {
			pages(doc).set(`${FEED}/00`, pageOf(ITEM));
		},
		'a page of backdated messages': (doc) => {
			while (countMessages(doc, FEED) < PAGE_SIZE) pages(doc).get(`${FEED}/0`)?.push([ITEM]);
			pages(doc).set(`${FEED}/1`, pageOf({ ...ITEM, ms: 1 }));
		},
		'more than a page holds': (doc) => {
			pages(doc).get(`${FEED}/0`)?.push(new Array<unknown>(PAGE_SIZE).fill(ITEM));
		},
		'text that is none': (doc) => {
			pages(doc)
				.get(`${FEED}/0`)
				?.push([{ ...ITEM, t: 7 }]);
		},
		'no text': (doc) => {
			pages(doc)
				.get(`${FEED}/0`)
				?.push([{ ...ITEM, t: '' }]);
		},
		'an attachment that is none': (doc) => {
			pages(doc)
				.get(`${FEED}/0`)
				?.push([{ ...ITEM, a: { b: ATTACHMENT.blob, k: 'short' } }]);
		},
		'an attachment without a place': (doc) => {
			pages(doc)
				.get(`${FEED}/0`)
				?.push([{ ...ITEM, t: '', a: null }]);
		},
		'an answer that is none': (doc) => {
			pages(doc)
				.get(`${FEED}/0`)
				?.push([{ ...ITEM, r: {} }]);
		},
		nothing: (doc) => {
			pages(doc).get(`${FEED}/0`)?.push([null]);
		},
		'a page that is none': (doc) => {
			(pages(doc) as unknown as Y.Map<unknown>).set(`${FEED}/0`, 'x');
		},
		'a mark that is none': (doc) => {
			doc.getMap('marks').set(`r/${OTHER}`, -1);
		},
		'a mark with a fraction': (doc) => {
			doc.getMap('marks').set(`r/${OTHER}`, 0.5);
		},
		'a mark of nobody': (doc) => {
			doc.getMap('marks').set('x', 1);
		},
		'a mark taken back': (doc) => {
			doc.getMap('marks').delete(`d/${OTHER}@${FEED.slice(0, 8)}`);
		},
		'a mark under another feed’s name': (doc) => {
			doc.getMap('marks').set(`d/${OTHER}@${OTHER.slice(0, 8)}`, 9);
		},
		'another place': (doc) => {
			doc.getMap('else').set('x', 1);
		}
	};
	for (const [what, change] of Object.entries(wrong)) {
		it(`refuses ${what}`, () => {
			const doc = fresh();
			writeMessage(doc, STAMP, { text: 'x' });
			raiseMarks(doc, 'd', new Map([[OTHER, 1]]), FEED);
			expect(['fine', 'nothing happened']).not.toContain(checked(doc, change));
		});
	}
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
