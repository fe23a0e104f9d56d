/** Cem leaves Berta's centre, with bad intentions. Anton and Mia are clients, Rolf runs the relay. SPEC.md Y. */
import { describe, expect, it } from 'vitest';
import {
	awake,
	centre,
	done,
	dyingAt,
	isIn,
	note,
	noted,
	rest,
	shown,
	type Centre
} from '../../../../tests/support/centre';
import { sessionOn } from '../../../../tests/support/colleagues';
import { device, scene } from '../../../../tests/support/devices';
import { Timeline } from '../../domain/timeline';
import { provenHosts } from '../../sync/centre/identity';
import { departureOf, isHosted, mayStillSay } from '../centre/departures';
import { Leaving } from './leaving';

/** The maximum number of commits and frames in a removal. */
const STEPS = 40;

function leavingOf(all: Centre): Leaving {
	const { berta, root } = all;
	return new Leaving({ ...berta, session: sessionOn(), root });
}

function memberOf(who: Centre['cem'], where: 'centre' | 'face') {
	return who[where].space.credentials.member;
}

async function isGone(all: Centre): Promise<void> {
	const { berta, dora, cem } = all;
	await rest(all);
	expect(isIn(dora.centre, memberOf(cem, 'centre'))).toBe(false);
	expect(isIn(dora.face, memberOf(cem, 'face'))).toBe(false);
	await dora.reception.settled();
	expect(dora.reception.hasLeft({ id: cem.identity.id, via: [] })).toBe(true);
	expect(departureOf(dora.reception, cem.identity.id)?.name).toBe('Cem');
	expect(noted(berta, 'colleagues', cem.identity.id).left).toBeTypeOf('number');
}

describe('removing', () => {
	it('[Y1] takes a Leitung’s word: what a colleague notes about another removes nobody', async () => {
		const all = await centre();
		const { berta, cem, dora } = all;
		await note(cem, 'colleagues', dora.identity.id, { leaving: 1, leavingBy: berta.identity.id });
		await rest(all);
		const leaving = leavingOf(all);
		await done(all, leaving.work());
		expect(isIn(berta.centre, memberOf(dora, 'centre'))).toBe(true);
		expect(noted(berta, 'colleagues', dora.identity.id).left).toBe(undefined);
		leaving.stop();
	});

	it('[Y1] removes Cem although he took away his card and the note', async () => {
		const all = await centre();
		const { berta, cem } = all;
		const inReception = memberOf(cem, 'face');
		await note(berta, 'invitations', 'aa', { inCentre: memberOf(cem, 'centre'), inReception });
		cem.reception.doc.getMap('values').delete(`card/${cem.identity.id}`);
		berta.reception.shown.delete(`card/${cem.identity.id}`);
		// It is noted, but cannot be carried out yet.
		berta.face.link?.cut();
		const leaving = leavingOf(all);
		await leaving.remove(cem.identity.id);
		await rest(all);
		await note(cem, 'colleagues', cem.identity.id, { leaving: 'nie' });
		await rest(all);
		expect(noted(berta, 'colleagues', cem.identity.id).leaving).toBe('nie');
		berta.face.connect();
		await rest(all);
		await done(all, leaving.work());
		await isGone(all);
		leaving.stop();
	});

	it('[Y1] is carried out once, wherever the device dies', { timeout: 60_000 }, async () => {
		let isOver = false;
		for (let at = 0; !isOver; at++) {
			const all = await centre();
			await note(all.berta, 'colleagues', all.cem.identity.id, { leaving: 1 });
			await rest(all);
			const steps = await dyingAt(at, [all.berta.centre, all.berta.face], async () => {
				const cutOff = leavingOf(all);
				await done(all, cutOff.work());
				cutOff.stop();
			});
			isOver = steps <= at;
			if (isOver) expect(steps, 'there was something to do').toBeGreaterThan(3);
			expect(steps).toBeLessThan(STEPS);
			const berta = await awake(all, all.berta);
			const again = leavingOf({ ...all, berta });
			await done(all, again.work());
			expect(await again.work()).toBe(true);
			await isGone({ ...all, berta });
			again.stop();
		}
	});
});

describe('a stream', () => {
	async function stream() {
		const all = await centre();
		const { berta, cem, root } = all;
		const there = await scene('member');
		all.scenes.push(there);
		const [host, mia] = [await device(there, 0, 'Cem'), await device(there, 1, 'Mia')];
		host.introduction = cem.identity.introduce;
		for (const one of [host, mia]) one.connect();
		await rest(all);
		const gone = { name: 'Cem', atMs: there.nowMs };
		const leave = async (): Promise<void> => {
			await berta.reception.publish(`left/${cem.identity.id}`, JSON.stringify(gone), await shown(berta));
		};
		const hosts = async () => ({ proven: await provenHosts(mia.space, root), reception: berta.reception });
		return { all, there, host, mia, gone, leave, hosts };
	}

	it('[Y2] that Cem began after he left belongs to nobody; one from before stays', async () => {
		const { all, host, gone, leave, hosts } = await stream();
		await host.write('Ich bin es noch');
		await rest(all);
		expect(isHosted(await hosts(), gone.atMs + 1)).toBe(true);
		await leave();
		expect(isHosted(await hosts(), gone.atMs + 1)).toBe(false);
		expect(isHosted(await hosts(), gone.atMs - 1)).toBe(true);
		const { proven } = await hosts();
		expect(isHosted({ proven, reception: null }, gone.atMs + 1), 'unknown is not gone').toBe(true);
	});

	it('[Y2] keeps what he wrote, and neither shows nor counts anything new from him', async () => {
		const { all, there, host, mia, leave, hosts } = await stream();
		await host.write('Bis morgen');
		await rest(all);
		await leave();
		there.nowMs += 60_000;
		await host.write('Kommen Sie zu mir in die Praxis');
		await rest(all);
		const known = await hosts();
		const heard = new Timeline(({ member, ms }) => !mayStillSay(known, member, ms));
		for (const [id, { doc }] of mia.space.documents) heard.absorb(id as never, doc);
		expect(heard.all.map(({ text }) => text)).toEqual(['Bis morgen']);
		const [feed] = [...heard.counts.keys()];
		if (!feed) throw new Error('no feed');
		expect([heard.counts.get(feed), heard.silentFrom(feed, 0), heard.silentFrom(feed, 2)]).toEqual([2, 1, 0]);
	});

	it('[Y2] hides what was shown before this was known, and an accomplice without a chain is believed as little', async () => {
		const { all, there, host, mia, leave, hosts } = await stream();
		await host.write('Bis morgen');
		there.nowMs += 60_000;
		await host.write('Noch etwas');
		await rest(all);
		let known = { proven: (await hosts()).proven, reception: null } as Parameters<typeof mayStillSay>[0];
		const heard = new Timeline(({ member, ms }) => !mayStillSay(known, member, ms));
		for (const [id, { doc }] of mia.space.documents) heard.absorb(id as never, doc);
		expect(heard.all.length).toBe(2);
		await leave();
		known = await hosts();
		expect([heard.hush(), heard.hush()]).toEqual([true, false]);
		expect(heard.all.map(({ text }) => text)).toEqual(['Bis morgen']);
		expect(mayStillSay(known, 'f'.repeat(32) as never, there.nowMs)).toBe(false);
	});
});
