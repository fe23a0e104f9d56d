/** A space that holds this member's own document alone. SPEC.md D6. */
import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { deliver, forged, ownFeed, update, type Forgery } from '../../../tests/support/forging';
import { feedAt, opened, say, type Stream } from '../../../tests/support/opened';
import { settle } from '../../../tests/support/settling';
import type { Device } from '../../../tests/support/devices';
import { must } from '../base/fault';
import { readFeed } from './space/feeds';

/** Opens the device again; it holds `holding` from then on. */
async function again(device: Device, holding: Device['holding']): Promise<void> {
	device.kill();
	device.holding = holding;
	await device.open();
}

/** Anton's feed as Berta's vault has it. */
async function keptFeed({ berta, anton, stream }: Stream) {
	const row = must(await berta.vault.get('feeds', stream.space + ownFeed(anton).id), 'a row');
	const read = readFeed(row);
	return must(read.ok ? read.value : null, 'a feed');
}

describe('own document alone', () => {
	it('[D6] what others write is kept and told, and is in their documents once those are held', async () => {
		const all = await opened();
		const { stream, berta, anton } = all;
		await again(berta, 'own');
		berta.connect();
		stream.nowMs += 1000;
		await anton.write('Eins');
		await anton.write('Zwei');
		await settle(stream);
		expect([...berta.space.documents.keys()]).toEqual([berta.space.ownDocument]);
		const passed = berta.events.flatMap((event) => event.passed ?? []);
		expect(passed.map(({ feed, member }) => [feed, member])).toEqual(
			[0, 1].map(() => [ownFeed(anton).id, anton.space.credentials.member])
		);
		expect(berta.space.missing).toBe(0);
		expect((await keptFeed(all)).isUnchecked).toBe(true);
		await again(berta, 'all');
		expect(berta.texts).toEqual(['Guten Tag', 'Hallo', 'Eins', 'Zwei']);
		expect(feedAt(berta, anton)?.isUnchecked, 'now it is').toBe(false);
	});

	it('[D6] one’s own document is written to, and nothing is lost with it', async () => {
		const { stream, berta, anton } = await opened();
		await again(berta, 'own');
		berta.connect();
		await settle(stream);
		await berta.write('Ich melde mich');
		await settle(stream);
		expect(anton.texts).toContain('Ich melde mich');
		expect(berta.mark('Ich melde mich')).toBe('relayed');
		await again(berta, 'all');
		expect(berta.texts).toEqual(['Guten Tag', 'Hallo', 'Ich melde mich']);
	});

	it('[D6] no snapshot is made of a part', async () => {
		const { stream, berta, anton } = await opened();
		await berta.space.snapshot();
		const before = await berta.vault.list('snapshots', stream.space);
		await again(berta, 'own');
		berta.connect();
		for (let i = 0; i < 5; i++) await anton.write(String(i));
		await settle(stream);
		await berta.space.run(() => berta.space.snapshot());
		expect(await berta.vault.list('snapshots', stream.space)).toEqual(before);
	});

	const hostile: readonly [what: string, make: (all: Stream) => readonly [body: Uint8Array, forgery?: Forgery]][] = [
		['carries another clock', ({ anton, stream }) => [update(anton, say('x', stream.nowMs - 86_400_000))]],
		[
			'takes a message back',
			({ anton }) => [
				update(anton, (doc, feed) => {
					(doc.getMap('pages').get(`${feed}/0`) as Y.Array<unknown>).delete(0, 1);
				})
			]
		],
		['is no update', () => [new Uint8Array([9, 9, 9])]],
		[
			'writes into Berta’s document',
			({ anton, berta, stream }) => [
				update(anton, say('x', stream.nowMs)),
				{ payload: { document: berta.space.ownDocument } }
			]
		]
	];
	for (const [what, make] of hostile)
		it(`[D6] [D1] [D3] an entry that ${what} gets into no document when it is opened, and ends its feed`, async () => {
			const all = await opened();
			const { stream, berta, anton } = all;
			const [body, forgery] = make(all);
			const entry = await forged(anton, body, forgery);
			await again(berta, 'own');
			await deliver(berta, ownFeed(anton).id, entry);
			await again(berta, 'all');
			expect(berta.texts).toEqual(['Guten Tag', 'Hallo']);
			expect(berta.space.isDamaged, 'nothing that was kept is damaged').toBe(false);
			await deliver(berta, ownFeed(anton).id, entry);
			expect(feedAt(berta, anton)?.trouble).toBe('damaged');
			expect(berta.texts).toEqual(['Guten Tag', 'Hallo']);
			berta.connect();
			await berta.write('Weiter');
			await settle(stream);
			expect(berta.mark('Weiter')).toBe('relayed');
		});
});
