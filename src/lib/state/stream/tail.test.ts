/** What a stream is first painted from. SPEC.md Z11. */
import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { fresh } from '../../../../tests/support/stream-documents';
import { utf8 } from '../../base/bytes';
import type { FeedId, MemberId } from '../../base/ids';
import { PAGE_SIZE } from '../../domain/page-size';
import { archivePages, readArchivedPage, writeMessage } from '../../domain/stream-document';
import { placedIn, Timeline, type PlacedMessage } from '../../domain/timeline';
import type { Session } from '../session/session';
import { readTail, tailText, whole, type Tail } from './tail';

const [BERTA, KIM] = ['b1', 'c2'].map((byte) => byte.repeat(16)) as [MemberId, MemberId];
const feedOf = (member: MemberId): FeedId => member.split('').reverse().join('') as FeedId;
const sides = { me: BERTA, hosts: [BERTA] };

/** A session whose vault keeps this tail. */
const keeping = (text: string): Session =>
	({ rows: { get: () => Promise.resolve({ ok: true, value: utf8(text) }) } }) as unknown as Session;

/** A conversation; Kim writes once for every seven times that Berta does. */
function conversation(count: number): ReadonlyMap<MemberId, Y.Doc> {
	const docs = new Map([
		[BERTA, fresh()],
		[KIM, fresh()]
	]);
	for (let i = 0; i < count; i++) {
		const by = i % 8 === 7 ? KIM : BERTA;
		const content = { text: `Nr. ${String(i)}`, replyTo: i % 50 === 9 ? `${feedOf(BERTA)}.0` : null };
		writeMessage(docs.get(by) ?? fresh(), { ms: 1000 + i, count: 0, feed: feedOf(by) }, content);
	}
	return docs;
}

/** Its tail as kept and read again, what is archived of it, and all of it. */
async function kept(count: number): Promise<{ tail: Tail; archived: PlacedMessage[]; all: readonly PlacedMessage[] }> {
	const timeline = new Timeline();
	const archived: PlacedMessage[] = [];
	for (const [member, doc] of conversation(count)) {
		timeline.absorb(member, doc);
		for (const [key, content] of archivePages(doc))
			archived.push(...placedIn({ member, key }, readArchivedPage(content) ?? []));
	}
	const tail = await readTail(keeping(tailText(timeline, 'M', sides)), 'x');
	if (!tail) throw new Error('bug: it was just kept');
	return { tail, archived, all: timeline.all };
}

describe('a tail', () => {
	it('[Z11] ends with the last messages, as they are', async () => {
		const { tail, all } = await kept(5 * PAGE_SIZE);
		expect(tail.messages.slice(-tail.last)).toEqual(all.slice(-60));
		expect([tail.made, tail.me, tail.hosts]).toEqual(['M', BERTA, [BERTA]]);
	});

	it('[Z11] and archived pages are the whole stream, whichever lie in both', async () => {
		for (const count of [0, 30, PAGE_SIZE, 5 * PAGE_SIZE + 3]) {
			const { tail, archived, all } = await kept(count);
			expect(whole(tail, archived)).toEqual(all);
			expect(whole(tail, [...archived, ...all.slice(-5)])).toEqual(all);
		}
	});

	it('[Z11] never shows a stream with holes', async () => {
		const { tail, archived } = await kept(5 * PAGE_SIZE);
		expect(archived.length).toBeGreaterThan(PAGE_SIZE);
		expect(whole(tail, archived.slice(1))).toBeNull();
		expect(whole(tail, archived.slice(PAGE_SIZE))).toBeNull();
	});

	it('[Z11] leaves out what does not count', async () => {
		const timeline = new Timeline(({ member }) => member === KIM);
		for (const [member, doc] of conversation(40)) timeline.absorb(member, doc);
		const tail = await readTail(keeping(tailText(timeline, 'M', sides)), 'x');
		expect(tail?.messages.every(({ member }) => member === BERTA)).toBe(true);
		expect(tail?.silent).toHaveLength(5);
	});

	it('[Z11] that is damaged is none', async () => {
		expect(await readTail(keeping('{"rows":1}'), 'x')).toBeNull();
		expect(await readTail(keeping('x'), 'x')).toBeNull();
	});
});
