/** Removals that meet another one, an entry on its way, or the end of the device. SPEC.md S5. */
import { describe, expect, it } from 'vitest';
import type { Device } from '../../../tests/support/devices';
import { type Scene } from '../../../tests/support/devices';
import { four, idOf } from '../../../tests/support/four';
import { ownFeed } from '../../../tests/support/forging';
import { done, opens } from '../../../tests/support/removing';
import type { MemberId } from '../base/ids';
import { freshSeed } from '../crypto/random';
import { admitMember } from './exchange/admission';
import { removeMember } from './exchange/removal';
import { breathe, settle } from '../../../tests/support/settling';

describe('removal', () => {
	it('[S5] holds when two hosts remove at once, the same member or each other', async () => {
		const { stream, berta, cem, anton, mia } = await four();
		await done(stream, Promise.all([removeMember(berta.replica, idOf(anton)), removeMember(cem.replica, idOf(mia))]));
		expect([berta.space.charter.epoch, cem.space.charter.epoch]).toEqual([3, 3]);
		const late = await admitTwo(stream, berta);
		await done(stream, Promise.all([removeMember(berta.replica, late), removeMember(cem.replica, late)]));
		expect(cem.space.charter.members.get(late)?.isRemoved).toBe(true);
		expect(berta.space.charter.length).toBe(cem.space.charter.length);
		await berta.write('wir beide');
		await settle(stream);
		expect(cem.texts).toContain('wir beide');
		const outcomes = [removeMember(berta.replica, idOf(cem)), removeMember(cem.replica, idOf(berta))];
		await done(stream, Promise.allSettled(outcomes));
		const removed = [berta, cem].filter((one) => one.news.some(({ news }) => news === 'closed'));
		expect(removed.length).toBe(1);
	});

	it('[S5] leaves the old or the new state wherever the remover dies or is cut off', async () => {
		const met = new Set<boolean>();
		for (let at = 0; at < 6; at++) {
			const { stream, berta, cem, anton, mia } = await four();
			const removed = removeMember(berta.replica, idOf(anton)).catch(() => undefined);
			for (let i = 0; i < at; i++) {
				await breathe(stream);
				for (const one of [berta, cem]) if (!one.link?.passUp()) one.link?.passDown();
			}
			berta.kill();
			await Promise.race([removed, settle(stream)]);
			await berta.open();
			berta.connect();
			await settle(stream, true);
			const isOut = berta.space.charter.members.get(idOf(anton))?.isRemoved === true;
			met.add(isOut);
			expect(cem.space.charter.members.get(idOf(anton))?.isRemoved, String(at)).toBe(isOut);
			expect(berta.space.charter.epoch).toBe(isOut ? 2 : 1);
			if (!isOut) await done(stream, removeMember(berta.replica, idOf(anton)));
			await berta.write('danach');
			await settle(stream);
			expect(await opens(berta, anton)).toBe(false);
			expect([mia.texts.includes('danach'), cem.texts.includes('danach')]).toEqual([true, true]);
		}
		expect(met.size, 'both happened').toBe(2);
	});

	it('[S5] waits for entries on their way, so that nothing said before is cut off', async () => {
		const { stream, berta, cem, anton } = await four();
		const letPass = berta.link?.holdEntries();
		await anton.write('mein letztes Wort');
		await settle(stream);
		berta.space.promise(ownFeed(anton).id, ownFeed(anton).seq);
		const removed = removeMember(berta.replica, idOf(anton));
		await settle(stream);
		expect(berta.space.charter.epoch).toBe(1);
		letPass?.('given');
		await done(stream, removed);
		expect(berta.space.charter.epoch).toBe(2);
		for (const one of [berta, cem]) expect(one.texts).toContain('mein letztes Wort');
	});
});

/** Admits somebody, twice: the second time nothing happens. */
async function admitTwo(stream: Scene, by: Device): Promise<MemberId> {
	const seed = freshSeed();
	await done(stream, admitMember(by.replica, seed, 'member'));
	return (await done(stream, admitMember(by.replica, seed, 'member'))) as MemberId;
}
