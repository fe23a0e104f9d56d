/** Mia joins a group in which Berta, Cem and Anton write: with or without its history. SPEC.md T. */
import { describe, expect, it } from 'vitest';
import { Device, device, scene, type Scene } from '../../../tests/support/devices';
import { ownFeed } from '../../../tests/support/forging';
import { STREAM_POLICY } from '../../../tests/support/policies';
import type { MemberId } from '../base/ids';
import { freshSeed } from '../crypto/random';
import { factOf, repeatFacts, writeFact } from '../domain/stream-facts';
import { mayRead } from '../wire/charter';
import { parseEntry } from '../wire/entry';
import { admitNewcomer, offeredSeat } from './exchange/admission';
import { grantEpoch, nonceOf } from './keys/epochs';
import { compose, introduce, leaseFeed } from './space/outbox';
import { removeMember } from './exchange/removal';
import { unsealEntry } from './space/sealing';
import { hasLeft } from './space/fresh-feeds';
import { needsOf } from './vault/updates';
import { MemoryVault } from './vault/memory';
import { clientOf } from './space/feeds';
import { settle } from '../../../tests/support/settling';

const MIA = 'd1'.repeat(16);

async function trio() {
	const stream = await scene('host', 'member');
	const [berta, cem, anton] = [
		await device(stream, 0, 'Berta'),
		await device(stream, 1, 'Cem'),
		await device(stream, 2, 'Anton')
	];
	for (const one of stream.devices) one.connect();
	await berta.write('vorher, von Berta');
	await anton.write('vorher, von Anton');
	await settle(stream);
	for (const one of stream.devices) await one.read();
	await settle(stream);
	return { stream, berta, cem, anton };
}

/** Lets `work` happen on the wire. */
async function done(stream: Scene, work: Promise<unknown>): Promise<void> {
	await settle(stream);
	await work;
	await settle(stream);
}

/** Admits Mia and returns her device, connected. */
async function join(stream: Scene, by: Device, history: boolean): Promise<Device> {
	const seat = await offeredSeat(by.space.credentials.keys.seed, MIA, 0);
	await done(stream, admitNewcomer(by.replica, seat, 'member', history));
	const mia = new Device(stream, 'Mia', seat.seed, freshSeed(), STREAM_POLICY, new MemoryVault());
	stream.devices.push(mia);
	await mia.open();
	mia.connect();
	await settle(stream, true);
	return mia;
}

/** What state does when feeds were left: repeats what newcomers cannot read. */
async function sayAgain({ space, replica }: Device): Promise<void> {
	await leaseFeed(space, () => Promise.resolve(true));
	await introduce(space);
	await compose(space, space.ownDocument, repeatFacts, () => 0);
	await replica.flush();
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

const idOf = ({ space }: Device): MemberId => space.credentials.member;

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

	it('[T3] is told again who is who: names, answers, introductions', async () => {
		const { stream, berta, anton } = await trio();
		await state(anton, 'name', 'Toni');
		await state(anton, 'joined', 'yes');
		await settle(stream);
		const mia = await join(stream, berta, false);
		expect(anton.events.some(({ kind }) => kind === 'turned')).toBe(true);
		expect([hasLeft(anton.space), hasLeft(mia.space)]).toEqual([true, false]);
		for (const one of [berta, anton]) await sayAgain(one);
		await settle(stream);
		const doc = mia.space.documents.get(idOf(anton) as string as never)?.doc;
		expect(doc && [factOf(doc, 'name')?.v, factOf(doc, 'joined')?.v]).toEqual(['Toni', 'yes']);
		const introduced = [...mia.space.introductions.keys()].map((feed) => mia.space.feeds.get(feed)?.member);
		expect(introduced).toContain(idOf(berta));
		await sayAgain(anton);
		expect(anton.space.pending).toEqual([]);
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

	it('[T1] reads nothing older, even if it is granted to her later', async () => {
		const { stream, berta } = await trio();
		const mia = await join(stream, berta, false);
		const key = berta.space.epochs.get(1);
		if (!key) throw new Error('no key');
		const reader = { member: idOf(mia), seal: mia.space.credentials.keys.seal.publicKey };
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
