/** Mia joins a group in which Berta, Cem and Anton write: with or without its history. SPEC.md T1, T2, T3. */
import { describe, expect, it } from 'vitest';
import { ownFeed } from '../../../tests/support/forging';
import { done, join, MIA, trio } from '../../../tests/support/newcomers';
import { idOf } from '../../../tests/support/four';
import { mayRead } from '../wire/charter';
import { admitNewcomer, offeredSeat } from './exchange/admission';
import { grantEpoch, nonceOf } from './keys/epochs';
import { removeMember } from './exchange/removal';
import { settle } from '../../../tests/support/settling';

describe('a newcomer without the history', () => {
	it('[T1] [T2] [T3] reads what everybody writes from then on, and nothing earlier', async () => {
		const { stream, berta, cem, anton } = await trio();
		const mia = await join(stream, berta, false);
		expect(mia.texts).toEqual([]);
		for (const one of [berta, cem, anton]) await one.write(`nachher, von ${one.name}`);
		await mia.write('Hallo zusammen');
		await settle(stream);
		expect(mia.texts.toSorted()).toEqual([
			'Hallo zusammen',
			'nachher, von Anton',
			'nachher, von Berta',
			'nachher, von Cem'
		]);
		expect(mia.space.missing).toBe(0);
		for (const one of [berta, cem, anton]) {
			expect(one.texts.length).toBe(6);
			expect(one.texts).toEqual(expect.arrayContaining(['vorher, von Anton', 'vorher, von Berta', ...mia.texts]));
			expect(one.space.missing).toBe(0);
		}
		for (const feed of mia.space.feeds.values()) expect(feed.trouble).toBe('none');
	});

	it('[T3] sees marks both ways, though others had marked each other before', async () => {
		const { stream, berta, cem, anton } = await trio();
		const mia = await join(stream, berta, false);
		await mia.write('Hallo zusammen');
		await anton.write('Willkommen');
		await settle(stream);
		for (const one of [berta, cem, anton, mia]) await one.read();
		await settle(stream);
		expect(mia.mark('Hallo zusammen')).toBe('read');
		expect(anton.mark('Willkommen')).toBe('read');
		expect(berta.mark('vorher, von Berta')).toBe('read');
		for (const one of [berta, cem, anton, mia])
			for (const feed of one.space.feeds.values()) expect(feed.trouble).toBe('none');
	});

	it('[T1] is the same after a restart; locked entries are neither missing nor asked for again', async () => {
		const { stream, berta } = await trio();
		const mia = await join(stream, berta, false);
		await berta.write('nachher');
		await settle(stream);
		mia.link?.cut();
		await mia.space.snapshot();
		await mia.open();
		expect(mia.texts).toEqual(['nachher']);
		mia.connect();
		await settle(stream, true);
		expect(mia.texts).toEqual(['nachher']);
		expect(mia.space.missing).toBe(0);
		expect(mia.timers.filter(({ afterMs }) => afterMs >= 10_000)).toEqual([]);
	});

	it('[T1] reads nothing older, even if it is granted to her later', async () => {
		const { stream, berta } = await trio();
		const mia = await join(stream, berta, false);
		const key = berta.space.epochs.get(1);
		if (!key) throw new Error('no key');
		const reader = { member: idOf(mia), seal: (await mia.space.credentials.sealing())[0].publicKey };
		const grant = await grantEpoch(nonceOf(berta.space.records[0]), 1, key.secret, reader);
		await done(
			stream,
			berta.replica.amend(() => Promise.resolve([grant]))
		);
		expect(mia.space.charter.members.get(idOf(mia))?.grants.has(1)).toBe(true);
		expect([...mia.space.epochs.keys()]).toEqual([2]);
		await mia.open();
		expect(mia.texts).toEqual([]);
	});
});

describe('a newcomer with the history', () => {
	it('[T2] reads all of it; nobody’s feed starts over', async () => {
		const { stream, berta, anton } = await trio();
		const feed = ownFeed(anton).id;
		const mia = await join(stream, berta, true);
		expect(mia.texts.toSorted()).toEqual(['vorher, von Anton', 'vorher, von Berta']);
		await anton.write('nachher');
		await settle(stream);
		expect(ownFeed(anton).id).toBe(feed);
		expect(mia.texts.length).toBe(3);
		expect([mia.space.missing, mia.space.charter.epoch]).toEqual([0, 1]);
	});
});

describe('admission', () => {
	it('[T2] happens once when two hosts admit the same seat, and not when nobody wants it any more', async () => {
		const { stream, berta, cem } = await trio();
		const seat = await offeredSeat(berta.space.credentials.keys.seed, MIA, 0);
		await done(stream, Promise.all([berta, cem].map(({ replica }) => admitNewcomer(replica, seat, 'member', false))));
		expect([berta.space.charter.epoch, cem.space.charter.epoch]).toEqual([2, 2]);
		expect([...cem.space.charter.members.values()].filter(mayRead).length).toBe(4);
		const other = await offeredSeat(berta.space.credentials.keys.seed, MIA, 1);
		expect(other.member).not.toBe(seat.member);
		await done(
			stream,
			admitNewcomer(berta.replica, other, 'member', false, () => false)
		);
		expect(berta.space.charter.members.has(other.member)).toBe(false);
	});

	it('[T2] [S5] leads to one outcome when one host admits while the other removes', async () => {
		const { stream, berta, cem, anton } = await trio();
		const seat = await offeredSeat(berta.space.credentials.keys.seed, MIA, 0);
		await done(
			stream,
			Promise.all([admitNewcomer(berta.replica, seat, 'member', false), removeMember(cem.replica, idOf(anton))])
		);
		expect(berta.space.charter.head).toEqual(cem.space.charter.head);
		expect([berta.space.charter.members.get(idOf(anton))?.isRemoved, berta.space.charter.epoch]).toEqual([true, 3]);
		await cem.write('zu viert, ohne Anton');
		await settle(stream);
		expect(berta.texts).toContain('zu viert, ohne Anton');
		expect(anton.texts).not.toContain('zu viert, ohne Anton');
	});
});
