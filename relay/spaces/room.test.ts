/** What the relay refuses first when a centre or the disk has no more room. SPEC.md R34. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../settings/limits';
import { Room } from '../store/room';
import { ENDLESS } from '../store/disk';
import { memoryStore } from '../store/memory';
import { Chain, Client, Feed, foundCentre, person, stream, testRelay } from '../../tests/support/relay/client';

describe('room', () => {
	it('[R34] files stop first, then new spaces, then texts; after a restart it is counted again', async () => {
		const store = memoryStore();
		const limits = { bytesPerCentre: 30_000 };
		const { berta, anton, antonHere, chain, centre, reception } = await stream({ store, limits });
		const feed = await Feed.open(chain.space, antonHere);
		const write = async (): Promise<string> => {
			await feed.write();
			anton.push(feed, feed.entries.length, feed.from(feed.entries.length));
			await anton.until(() => anton.inbox.some(({ kind }) => kind === 'ack' || kind === 'refused'));
			const [answer] = anton.inbox.splice(0).filter(({ kind }) => kind === 'ack' || kind === 'refused');
			return answer?.kind === 'refused' ? answer.code : 'kept';
		};
		anton.push(feed);
		await anton.next('ack');
		const create = async (): Promise<string> => {
			const one = await Chain.found(await person());
			berta.send({ kind: 'create', space: one.space, centre: centre.space, records: one.bytes });
			await berta.until(() => berta.inbox.some((frame) => 'request' in frame && frame.request === 'create'));
			const answer = berta.inbox.splice(0).find((frame) => 'request' in frame && frame.request === 'create');
			return answer?.kind === 'refused' ? answer.code : 'done';
		};
		expect(await create()).toBe('done');
		let answer = 'kept';
		let [firstSpace, texts] = [-1, 0];
		while (answer === 'kept' && texts < 500) {
			answer = await write();
			texts++;
			if (firstSpace < 0 && (await create()) === 'storage') firstSpace = texts;
		}
		expect(answer).toBe('storage');
		expect(firstSpace).toBeGreaterThan(0);
		expect(firstSpace).toBeLessThan(texts);
		const again = await testRelay({ store: { ...store, close: async () => undefined }, limits });
		const back = await Client.connect(again.url, reception.space);
		await back.join(chain.space, antonHere);
		back.push(feed, feed.entries.length, feed.from(feed.entries.length));
		expect((await back.next('refused')).code, 'stored data is counted').toBe('storage');
	});

	it('[R34] a file may go to four fifths, a space to nine tenths, a text to the end, and only a text onto a full disk', async () => {
		const limits = { bytesPerCentre: 1_000, reserveBytes: 100 };
		const matters = ['file', 'space', 'text'] as const;
		const may = async (kept: number, free = Infinity): Promise<boolean[]> => {
			const room = new Room(memoryStore(), () => Promise.resolve(free));
			await room.used();
			room.grow(kept);
			return Promise.all(matters.map((matter) => room.has(matter, 1, limits)));
		};
		expect(await may(799)).toEqual([true, true, true]);
		expect(await may(800)).toEqual([false, true, true]);
		expect(await may(900)).toEqual([false, false, true]);
		expect(await may(1_000)).toEqual([false, false, false]);
		expect(await may(0, 100)).toEqual([false, false, true]);
	});

	it('[R34] a nearly full disk takes texts, and no new space', async () => {
		const freeBytes = (): Promise<number> => Promise.resolve(DEFAULT_LIMITS.reserveBytes - 1);
		const relay = await testRelay({ disk: { ...ENDLESS, freeBytes } });
		const { client, centre } = await foundCentre(relay);
		const one = await Chain.found(await person());
		client.send({ kind: 'create', space: one.space, centre: centre.space, records: one.bytes });
		expect((await client.next('refused')).code).toBe('storage');
	});
});
