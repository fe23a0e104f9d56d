/** What is archived, and that it makes no difference to anybody. SPEC.md D5, G14. */
import * as fc from 'fast-check';
import * as Y from 'yjs';
import { describe, expect, it, vi } from 'vitest';
import { device, scene, type Device, type Scene } from '../../../tests/support/devices';
import { deliver, forged, ownFeed } from '../../../tests/support/forging';
import { oddUpdate, varint, varText } from '../../../tests/support/odd-updates';
import { settle } from '../../../tests/support/settling';
import { cloned, DEVICE } from '../../../tests/support/twins';
import { must } from '../base/fault';
import type { DocumentId, FeedId, MemberId } from '../base/ids';
import { archivePages, countMessages, pageKey, pagesOf, writeMessage } from '../domain/stream-document';
import { STREAM_POLICY } from '../state/session/policies';
import { readArchive } from './space/archive';
import { applyEntry, newDocument, updateOf, type Held } from './space/documents';
import { clientOf } from './space/feeds';
import { unarchive } from './space/unarchiving';
import { MemoryVault } from './vault/memory';

vi.mock('../domain/page-size', () => ({ PAGE_SIZE: 3 }));

const FEED = 'f1'.repeat(16) as FeedId;
const OTHER = 'e2'.repeat(16) as FeedId;

/** Says something, later than everything before, and lets it arrive. */
async function told(stream: Scene, by: Device, text: string): Promise<void> {
	stream.nowMs += 1;
	await by.write(text);
	await settle(stream);
}

