/** Mia joins without the history: the others continue in fresh feeds, which she can read whole. SPEC.md T3. */
import { describe, expect, it } from 'vitest';
import type { DocumentId } from '../base/ids';
import type { Device } from '../../../tests/support/devices';
import { ownFeed } from '../../../tests/support/forging';
import { join, trio } from '../../../tests/support/newcomers';
import { idOf } from '../../../tests/support/four';
import { factOf, writeFact } from '../domain/stream-facts';
import { parseEntry } from '../wire/entry';
import { compose, leaseFeed } from './space/outbox';
import { unsealEntry } from './space/sealing';
import { hasLeft, isHostHeard } from './space/feed-beginnings';
import { needsOf } from './vault/updates';
import { clientOf } from './space/feeds';
import { settle } from '../../../tests/support/settling';

/** Name and answer of `other`, as far as `one` can read them; empty if she knows nothing of her. */
function known(one: Device, other: Device): readonly unknown[] {
	const doc = one.space.documents.get(idOf(other) as string as DocumentId)?.doc;
	return doc ? [factOf(doc, 'name')?.v, factOf(doc, 'joined')?.v] : [];
}

async function state(of: Device, key: 'name' | 'joined', value: string): Promise<void> {
	await leaseFeed(of.space, () => Promise.resolve(true));
	await compose(
		of.space,
		of.space.ownDocument,
		(doc, stamp) => void writeFact(doc, stamp, key, value),
		() => 0
	);
	await of.replica.flush();
}

describe('a newcomer without the history', () => {
	it('[T3] writing from before she came, done offline, moves to a fresh feed and reaches her whole', async () => {
		const { stream, berta, anton } = await trio();
		anton.link?.cut();
		await anton.write('offline geschrieben, eins');
		await anton.write('offline geschrieben, zwei');
		const before = ownFeed(anton).id;
		const mia = await join(stream, berta, false);
		anton.connect();
		await settle(stream, true);
		expect(ownFeed(anton).id).not.toBe(before);
		for (const one of [mia, berta]) {
			const offline = one.texts.filter((text) => text.startsWith('offline'));
			expect(offline, one.name).toEqual(['offline geschrieben, eins', 'offline geschrieben, zwei']);
		}
		expect(mia.space.missing).toBe(0);
	});

	it('[T3] a second tab’s writing to a feed that was left moves too', async () => {
		const { stream, berta, anton } = await trio();
		const feed = ownFeed(anton);
		const mia = await join(stream, berta, false);
		expect(feed.isLeft).toBe(true);
		anton.space.own = feed;
		await anton.write('aus dem zweiten Fenster');
		await settle(stream, true);
		expect(mia.texts).toEqual(['aus dem zweiten Fenster']);
		expect(anton.texts.filter((text) => text.startsWith('aus'))).toEqual(['aus dem zweiten Fenster']);
	});

	it('[T3] is told with the next thing somebody writes who that is: her name, her answer, whose device it is', async () => {
		const { stream, berta, anton } = await trio();
		await state(anton, 'name', 'Toni');
		await state(anton, 'joined', 'yes');
		await settle(stream);
		const mia = await join(stream, berta, false);
		expect(anton.events.some(({ kind }) => kind === 'turned')).toBe(true);
		expect([hasLeft(anton.space), hasLeft(mia.space)]).toEqual([true, false]);
		// Nobody has said anything since: nothing was sent for it alone.
		expect([anton.space.pending, known(mia, anton)]).toEqual([[], []]);
		await anton.write('nachher');
		await settle(stream);
		expect(known(mia, anton)).toEqual(['Toni', 'yes']);
		expect(ownFeed(anton).seq, 'an introduction, and a message with both').toBe(2);
		const introduced = [...mia.space.introductions.keys()].map((feed) => mia.space.feeds.get(feed)?.member);
		expect(introduced).toEqual([idOf(anton)]);
		await anton.write('noch etwas');
		await settle(stream);
		const facts = mia.space.documents.get(idOf(anton) as string as DocumentId)?.doc.getMap('facts');
		expect([ownFeed(anton).seq, facts?.size], 'said once').toEqual([3, 2]);
	});

	it('[T3] is told it with what was written offline before she came, too', async () => {
		const { stream, berta, anton } = await trio();
		await state(anton, 'name', 'Toni');
		await settle(stream);
		anton.link?.cut();
		await anton.write('offline geschrieben');
		const mia = await join(stream, berta, false);
		anton.connect();
		await settle(stream, true);
		expect([mia.texts, known(mia, anton)]).toEqual([['offline geschrieben'], ['Toni', undefined]]);
	});

	it('[T3] hears a host as soon as one writes in a feed that begins where she does', async () => {
		const { stream, berta, cem, anton } = await trio();
		const mia = await join(stream, berta, false);
		await anton.write('nachher');
		await settle(stream);
		for (const one of [berta, cem, mia]) expect(await isHostHeard(one.space), one.name).toBe(false);
		await cem.write('ebenso');
		await settle(stream);
		for (const one of [berta, cem, mia]) expect(await isHostHeard(one.space), one.name).toBe(true);
	});

	it('[T3] needs nothing that is locked: every update refers only to its own feed', async () => {
		const { stream, berta, cem, anton } = await trio();
		const mia = await join(stream, berta, false);
		for (const one of [berta, cem, anton, mia]) await one.write('nachher');
		await settle(stream);
		for (const one of [berta, cem, anton, mia]) await one.read();
		await settle(stream);
		let count = 0;
		for (const [, raw] of await berta.vault.list('entries', stream.space)) {
			const entry = parseEntry(stream.space, raw);
			if (!entry.ok || entry.value.header.kind !== 'update') continue;
			const feed = berta.space.feeds.get(entry.value.header.feed);
			const payload = feed && (await unsealEntry(berta.space, feed, entry.value));
			if (!payload?.ok) throw new Error('not readable');
			expect(
				[...needsOf(payload.value.body).keys()].every((client) => client === clientOf(entry.value.header.feed))
			).toBe(true);
			count++;
		}
		expect(count).toBeGreaterThan(8);
	});
});
