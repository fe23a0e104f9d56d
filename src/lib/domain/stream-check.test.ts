import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ATTACHMENT, FEED, fresh, OTHER, STAMP } from '../../../tests/support/stream-documents';
import { PAGE_SIZE } from './page-size';
import { checkStreamEntry, countMessages, pagesOf, raiseMarks, writeMessage } from './stream-document';

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

	it('lets an author write more than a page holds at once, from the first on and later', () => {
		const doc = fresh();
		for (const length of [2, 4])
			expect(
				checked(doc, (target) => {
					while (countMessages(target, FEED) < length * PAGE_SIZE - 1) writeMessage(target, STAMP, { text: 'x' });
				})
			).toBe('fine');
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
