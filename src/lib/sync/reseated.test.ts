/** Anton is removed from a space and enters it again in another seat, on the same device. SPEC.md O6, S11, I5. */
import { describe, expect, it } from 'vitest';
import { Device, device, scene, type Scene } from '../../../tests/support/devices';
import { four, idOf } from '../../../tests/support/four';
import { STREAM_POLICY } from '../../../tests/support/policies';
import type { MemberId, Seed } from '../base/ids';
import { freshSeed } from '../crypto/random';
import { admitMember } from './exchange/admission';
import { leaseFeed } from './space/outbox';
import { sealPending } from './space/sealed-writes';
import { takeOwnKeys } from './exchange/taking-keys';
import { removeMember } from './exchange/removal';
import { MemoryVault } from './vault/memory';
import { settle } from '../../../tests/support/settling';

/** Lets `work` happen on the wire. */
async function done<T>(stream: Scene, work: Promise<T>): Promise<T> {
	await settle(stream);
	return work;
}

/** The same disk under the keys of `seed`. */
async function under(before: Device, seed: Seed, member?: MemberId, isOffered = false): Promise<Device> {
	const { scene: stream, name, deviceSeed, policy, disk } = before;
	const next = new Device(stream, name, seed, deviceSeed, policy, disk, member);
	next.isOffered = isOffered;
	stream.devices.push(next);
	return next.open();
}

/** Everybody has everything, and nothing waits or is missing. */
function expectWhole(stream: Scene, texts: readonly string[]): void {
	for (const one of stream.devices.filter(({ isOpen }) => isOpen)) {
		expect(one.texts.toSorted(), one.name).toEqual(texts.toSorted());
		expect(one.space.missing, one.name).toBe(0);
		expect(one.space.pending, one.name).toEqual([]);
		for (const { trouble, unacked } of one.space.feeds.values())
			expect({ trouble, unacked }).toEqual({ trouble: 'none', unacked: [] });
	}
}

const BEFORE = ['von 0', 'von 1', 'von 2', 'von 3'];

/** Anton is removed, and writes meanwhile. */
async function putOut(): Promise<{ stream: Scene; berta: Device; anton: Device }> {
	const { stream, berta, anton } = await four();
	anton.link?.cut();
	await done(stream, removeMember(berta.replica, idOf(anton)));
	return { stream, berta, anton };
}

describe('a member who is in again', () => {
	for (const how of ['waits', 'is sealed', 'waits for a feed that never began'] as const)
		it(`[O6] writing that the relay never had is written as who she is now: it ${how}`, async () => {
			const { stream, berta, anton } = await putOut();
			if (how === 'waits for a feed that never began') {
				// another tab's feed
				await leaseFeed(anton.space, () => Promise.resolve(true));
				anton.space.own = null;
				await leaseFeed(anton.space, (name) => Promise.resolve(!anton.space.feeds.has(name.slice(5) as never)));
			}
			await anton.write('am Ende');
			if (how === 'is sealed') await anton.space.run(() => sealPending(anton.space, new Uint8Array([1])));
			expect(anton.space.pending.length).toBe(how === 'is sealed' ? 0 : 1);
			const seed = freshSeed();
			await done(stream, admitMember(berta.replica, seed, 'member'));
			anton.kill();
			const back = await under(anton, seed);
			back.connect();
			await settle(stream);
			await back.write('wieder da');
			await settle(stream, true);
			expectWhole(stream, [...BEFORE, 'am Ende', 'wieder da']);
			expect(back.mark('am Ende')).toBe('relayed');
			expect(back.absorb().find(({ text }) => text === 'am Ende')?.member).toBe(idOf(back));
			back.kill();
			await back.open();
			expectWhole(stream, [...BEFORE, 'am Ende', 'wieder da']);
		});

	it('[O6] writing that was sealed under former keys outlasts an entry under keys that somebody else made', async () => {
		const { stream, berta, anton } = await putOut();
		await anton.write('am Ende');
		await anton.space.run(() => sealPending(anton.space, new Uint8Array([1])));
		const seed = freshSeed();
		await done(stream, admitMember(berta.replica, seed, 'member'));
		anton.kill();
		const asked = await under(anton, seed, undefined, true);
		asked.connect();
		await settle(stream);
		const own = freshSeed();
		await done(stream, takeOwnKeys(asked.replica, own, false));
		asked.kill();
		const back = await under(anton, own, idOf(asked));
		back.connect();
		await settle(stream, true);
		expectWhole(stream, [...BEFORE, 'am Ende']);
		expect(back.mark('am Ende')).toBe('relayed');
	});

	it('[O6] writing by a tab that does not know yet goes out automatically, and holds nothing up', async () => {
		const { stream, berta, anton } = await putOut();
		const seed = freshSeed();
		await done(stream, admitMember(berta.replica, seed, 'member'));
		const back = await under(anton, seed);
		back.connect();
		await settle(stream);
		await anton.write('im andern Tab');
		await back.space.catchUp();
		await back.write('wieder da');
		await settle(stream);
		anton.kill();
		expectWhole(stream, [...BEFORE, 'im andern Tab', 'wieder da']);
	});
});