describe('an archive', () => {
	/** Berta and Anton, each with `count` messages; hers has a snapshot. */
	async function talked(count: number): Promise<{ stream: Scene; anton: Device; berta: Device }> {
		const stream = await scene('member');
		const [anton, berta] = [await device(stream, 0, 'Anton'), await device(stream, 1, 'Berta')];
		for (const one of [anton, berta]) one.connect();
		for (let i = 0; i < count; i++)
			for (const one of [anton, berta]) await told(stream, one, `${one.name} ${String(i)}`);
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

	for (const isArchived of [false, true])
		it(`[O6] what moves to another feed keeps its answers (archived: ${String(isArchived)})`, async () => {
			const stream = await scene('member');
			const disk = new MemoryVault();
			const berta = await device(stream, 0, 'Berta');
			const one = await device(stream, 1, 'Anton', { disk, deviceSeed: DEVICE });
			for (const each of [berta, one]) each.connect();
			await told(stream, one, 'vorher');
			const twin = await device(stream, 1, 'Klon', { disk: await cloned(disk), deviceSeed: DEVICE });
			stream.nowMs += 1000;
			for (const text of ['erst', 'a', 'b', 'c', 'd']) await told(stream, twin, text);
			const first = twin.absorb().find(({ text }) => text === 'erst');
			await twin.write('darauf', first?.id ?? null);
			// sealed, and never at the relay
			twin.connect();
			if (twin.link) twin.link.tap = (frame) => (frame.kind === 'push' ? [] : [frame]);
			await settle(stream);
			expect(twin.space.pending.length).toBe(0);
			if (isArchived) await twin.space.run(() => twin.space.snapshot());
			twin.link?.cut();
			for (const text of ['x', 'y', 'z']) await told(stream, one, text);
			twin.connect();
			await settle(stream, true);
			const all = berta.absorb();
			const answer = all.find(({ text }) => text === 'darauf');
			expect(all.find(({ id }) => id === answer?.replyTo)?.text).toBe('erst');
			// the other goes on until the feed is longer than what this one once kept of it
			for (let i = 0; i < 6; i++) await told(stream, one, `n${String(i)}`);
			expect(twin.texts).toEqual(berta.texts);
			twin.kill();
			await twin.open();
			expect(twin.texts).toEqual(berta.texts);
		});
});

describe('an update', () => {
	/** The one whose Yjs client is the greater writes last under a key. */
	const feeds = [FEED, OTHER].sort((a, b) => clientOf(a) - clientOf(b)) as [FeedId, FeedId];
	const byOf = (feed: FeedId) => ({ member: 'ab'.repeat(16) as MemberId, feed, clock: { ms: 1, count: 1 } });

	/** Ten messages of either feed, and marks that were raised. */
	function whole(): Held {
		const held = newDocument('ab'.repeat(16) as DocumentId, STREAM_POLICY);
		for (const feed of feeds) {
			held.doc.clientID = clientOf(feed);
			for (let i = 0; i < 10; i++) writeMessage(held.doc, { ms: 1, count: 1, feed }, { text: String(i) });
			for (const count of [1, 2]) held.doc.getMap('marks').set(`r/${OTHER}@${feed.slice(0, 8)}`, count);
		}
		// Yjs warns about updates that seem to be its own
		held.doc.clientID = 1;
		return held;
	}

	/** The same as loaded from a snapshot. */
	function loaded(from: Held): Held {
		const held = newDocument(from.id, STREAM_POLICY);
		Y.applyUpdate(held.doc, Y.encodeStateAsUpdate(from.doc));
		held.doc.clientID = 1;
		return held;
	}

	/** What a member sees of it: how much there is, her newest pages, her marks. */
	function shown({ doc }: Held): unknown {
		const last = feeds.map((feed) => [countMessages(doc, feed), pagesOf(doc).get(pageKey(feed, 3))?.length]);
		return [last, [...doc.getMap('marks').entries()].sort()];
	}

	const WHOLE = whole();
	const ARCHIVED = loaded(WHOLE);
	archivePages(ARCHIVED.doc);

	it('[G14] [D5] [T3] has the same outcome whether what it touches is archived or not', () => {
		let accepted = 0;
		fc.assert(
			fc.property(fc.infiniteStream(fc.nat(1 << 20)), fc.constantFrom(...feeds), (numbers, by) => {
				const update = oddUpdate(WHOLE.doc, feeds, (n) => Number(numbers.next().value) % n);
				const live = loaded(WHOLE);
				archivePages(live.doc);
				const all = [live, loaded(WHOLE), loaded(ARCHIVED)];
				const outcomes = all.map((held) => applyEntry(held, update, byOf(by), STREAM_POLICY).ok);
				expect(new Set(outcomes).size).toBe(1);
				if (!outcomes[0]) return;
				accepted++;
				for (const held of all) expect(shown(held)).toEqual(shown(live));
			}),
			{ numRuns: 2_000 }
		);
		expect(accepted, 'not all are refused').toBeGreaterThan(5);
	});

	it('[G14] [D5] cannot bring an archived page back', () => {
		const hers = loaded(ARCHIVED);
		const update = updateOf(hers.doc, clientOf(FEED), (doc) => {
			doc.getMap('pages').set(pageKey(FEED, 0), Y.Array.from([{ t: 'x', ms: 1, c: 1 }]));
		});
		for (const held of [loaded(WHOLE), loaded(ARCHIVED)])
			expect(update && applyEntry(held, update, byOf(FEED), STREAM_POLICY).ok).toBe(false);
	});

	it('[G12] [G14] passes when it repeats what the document has', () => {
		const held = newDocument(WHOLE.id, STREAM_POLICY);
		const updates = [1, 2, 3].map((count) =>
			updateOf(held.doc, clientOf(FEED), (doc) => {
				doc.getMap('marks').set(`r/${OTHER}@${FEED.slice(0, 8)}`, count);
			})
		);
		held.doc.clientID = 1;
		for (const update of updates) expect(update && applyEntry(held, update, byOf(FEED), STREAM_POLICY).ok).toBe(true);
	});

	for (const how of [
		'under a message of an old page',
		'between an old page and what the same update collects',
		'over an old page of another feed'
	])
		it(`[G14] [D5] [T3] ends its feed on every device: ${how}`, async () => {
			const stream = await scene('member');
			const [berta, laptop] = [await device(stream, 0, 'Berta'), await device(stream, 0, 'Bertas Laptop')];
			const antons = [await device(stream, 1, 'Anton'), await device(stream, 1, 'Antons Telefon')];
			for (const one of stream.devices) one.connect();
			for (const one of antons) for (let i = 0; i < 8; i++) await told(stream, one, `${one.name} ${String(i)}`);
			await berta.space.run(() => berta.space.snapshot());
			for (const one of antons) one.link?.cut();
			const [low, high] = antons.sort((a, b) => clientOf(ownFeed(a).id) - clientOf(ownFeed(b).id)) as [Device, Device];
			const client = clientOf(ownFeed(high).id);
			// what a device holds that has archived nothing
			const { doc } = high.space.document(high.space.ownDocument);
			const next = [...varint(client), ...varint(Y.getState(doc.store, client))];
			const page = doc.getMap<Y.Array<unknown>>('pages').get(pageKey(ownFeed(high).id, 0));
			const [item] = [...(doc.store.clients.get(client) ?? [])].filter(
				(struct) => struct instanceof Y.Item && struct.parent === page
			);
			const { id } = must(item, 'a message of its first page');
			const old = [...varint(id.client), ...varint(id.clock)];
			const structs = how.startsWith('under')
				? [1, ...next, 8, 0, ...old, 1, 125, 1]
				: how.startsWith('between')
					? [2, ...next, 0, 1, 0xc8, ...old, ...next, 1, 125, 1]
					: [1, ...next, 0x21, 1, ...varText('pages'), ...varText(pageKey(ownFeed(low).id, 0)), 1];
			const entry = await forged(high, new Uint8Array([1, ...structs, 0]));
			for (const one of [berta, laptop]) {
				await deliver(one, ownFeed(high).id, entry);
				expect(one.space.feeds.get(ownFeed(high).id)?.trouble).toBe('damaged');
			}
			berta.kill();
			await berta.open();
			expect(berta.texts).toEqual(laptop.texts);
		});
});
