/** Two tabs over one vault: one leads and seals, each writes its own feeds. SPEC.md O4, X5. */
import { describe, expect, it, vi } from 'vitest';
import { device, scene, type Device, type Scene } from '../../../tests/support/devices';
import type { Seed } from '../base/ids';
import type { Role } from '../wire/charter-record';
import { leaseFeed } from './space/outbox';
import { removeMember } from './exchange/removal';
import { Tabs } from './vault/tabs';
import { MemoryVault } from './vault/memory';
import { breathe, settle } from '../../../tests/support/settling';

const DEVICE: Seed = new Uint8Array(32).fill(4);

async function twoTabs(
	...others: readonly Role[]
): Promise<{ stream: Scene; berta: Device; leader: Device; follower: Device }> {
	const stream = await scene('member', ...others);
	const disk = new MemoryVault();
	const berta = await device(stream, 0, 'Berta');
	const leader = await device(stream, 1, 'Antons Tab', { disk, deviceSeed: DEVICE });
	const follower = await device(stream, 1, 'Antons zweiter Tab', { disk, deviceSeed: DEVICE });
	const leased = new Set<string>();
	for (const tab of [leader, follower]) {
		await leaseFeed(tab.space, (name) => Promise.resolve(!leased.has(name) && leased.add(name).has(name)));
	}
	berta.connect();
	leader.connect();
	await settle(stream);
	return { stream, berta, leader, follower };
}

/** What `session.look` does. */
async function look(tab: Device): Promise<void> {
	await tab.space.catchUp();
	await tab.replica.flush();
}

describe('two tabs', () => {
	it('[O4] [X5] write to two feeds, and each message is sealed once', async () => {
		const { stream, berta, leader, follower } = await twoTabs();
		expect(leader.space.own?.id).not.toBe(follower.space.own?.id);
		for (let i = 0; i < 4; i++) {
			stream.nowMs += 10;
			const tab = i % 2 === 0 ? leader : follower;
			await tab.write(`Nummer ${String(i)}`);
			await look(leader);
			await settle(stream);
			await look(follower);
		}
		for (const one of stream.devices)
			expect(one.texts, one.name).toEqual(['Nummer 0', 'Nummer 1', 'Nummer 2', 'Nummer 3']);
		expect(await stream.rolf.entries()).toBe(6);
		expect(follower.mark('Nummer 1')).toBe('relayed');
		expect(berta.space.missing).toBe(0);
	});

	it('[X5] seal nothing twice when the leader dies and nobody was told', async () => {
		const { stream, berta, leader, follower } = await twoTabs();
		await follower.write('vom zweiten');
		await leader.space.catchUp();
		await leader.replica.flush();
		expect(leader.space.pending.length).toBe(0);
		expect(follower.space.pending.length, 'it was not told').toBe(1);
		leader.kill();
		await follower.space.catchUp();
		follower.connect();
		await settle(stream, true);
		expect(await stream.rolf.entries()).toBe(2);
		await follower.write('und weiter');
		await settle(stream, true);
		expect(berta.texts).toEqual(['vom zweiten', 'und weiter']);
		expect([...berta.space.feeds.values()].every(({ trouble }) => trouble === 'none')).toBe(true);
	});

	it("[X5] lose nothing written while the other tab's changes are taken in", async () => {
		const { stream, berta, leader, follower } = await twoTabs();
		const texts: string[] = [];
		for (let i = 0; i < 12; i++) {
			stream.nowMs += 10;
			const writes = [leader, follower].map((tab, which) => {
				texts.push(`${String(which)}.${String(i)}`);
				return tab.write(`${String(which)}.${String(i)}`);
			});
			const looks = [look(leader), follower.space.catchUp(), follower.space.catchUp()];
			await Promise.all([...writes, ...looks]);
			if (i % 4 === 3) await settle(stream);
		}
		await look(leader);
		await settle(stream, true);
		await look(follower);
		await breathe(stream);
		for (const one of [berta, leader, follower]) expect(one.texts.toSorted(), one.name).toEqual(texts.toSorted());
		expect(leader.space.pending.length).toBe(0);
	});

	it('[X5] both know who is in the space, and read entries under a new epoch', async () => {
		const { stream, berta, leader, follower } = await twoTabs('poster');
		const [, , third] = stream.made.members;
		if (!third) throw new Error('nobody');
		const removed = removeMember(berta.replica, third.id);
		await settle(stream);
		await removed;
		await berta.write('unter uns');
		await settle(stream);
		expect(leader.texts).toEqual(['unter uns']);
		await look(follower);
		expect(follower.space.charter.members.get(third.id)?.isRemoved).toBe(true);
		expect(follower.space.charter.length).toBe(leader.space.charter.length);
		expect(follower.texts).toEqual(['unter uns']);
		expect(follower.events.filter(({ kind }) => kind === 'charter')).toEqual([{ kind: 'charter', isEcho: true }]);
		const { length } = follower.events;
		await look(follower);
		expect(follower.events.slice(length).map(({ kind }) => kind)).toEqual(['content']);
	});

	it('[X5] both hear of whoever introduces herself, once', async () => {
		const { stream, berta, leader, follower } = await twoTabs();
		await berta.write('Ich bin es.');
		await settle(stream);
		for (const tab of [leader, follower, follower]) await look(tab);
		for (const { name, space, events } of [leader, follower]) {
			expect([...space.introductions.keys()], name).toEqual([berta.space.own?.id]);
			expect(events.filter(({ kind }) => kind === 'opened').length, name).toBe(1);
		}
		expect([...berta.space.introductions.keys()], '[O3] herself, too').toEqual([berta.space.own?.id]);
		expect(berta.events.filter(({ kind }) => kind === 'opened').length).toBe(1);
	});

	it('[O4] lease one feed when they write twice at once', async () => {
		const stream = await scene();
		const berta = await device(stream, 0, 'Berta');
		const leases: string[] = [];
		const slow = async (name: string): Promise<boolean> => {
			leases.push(name);
			await new Promise((resolve) => setImmediate(resolve));
			return true;
		};
		const [one, two] = await Promise.all([leaseFeed(berta.space, slow), leaseFeed(berta.space, slow)]);
		expect(one).toBe(two);
		expect(leases.length).toBe(1);
	});
});

describe('a tab', () => {
	it('[O4] keeps what it leased for good, and no other tab gets it', async () => {
		const held = new Set<string>();
		const locks = {
			request: async (name: string, ...rest: readonly unknown[]) => {
				const work = rest.at(-1) as (lock: object | null) => Promise<void>;
				const isFree = !held.has(name);
				if (isFree) held.add(name);
				await work(isFree ? {} : null);
			}
		};
		vi.stubGlobal('navigator', { locks });
		const [one, other] = [new Tabs('test', () => undefined), new Tabs('test', () => undefined)];
		expect(await one.lease('feed:1')).toBe(true);
		expect(await one.lease('feed:1'), 'a second visit continues where the first one stopped').toBe(true);
		expect(await other.lease('feed:1')).toBe(false);
		held.clear();
		expect(await other.lease('feed:1'), 'a refused lease is asked for again').toBe(true);
		one.close();
		other.close();
		vi.unstubAllGlobals();
	});
});
