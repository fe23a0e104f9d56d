/** What is archived, and that it makes no difference to anybody. SPEC.md D5, G14. */
import * as fc from 'fast-check';
import * as Y from 'yjs';
import { describe, expect, it, vi } from 'vitest';
import { device, scene, type Device, type Scene } from '../../../tests/support/devices';
import { settle } from '../../../tests/support/settling';
import type { DocumentId, FeedId, MemberId } from '../base/ids';
import { archivePages, countMessages, pageKey, pagesOf, writeMessage } from '../domain/stream-document';
import { STREAM_POLICY } from '../state/session/policies';
import { readArchive } from './space/archive';
import { applyEntry, newDocument, updateOf, type Held } from './space/documents';
import { clientOf } from './space/feeds';
import { unarchive } from './space/unarchiving';

vi.mock('../domain/page-size', () => ({ PAGE_SIZE: 3 }));

const FEED = 'f1'.repeat(16) as FeedId;
const OTHER = 'e2'.repeat(16) as FeedId;

describe('an archive', () => {
	/** Berta and Anton, each with `count` messages; hers has a snapshot. */
	async function talked(count: number): Promise<{ stream: Scene; anton: Device; berta: Device }> {
		const stream = await scene('member');
		const [anton, berta] = [await device(stream, 0, 'Anton'), await device(stream, 1, 'Berta')];
		for (const one of [anton, berta]) one.connect();
		for (let i = 0; i < count; i++)
			for (const one of [anton, berta]) {
				stream.nowMs += 1000;
				await one.write(`${one.name} ${String(i)}`);
				await settle(stream);
			}
		await berta.space.run(() => berta.space.snapshot());
		return { stream, anton, berta };
	}

	it('[D5] holds all pages but the last of each feed; with it a space opens as it was, and goes on', async () => {
		const { stream, anton, berta } = await talked(8);
		const { texts } = anton;
		expect(texts).toHaveLength(16);
		const inDocuments = (): number[] =>
			[...berta.space.documents.values()].flatMap(({ doc }) => [...pagesOf(doc).values()].map(({ length }) => length));
		expect(inDocuments(), 'of eight messages of either, in pages of three').toEqual([2, 2]);
		expect(berta.texts, 'on the screen they stay').toEqual(texts);
		berta.kill();
		await berta.open();
		expect(inDocuments()).toEqual([2, 2]);
		expect(berta.texts).toEqual(texts);
		berta.connect();
		for (const text of ['voll', 'neu']) await berta.write(text);
		await anton.write('auch');
		await settle(stream);
		expect(anton.texts).toEqual(berta.texts);
		expect(berta.texts).toHaveLength(19);
		expect(anton.mark(texts[0] ?? '')).toBe('relayed');
	});

	it('[D5] [V5] is made again from entries when something of it cannot be read', async () => {
		const { stream, anton, berta } = await talked(8);
		const [row] = await berta.disk.keys('archive', stream.space);
		if (row) await berta.disk.commit([{ table: 'archive', key: row, value: new Uint8Array([1]) }]);
		berta.kill();
		await berta.open();
		expect(berta.timeline.missing).toHaveLength(1);
		await unarchive(berta.space);
		expect(berta.timeline.missing).toEqual([]);
		expect(berta.texts).toEqual(anton.texts);
		expect(await readArchive(berta.space.rows, stream.space)).toEqual([]);
	});

	it('[D5] is left out of nothing when its snapshot cannot be stored', async () => {
		const { stream, anton, berta } = await talked(5);
		for (const text of ['a', 'b', 'c']) await berta.write(text);
		await settle(stream);
		berta.vault.failIn = 0;
		await expect(berta.space.run(() => berta.space.snapshot())).rejects.toThrow();
		await berta.space.ready();
		expect(berta.texts).toEqual(anton.texts);
		berta.kill();
		await berta.open();
		expect(berta.texts).toEqual(anton.texts);
	});
});

