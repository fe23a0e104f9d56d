/** Berta and Cem are hosts, Anton and Mia members. SPEC.md S5, S6. */
import { describe, expect, it } from 'vitest';
import { Device, device, scene, type Scene } from '../../../tests/support/devices';
import { four, idOf } from '../../../tests/support/four';
import { forged, ownFeed, update } from '../../../tests/support/forging';
import { STREAM_POLICY } from '../../../tests/support/policies';
import { Fault, Refusal } from '../base/fault';
import type { MemberId } from '../base/ids';
import { freshSeed } from '../crypto/random';
import { writeMessage } from '../domain/stream-document';
import { parseEntry } from '../wire/entry';
import { admitMember } from './exchange/admission';
import { removeMember } from './exchange/removal';
import { unsealEntry } from './space/sealing';
import { MemoryVault } from './vault/memory';
import { charterChanges } from './vault/naming';
import { breathe, settle } from '../../../tests/support/settling';

/** Lets `work` happen on the wire. */
async function done<T>(stream: Scene, work: Promise<T>): Promise<T | string> {
	const outcome = work.catch((error: unknown) =>
		error instanceof Fault || error instanceof Refusal ? error.code : String(error)
	);
	await settle(stream);
	return outcome;
}

/** Whether the last entry of `by` opens with any key of `as`. */
async function opens(by: Device, as: Device): Promise<boolean> {
	const rows = await by.vault.list('entries', by.space.id + ownFeed(by).id);
	const entry = parseEntry(by.space.id, rows.at(-1)?.[1] ?? new Uint8Array());
	if (!entry.ok) throw new Error(entry.why);
	return (await unsealEntry(as.space, ownFeed(by), entry.value)).ok;
}