describe('keys that somebody else made', () => {
	/** Anton's device in a stream of Berta's, under keys that she made; `isKnown`: it knows that. */
	async function offered(isKnown: boolean) {
		const stream = await scene();
		const berta = await device(stream, 0, 'Berta');
		berta.connect();
		const seed = freshSeed();
		await settle(stream);
		await done(stream, admitMember(berta.replica, seed, 'member'));
		const anton = new Device(stream, 'Anton', seed, freshSeed(), STREAM_POLICY, new MemoryVault());
		anton.isOffered = isKnown;
		stream.devices.push(anton);
		await anton.open();
		anton.connect();
		await settle(stream);
		return { stream, anton };
	}

	it('[S11] write nothing: what is written meanwhile goes out under our own', async () => {
		const { stream, anton } = await offered(true);
		await anton.write('schon da');
		await settle(stream, true);
		expect(anton.space.pending.length).toBe(1);
		const own = freshSeed();
		await done(stream, takeOwnKeys(anton.replica, own, false));
		anton.kill();
		const his = await under(anton, own, idOf(anton));
		his.connect();
		await settle(stream);
		expectWhole(stream, ['schon da']);
	});

	/** Anton's page died right after he had read the stream; it does not know where his own keys are by now. */
	async function between(isTaken: boolean) {
		const { stream, anton } = await offered(true);
		const [berta] = stream.devices as [Device];
		await berta.write('vorher');
		await settle(stream);
		expect(anton.texts).toEqual(['vorher']);
		const [own, offer] = [freshSeed(), anton.seed];
		if (anton.link) anton.link.forge = () => [];
		if (isTaken) {
			const told = expect(takeOwnKeys(anton.replica, own, false)).rejects.toMatchObject({ code: 'no-connection' });
			await settle(stream);
			await anton.replica.stop();
			await told;
		}
		anton.kill();
		return { stream, berta, anton, own, offer };
	}

	it('[I4] entries taken in under them are read again under our own, before more come', async () => {
		const { stream, berta, anton, own } = await between(true);
		const his = await under(anton, own, idOf(anton));
		expect([his.texts, his.space.isBehind], 'his charter does not know these keys').toEqual([[], true]);
		his.connect();
		await settle(stream);
		expect([his.texts, his.space.isBehind]).toEqual([['vorher'], false]);
		await berta.write('nachher');
		await settle(stream);
		expectWhole(stream, ['vorher', 'nachher']);
	});

	it('[D4] no snapshot is made of what does not open yet', async () => {
		const { stream, berta, anton, own, offer } = await between(false);
		const early = await under(anton, own, idOf(anton));
		// whoever shows the stream looks into her own document
		expect(early.space.doc).toBeDefined();
		await early.space.snapshot();
		early.kill();
		const again = await under(anton, offer, idOf(anton));
		again.connect();
		await settle(stream);
		expect(again.texts).toEqual(['vorher']);
		await done(stream, takeOwnKeys(again.replica, own, false));
		again.kill();
		const his = await under(anton, own, idOf(anton));
		his.connect();
		await berta.write('nachher');
		await settle(stream);
		expectWhole(stream, ['vorher', 'nachher']);
	});

	it('[I5] entries cut off with them are named by nobody: others could never have them', async () => {
		const { stream, anton } = await offered(false);
		await anton.write('unter fremden Schlüsseln');
		await settle(stream);
		const own = freshSeed();
		const taken = takeOwnKeys(anton.replica, own, false);
		await settle(stream, true);
		await taken;
		anton.kill();
		const his = await under(anton, own, idOf(anton));
		his.connect();
		await his.write('unter eigenen');
		await settle(stream);
		const late = await device(stream, 0, 'Bertas zweites Gerät');
		late.connect();
		await settle(stream, true);
		expect(late.texts).toContain('unter eigenen');
	});
});