describe('an update', () => {
	const author = { member: 'ab'.repeat(16) as MemberId, feed: FEED, clock: { ms: 1, count: 1 } };
	const clients = { authors: new Set([clientOf(FEED), clientOf(OTHER)]), isShared: false };
	const item = { t: 'x', ms: 1, c: 1 };

	/** Two documents with ten messages of either feed, one of them archived. */
	function both(): [whole: Held, archived: Held] {
		const [whole, archived] = [0, 1].map(() => newDocument(author.member as string as DocumentId, STREAM_POLICY));
		if (!whole || !archived) throw new Error('bug: two of them');
		for (const feed of [FEED, OTHER]) {
			whole.doc.clientID = clientOf(feed);
			for (let i = 0; i < 10; i++) writeMessage(whole.doc, { ms: 1, count: 1, feed }, { text: String(i) });
			whole.doc.getMap('marks').set(`r/${OTHER}@${feed.slice(0, 8)}`, 1);
			whole.doc.getMap('marks').set(`r/${OTHER}@${feed.slice(0, 8)}`, 2);
		}
		// Yjs warns about updates that seem to be its own
		whole.doc.clientID = 1;
		Y.applyUpdate(archived.doc, Y.encodeStateAsUpdate(whole.doc));
		expect(archivePages(archived.doc).size).toBe(6);
		return [whole, archived];
	}

	/** What somebody might do to a document with everything in it. */
	const deeds = fc.oneof(
		fc.record({
			what: fc.constantFrom('push', 'insert', 'delete', 'replace', 'drop'),
			feed: fc.constantFrom(FEED, OTHER),
			page: fc.nat(4)
		}),
		fc.record({ what: fc.constantFrom('mark', 'unmark', 'say'), feed: fc.constantFrom(FEED, OTHER), page: fc.nat(1) })
	);

	function act(doc: Y.Doc, { what, feed, page }: { what: string; feed: FeedId; page: number }): void {
		const pages = doc.getMap<Y.Array<unknown>>('pages');
		const key = pageKey(feed, page);
		const fresh = new Y.Array<unknown>();
		fresh.push([item]);
		const mark = `r/${OTHER}@${feed.slice(0, 8)}`;
		if (what === 'push') pages.get(key)?.push([item]);
		else if (what === 'insert') pages.get(key)?.insert(0, [item]);
		else if (what === 'delete') pages.get(key)?.delete(0, 1);
		else if (what === 'replace') pages.set(key, fresh);
		else if (what === 'drop') pages.delete(key);
		else if (what === 'mark') doc.getMap('marks').set(mark, 3 + page);
		else if (what === 'unmark') doc.getMap('marks').delete(mark);
		else writeMessage(doc, { ms: 1, count: 1, feed }, { text: 'neu' });
	}

	it('[G14] [D5] has the same outcome whether what it touches is archived or not', () => {
		fc.assert(
			fc.property(fc.array(deeds, { minLength: 1, maxLength: 4 }), fc.constantFrom(FEED, OTHER), (done, by) => {
				const [whole, archived] = both();
				// whoever writes it may hold as much as she likes
				const hers = newDocument(whole.id, STREAM_POLICY);
				hers.doc.gc = false;
				Y.applyUpdate(hers.doc, Y.encodeStateAsUpdate(whole.doc));
				const update = updateOf(hers.doc, clientOf(by), (doc) => {
					for (const one of done) act(doc, one);
				});
				hers.doc.clientID = 1;
				if (!update) return;
				const outcomes = [whole, archived].map((held) => applyEntry(held, update, author, clients, STREAM_POLICY).ok);
				expect(outcomes[0]).toBe(outcomes[1]);
				if (outcomes[0])
					for (const feed of [FEED, OTHER])
						expect(countMessages(whole.doc, feed)).toBe(countMessages(archived.doc, feed));
			}),
			{ numRuns: 600 }
		);
	});

	it('[G14] [D5] cannot bring an archived page back', () => {
		const [whole, archived] = both();
		const page = new Y.Array<unknown>();
		page.push([item]);
		archived.doc.clientID = clientOf(FEED);
		const before = Y.encodeStateVector(archived.doc);
		archived.doc.getMap('pages').set(pageKey(FEED, 0), page);
		const update = Y.encodeStateAsUpdate(archived.doc, before);
		const fresh = both()[1];
		for (const held of [whole, fresh]) expect(applyEntry(held, update, author, clients, STREAM_POLICY).ok).toBe(false);
	});
});