describe('removal', () => {
	it('[S5] shuts a removed member out: nothing written afterwards opens, nothing late of hers is shown', async () => {
		const { stream, berta, cem, anton, mia } = await four();
		const late = await Promise.all(
			['eins', 'zwei'].map((text) =>
				forged(
					anton,
					update(anton, (doc, feed) => {
						writeMessage(doc, { ms: stream.nowMs, count: 0, feed }, { text });
					})
				)
			)
		);
		await done(stream, removeMember(berta.replica, idOf(anton)));
		await berta.write('ohne Anton');
		await settle(stream);
		expect(await opens(berta, anton)).toBe(false);
		expect(await opens(berta, mia)).toBe(true);
		for (const one of [berta, cem, mia]) {
			// Rolf, in league with Anton, delivers what he wrote late
			for (const entry of late)
				one.link?.down.push({
					kind: 'entries',
					space: stream.space,
					feed: ownFeed(anton).id,
					first: entry.header.seq,
					entries: [entry.bytes]
				});
			await settle(stream);
			expect(one.texts.toSorted()).toEqual(['ohne Anton', 'von 0', 'von 1', 'von 2', 'von 3']);
			expect(one.space.missing).toBe(0);
		}
		expect(anton.news.at(-1)).toMatchObject({ news: 'closed', code: 'removed' });
		expect(anton.texts).not.toContain('ohne Anton');
		await anton.write('hallo?');
		await settle(stream);
		expect(berta.texts).not.toContain('hallo?');
	});

	it('[S9] leaves a removed member what she could read if the policy says so, even after a restart', async () => {
		for (const outlasts of [true, false]) {
			const stream = await scene('member');
			const berta = await device(stream, 0, 'Berta');
			const anton = await device(stream, 1, 'Anton', { policy: { ...STREAM_POLICY, outlasts } });
			for (const one of stream.devices) one.connect();
			await berta.write('mit Anton');
			await settle(stream);
			// his record of it may come before the relay has shut him out
			await done(stream, removeMember(berta.replica, idOf(anton)));
			await berta.write('ohne Anton');
			await settle(stream);
			anton.kill();
			await anton.vault.inner.commit(charterChanges(stream.space, berta.space.records));
			await anton.open();
			expect(anton.space.me?.isRemoved).toBe(true);
			expect(anton.texts).toEqual(outlasts ? ['mit Anton'] : []);
			expect(anton.space.epochs.has(2)).toBe(false);
		}
	});

	it('[S5] removes several at once, and ignores those who are out already', async () => {
		const { stream, berta, cem, anton, mia } = await four();
		await done(stream, removeMember(berta.replica, idOf(anton), idOf(mia)));
		expect(berta.space.charter).toMatchObject({ epoch: 2, length: 2 });
		await done(stream, removeMember(berta.replica, idOf(mia)));
		await done(stream, removeMember(cem.replica, idOf(anton), 'f'.repeat(32) as MemberId));
		expect(berta.space.charter.length).toBe(2);
		await cem.write('zu zweit');
		await settle(stream);
		expect(berta.texts).toContain('zu zweit');
	});

	it('[S5] is a host’s right, and leaves a host', async () => {
		const { stream, berta, cem, anton, mia } = await four();
		expect(await done(stream, removeMember(anton.replica, idOf(mia)))).toBe('not-allowed');
		expect(await done(stream, removeMember(berta.replica, idOf(berta), idOf(cem)))).toBe('not-allowed');
		await done(stream, removeMember(berta.replica, idOf(berta)));
		expect(berta.news.at(-1)).toMatchObject({ news: 'closed', code: 'removed' });
		expect(await done(stream, removeMember(cem.replica, idOf(cem)))).toBe('not-allowed');
	});

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

	it('[S5] does not happen without a connection, and says so', async () => {
		const { stream, berta, anton } = await four();
		berta.link?.cut();
		expect(await done(stream, removeMember(berta.replica, idOf(anton)))).toBe('no-connection');
		expect(berta.space.charter.epoch).toBe(1);
	});

	it('[S5] waits for entries on their way, so that nothing said before is cut off', async () => {
		const { stream, berta, cem, anton } = await four();
		const { link } = berta;
		const held: (() => void)[] = [];
		if (link)
			link.forge = (frame) => {
				if (frame.kind !== 'entries') return [frame];
				held.push(() => void link.down.push(frame));
				return [];
			};
		await anton.write('mein letztes Wort');
		await settle(stream);
		berta.space.promise(ownFeed(anton).id, ownFeed(anton).seq);
		const removed = removeMember(berta.replica, idOf(anton));
		await settle(stream);
		expect(berta.space.charter.epoch).toBe(1);
		if (link) link.forge = (frame) => [frame];
		for (const release of held) release();
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

describe('admission', () => {
	it('[S6] gives a newcomer the whole history', async () => {
		const { stream, berta, anton } = await four();
		await done(stream, removeMember(berta.replica, idOf(anton)));
		const seed = freshSeed();
		await done(stream, admitMember(berta.replica, seed, 'member'));
		const eva = new Device(stream, 'Eva', seed, freshSeed(), STREAM_POLICY, new MemoryVault());
		stream.devices.push(eva);
		await eva.open();
		eva.connect();
		await settle(stream);
		await berta.write('willkommen');
		await eva.write('danke');
		await settle(stream);
		expect(eva.texts.toSorted()).toEqual(['danke', 'von 0', 'von 1', 'von 2', 'von 3', 'willkommen']);
		expect(berta.texts).toContain('danke');
	});

	it('[S6] gives posters no keys, and is a host’s right', async () => {
		const { stream, berta, anton } = await four();
		const poster = (await done(stream, admitMember(berta.replica, freshSeed(), 'poster'))) as MemberId;
		expect(berta.space.charter.members.get(poster)).toMatchObject({ role: 'poster', grants: new Map() });
		expect(await done(stream, admitMember(anton.replica, freshSeed(), 'member'))).toMatch(/only a host admits/);
	});
});
