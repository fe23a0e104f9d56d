/** Entries that Anton signs and no editor of ours would write. SPEC.md D, I4, I7. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { device, scene } from '../../../tests/support/devices';
import { deliver, forged, ownFeed, update } from '../../../tests/support/forging';
import { feedAt, isUnmoved, opened, say, type Stream } from '../../../tests/support/opened';
import { concat, fromHex } from '../base/bytes';
import { writeMessage } from '../domain/stream-document';
import { encode, uint } from '../wire/codec';
import { clientOf } from './space/feeds';
import { settle } from '../../../tests/support/settling';

describe('the content of an entry', () => {
	const damaged: readonly [string, (all: Stream) => Promise<Parameters<typeof forged>>][] = [
		[
			'writes into Berta’s document',
			async ({ anton, berta, stream }) => [
				anton,
				update(anton, say('x', stream.nowMs)),
				{ payload: { document: berta.space.ownDocument } }
			]
		],
		[
			'writes under Berta’s Yjs client',
			async ({ anton, berta, stream }) => [
				anton,
				update(anton, say('x', stream.nowMs), undefined, clientOf(ownFeed(berta).id))
			]
		],
		[
			'carries another clock than the entry',
			async ({ anton, stream }) => [anton, update(anton, say('x', stream.nowMs - 86_400_000))]
		],
		[
			'opens a page of backdated messages',
			async ({ anton, stream }) => [
				anton,
				update(anton, (doc, feed) => {
					const page = doc.getMap('pages');
					const { constructor } = page.get(`${feed}/0`) as { constructor: new () => Y.Array<unknown> };
					const fresh = new constructor();
					fresh.push([{ t: 'früher', ms: 1, c: 0 }]);
					page.set(`${feed}/1`, fresh);
				}),
				{ payload: { clock: { ms: stream.nowMs, count: 0 } } }
			]
		],
		[
			'takes a message back',
			async ({ anton }) => [
				anton,
				update(anton, (doc, feed) => (doc.getMap('pages').get(`${feed}/0`) as Y.Array<unknown>).delete(0, 1))
			]
		],
		['is no update', async ({ anton }) => [anton, new Uint8Array([9, 9, 9])]],
		['is empty', async ({ anton }) => [anton, new Uint8Array()]]
	];
	for (const [what, make] of damaged) {
		it(`[I7] [D1] [D3] ends the feed of an author whose entry ${what}`, async () => {
			const all = await opened();
			const entry = await forged(...(await make(all)));
			await deliver(all.berta, ownFeed(all.anton).id, entry);
			isUnmoved(all);
			expect(feedAt(all.berta, all.anton)?.trouble).toBe('damaged');
			expect(all.berta.space.missing).toBe(0);
			await all.berta.write('Weiter');
			await settle(all.stream);
			expect(all.berta.mark('Weiter')).toBe('relayed');
			all.berta.kill();
			await all.berta.open();
			expect(all.berta.texts).toEqual(['Guten Tag', 'Hallo', 'Weiter']);
		});
	}

	it('[D1] [D2] [I7] no update of the hostile corpus changes anything of Berta’s', async () => {
		const corpus = JSON.parse(
			readFileSync(new URL('../../../tests/corpus/yjs-hostile.json', import.meta.url), 'utf8')
		) as { updates: { name: string; hex: string }[] };
		const stream = await scene('member');
		const berta = await device(stream, 0, 'Berta');
		berta.connect();
		await berta.write('Guten Tag');
		await settle(stream);
		for (const { name, hex } of corpus.updates) {
			const anton = await device(stream, 1, name);
			anton.connect();
			await settle(stream);
			await anton.write(`vor ${name}`);
			await settle(stream);
			anton.link?.cut();
			const before = berta.texts;
			await deliver(
				berta,
				ownFeed(anton).id,
				await forged(anton, asClient(fromHex(hex.replaceAll(' ', '')), clientOf(ownFeed(anton).id)))
			);
			expect(berta.texts, name).toEqual(before);
			expect(feedAt(berta, anton)?.trouble, name).toBe('damaged');
		}
		await berta.write('Und weiter');
		await settle(stream);
		const mia = await device(stream, 0, 'Bertas Laptop');
		mia.connect();
		await settle(stream);
		expect(mia.texts).toEqual(berta.texts);
	});

	it('[I4] follows no clock into the future', async () => {
		const { stream, berta, anton } = await opened();
		const clock = { ms: stream.nowMs + 86_400_000, count: 2 ** 50 };
		const body = update(anton, (doc, feed) => {
			writeMessage(doc, { ...clock, feed }, { text: 'von morgen' });
		});
		await deliver(berta, ownFeed(anton).id, await forged(anton, body, { payload: { clock } }));
		expect(berta.texts).toContain('von morgen');
		expect(berta.space.clock.ms).toBeLessThanOrEqual(stream.nowMs + 5 * 60_000);
		const near = { ms: stream.nowMs + 60_000, count: Number.MAX_SAFE_INTEGER };
		const mia = await device(stream, 1, 'Antons zweites Gerät');
		mia.connect();
		await settle(stream);
		await mia.write('x');
		await settle(stream);
		const last = update(mia, (doc, feed) => {
			writeMessage(doc, { ...near, feed }, { text: 'voll' });
		});
		await deliver(berta, ownFeed(mia).id, await forged(mia, last, { payload: { clock: near } }));
		expect(berta.texts).toContain('voll');
		await berta.write('Meine Antwort');
		expect(berta.space.clock.count).toBeLessThan(2 ** 31);
		await settle(stream);
		expect(anton.texts).toContain('Meine Antwort');
	});
});

/** The corpus writes as client 7. */
function asClient(update: Uint8Array, client: number): Uint8Array {
	const isOneByte = (update[0] ?? 0x80) < 0x80 && (update[1] ?? 0x80) < 0x80 && update[2] === 7;
	return isOneByte ? concat(update.subarray(0, 2), encode(uint, client), update.subarray(3)) : update;
}
