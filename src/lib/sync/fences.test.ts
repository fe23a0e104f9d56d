/** Berta and Cem are hosts, Anton and Mia members: entries that cross a removal. SPEC.md X12. */
import { describe, expect, it } from 'vitest';
import { device, type Scene } from '../../../tests/support/devices';
import { four, idOf } from '../../../tests/support/four';
import { ownFeed } from '../../../tests/support/forging';
import { Fault } from '../base/fault';
import type { DeviceFrame } from '../wire/frames';
import { removeMember } from './exchange/removal';
import { settle } from '../../../tests/support/settling';

/** Lets `work` happen on the wire. */
async function done(stream: Scene, work: Promise<void>, isTimeToo = false): Promise<void> {
	await settle(stream, isTimeToo);
	await work;
}

describe('fences', () => {
	it('[X12] an entry that crosses a removal is shown to everybody, or was never acknowledged', async () => {
		const { stream, berta, cem, anton, mia } = await four();
		// Anton's word is at the relay but not here yet when Berta signs
		const letPass = berta.link?.holdEntries();
		await anton.write('mein letztes Wort');
		await settle(stream);
		expect(anton.mark('mein letztes Wort')).toBe('relayed');
		letPass?.('lost');
		await done(stream, removeMember(berta.replica, idOf(anton)));
		expect(berta.space.charter.members.get(idOf(anton))?.isRemoved).toBe(true);
		const late = await device(stream, 0, 'Bertas zweites Gerät');
		late.connect();
		await settle(stream, true);
		for (const one of [berta, cem, mia, late]) expect(one.texts, one.name).toContain('mein letztes Wort');
		for (const one of [berta, cem, mia, late]) expect(one.space.missing).toBe(0);
	});

	it('[X12] a host whose disk is full cuts off nothing that she could not keep', async () => {
		const { stream, berta, cem, anton } = await four();
		berta.vault.before = (changes) => {
			if (changes.some(({ table, value }) => table === 'entries' && value !== null))
				throw new Fault('storage-full', { retry: true });
		};
		await anton.write('mein letztes Wort');
		await settle(stream);
		expect(anton.mark('mein letztes Wort')).toBe('relayed');
		let outcome: unknown = null;
		const removed = removeMember(berta.replica, idOf(anton)).catch((error: unknown) => (outcome = error));
		// she asks again and again, as long as it is full
		for (let i = 0; i < 100 && outcome === null; i++) {
			await settle(stream);
			berta.ring();
		}
		await removed;
		expect(outcome).toBeInstanceOf(Fault);
		expect(berta.space.charter.members.get(idOf(anton))?.isRemoved).toBe(false);
		berta.vault.before = () => undefined;
		await done(stream, removeMember(berta.replica, idOf(anton)), true);
		expect(berta.space.charter.members.get(idOf(anton))?.isRemoved).toBe(true);
		for (const one of [berta, cem]) expect(one.texts, one.name).toContain('mein letztes Wort');
	});

	it('[X12] an endless writer is removed all the same, and what was acknowledged stays', async () => {
		const { stream, berta, cem, anton } = await four();
		const { link } = berta;
		const held: DeviceFrame[] = [];
		if (link)
			link.tap = (frame) => {
				if (frame.kind !== 'charterPush') return [frame];
				held.push(frame);
				return [];
			};
		const isOut = (): boolean => berta.space.charter.members.get(idOf(anton))?.isRemoved === true;
		const removed = removeMember(berta.replica, idOf(anton));
		let count = 0;
		// before each attempt to sign arrives, one more entry is at the relay
		for (; count < 20 && !isOut(); count++) {
			await settle(stream);
			await anton.write(`noch ${String(count)}`);
			await settle(stream);
			link?.up.push(...held.splice(0));
			await settle(stream);
		}
		await removed;
		await settle(stream, true);
		expect(count, 'the first try was too low, the next one is not').toBe(2);
		for (let i = 0; i < count; i++) {
			const isRelayed = anton.mark(`noch ${String(i)}`) === 'relayed';
			for (const one of [berta, cem]) expect(one.texts.includes(`noch ${String(i)}`)).toBe(isRelayed);
		}
	});

	it('[X12] neither a feed quarantined here nor a relay that gives nothing holds up a removal', async () => {
		for (const how of ['quarantined', 'withheld', 'claimed'] as const) {
			const { stream, berta, anton } = await four();
			const feed = berta.space.feeds.get(ownFeed(anton).id);
			if (how === 'quarantined' && feed) feed.trouble = 'damaged';
			const { link } = berta;
			if (link && how === 'withheld') link.forge = (frame) => (frame.kind === 'entries' ? [] : [frame]);
			if (how === 'claimed') berta.space.promise(ownFeed(anton).id, 1_000_000);
			await anton.write('nach dem Schaden');
			await settle(stream);
			await done(stream, removeMember(berta.replica, idOf(anton)), true);
			expect(berta.space.charter.members.get(idOf(anton))?.isRemoved, how).toBe(true);
		}
	});
});
