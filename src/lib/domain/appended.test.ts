import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ATTACHMENT, FEED, fresh, OTHER, STAMP } from '../../../tests/support/stream-documents';
import { updateOf } from '../sync/space/documents';
import { clientOf } from '../sync/space/feeds';
import { must } from '../base/fault';
import { endsOf, readAppended, type FeedEnd } from './appended';
import { PAGE_SIZE } from './page-size';
import { pagesOf, raiseMarks, writeMessage, type Item } from './stream-document';
import { writeFact } from './stream-facts';

const CLIENT = clientOf(FEED);

/** What `change` adds to a document, said at second `at`. */
function said(doc: Y.Doc, change: (doc: Y.Doc, stamp: typeof STAMP) => void, at = 1) {
	const stamp = { ...STAMP, ms: at * 1000 };
	const update = updateOf(doc, CLIENT, (target) => {
		change(target, stamp);
	});
	return { update: update ?? new Uint8Array(), clock: { ms: stamp.ms, count: 0 } };
}

function read({ update, clock }: ReturnType<typeof said>, end: FeedEnd = BEGINNING) {
	return readAppended(update, { feed: FEED, client: CLIENT, clock }, end);
}

/** Nothing has been written. */
const BEGINNING: FeedEnd = { count: 0, last: -1, next: 0 };

const hello = (doc: Y.Doc, stamp: typeof STAMP): void => {
	writeMessage(doc, stamp, { text: 'Hallo' });
};

describe('[D6] what is appended', () => {
	it('is read from updates alone, page by page, as the document has it', () => {
		const write = fc.record({ messages: fc.integer({ min: 0, max: 150 }), marks: fc.boolean() });
		fc.assert(
			fc.property(fc.array(write, { maxLength: 6 }), (writes) => {
				const doc = fresh();
				const items: Item[] = [];
				let end = BEGINNING;
				for (const [i, { messages, marks }] of writes.entries()) {
					const change = (target: Y.Doc, stamp: typeof STAMP): void => {
						if (marks) raiseMarks(target, 'd', new Map([[OTHER, i + 1]]), FEED);
						for (let n = 0; n < messages; n++) writeMessage(target, stamp, { text: `${i}.${n}` });
					};
					if (messages === 0 && !marks) continue;
					const appended = read(said(doc, change, i + 1), end);
					expect(appended?.hasMarks).toBe(marks);
					items.push(...(appended?.items ?? []));
					end = appended?.end ?? BEGINNING;
				}
				expect(items).toEqual([...pagesOf(doc).values()].flatMap((page) => page.toArray()));
				expect(endsOf(doc).get(FEED) ?? null).toEqual(end.count > 0 ? end : null);
			}),
			{ numRuns: 60 }
		);
	});

	it('ends with the last page, whatever has left the document before it', () => {
		const doc = fresh();
		for (let i = 0; i < PAGE_SIZE + 3; i++) said(doc, hello);
		doc.getMap('pages').delete(`${FEED}/0`);
		const end = endsOf(doc).get(FEED);
		expect(end?.count).toBe(PAGE_SIZE + 3);
		expect(read(said(doc, hello), end)?.end.count).toBe(PAGE_SIZE + 4);
	});

	const strange: readonly [what: string, change: (doc: Y.Doc, stamp: typeof STAMP) => void][] = [
		['a fact', (doc, stamp) => writeFact(doc, stamp, 'name', 'Kim')],
		['a message of another time', (doc, stamp) => writeMessage(doc, { ...stamp, ms: 1 }, { text: 'früher' })],
		['an empty message', (doc, stamp) => writeMessage(doc, stamp, { text: '' })],
		['something taken back', (doc) => lastPage(doc).delete(0, 1)],
		['a message before others', (doc, stamp) => lastPage(doc).insert(0, [{ t: 'x', ms: stamp.ms, c: 0 }])],
		['a page out of turn', (doc, stamp) => pageAt(doc, `${FEED}/7`, { t: 'x', ms: stamp.ms, c: 0 })],
		['another’s page', (doc, stamp) => pageAt(doc, `${OTHER}/0`, { t: 'x', ms: stamp.ms, c: 0 })],
		['a number in a page', (doc) => lastPage(doc).push([1])],
		['a page without a message', (doc) => pageAt(doc, `${FEED}/1`)],
		['another root', (doc) => void doc.getArray('anything').push(['x'])],
		['a text', (doc) => doc.getText('text').insert(0, 'x')]
	];
	for (const [what, change] of strange)
		it(`is left to the document where it is ${what}`, () => {
			const doc = fresh();
			said(doc, hello);
			const end = endsOf(doc).get(FEED);
			expect(read(said(doc, change, 2), end)).toBeNull();
		});

	it('is left to the document where it says nothing of where it belongs, is known already, or comes from somebody else', () => {
		const doc = fresh();
		said(doc, hello);
		const end = must(endsOf(doc).get(FEED), 'an end');
		const next = said(doc, hello, 2);
		expect(read(next), 'it lies behind something').toBeNull();
		expect(read(next, { ...end, last: end.last + 7 })).toBeNull();
		expect(read(next, { ...end, next: end.next + 1 }), 'Yjs would pass over it').toBeNull();
		expect(read(next, { ...end, next: end.next - 1 }), 'Yjs would wait for more').toBeNull();
		expect(readAppended(next.update, { feed: FEED, client: CLIENT + 1, clock: next.clock }, end)).toBeNull();
		expect(read({ ...next, update: new Uint8Array([9, 9, 9]) }, end)).toBeNull();
	});

	it('is left to the document where its page is there already, empty', () => {
		const doc = fresh();
		for (let i = 0; i < PAGE_SIZE; i++) said(doc, hello);
		pageAt(doc, `${FEED}/1`);
		expect(endsOf(doc).get(FEED)).toBeUndefined();
	});

	it('may be an attachment, or an answer', () => {
		const doc = fresh();
		const appended = read(
			said(doc, (target, stamp) => {
				writeMessage(target, stamp, { text: '', attachment: ATTACHMENT, replyTo: `${OTHER}.0` });
			})
		);
		expect(appended?.items).toEqual([
			{ t: '', ms: 1000, c: 0, r: `${OTHER}.0`, a: { b: ATTACHMENT.blob, k: ATTACHMENT.key } }
		]);
	});
});

function lastPage(doc: Y.Doc): Y.Array<unknown> {
	return doc.getMap<Y.Array<unknown>>('pages').get(`${FEED}/0`) as Y.Array<unknown>;
}

function pageAt(doc: Y.Doc, key: string, ...items: readonly Item[]): void {
	const page = new Y.Array<Item>();
	page.push([...items]);
	doc.getMap('pages').set(key, page);
}
