/**
 * Berta brings Mia (a client) or Dora (a colleague) into her group and out again; her device dies at every step
 * and continues, or Cem's does. In the end it is as if nothing had happened.
 */
import { describe, expect, it } from 'vitest';
import { during } from '../../../../tests/support/colleagues';
import {
	finish,
	guest,
	guests,
	NEVER,
	offered,
	partsOf,
	rest,
	restart,
	run,
	world,
	type World
} from '../../../../tests/support/hosts-at-work';
import { base64url } from '../../base/bytes';
import type { Seed } from '../../base/ids';
import type { Person } from '../../domain/groups';
import { admitNewcomer } from '../../sync/exchange/admission';
import { memberKeys, memberOf, newSecret } from '../../sync/keys/member';

/** How many steps bringing somebody in or out takes if nothing goes wrong. */
async function stepsOf(kind: Person['kind'], direction: 'in' | 'out'): Promise<number> {
	const all = await world(kind);
	if (direction === 'out') await out(all);
	return run(all, all.berta, NEVER);
}

/** She is in it, and no longer wanted. */
async function out(all: World): Promise<void> {
	await finish(all, all.berta);
	all.wanted = [];
}

for (const kind of ['client', 'counsellor'] as const) {
	describe(`a ${kind} and a device that dies at every step`, () => {
		it('is invited: one seat, by one letter however often it was sent, and able to read from then on', async () => {
			const steps = await stepsOf(kind, 'in');
			expect(steps).toBeGreaterThan(8);
			for (let at = 0; at < steps; at++) {
				const all = await world(kind);
				await run(all, all.berta, at);
				await restart(all, all.berta);
				await finish(all, all.berta);
				const letters = await offered(all);
				expect(new Set(letters.map(({ seed }) => base64url(seed))).size, `step ${String(at)}`).toBe(1);
				const [first] = letters;
				const member = await memberOf(first?.seed as never);
				expect(guests(all.berta.group), `step ${String(at)}`).toEqual([member]);
				const { members, epoch } = all.berta.group.space.charter;
				expect(members.get(member)?.grants.has(epoch)).toBe(true);
				expect(partsOf(all, all.berta).read()?.seats).toHaveLength(1);
				const hers = kind === 'client' ? [] : [await memberOf(first?.caseSeed as never)];
				expect(guests(all.berta.records), `step ${String(at)}`).toEqual(hers);
			}
		}, 120_000);

		it('is invited by another host if the first one never comes back: no seat is lost', async () => {
			const steps = await stepsOf(kind, 'in');
			for (let at = 0; at < steps; at++) {
				const all = await world(kind);
				await run(all, all.berta, at);
				await finish(all, all.cem);
				await restart(all, all.berta);
				await finish(all, all.berta);
				await finish(all, all.cem);
				const { members } = all.cem.group.space.charter;
				const seats = await Promise.all((await offered(all)).map(({ seed }) => memberOf(seed as never)));
				expect(
					seats.some((member) => members.get(member)?.isRemoved === false),
					`one of her letters leads to a seat after step ${String(at)}`
				).toBe(true);
				expect(guests(all.berta.group).length, `step ${String(at)}`).toBeLessThanOrEqual(2);
				expect(guests(all.berta.group)).toEqual(guests(all.cem.group));
			}
		}, 120_000);

		it('is removed once, from the case too', async () => {
			const steps = await stepsOf(kind, 'out');
			expect(steps).toBeGreaterThan(1);
			for (let at = 0; at < steps; at++) {
				const all = await world(kind);
				await out(all);
				const { length, epoch } = all.berta.group.space.charter;
				await run(all, all.berta, at);
				await restart(all, all.berta);
				await finish(all, all.berta);
				for (const host of [all.berta, all.cem]) {
					expect(guests(host.group), `step ${String(at)}`).toEqual([]);
					expect(guests(host.records), `step ${String(at)}`).toEqual([]);
					expect(host.group.space.charter).toMatchObject({ length: length + 1, epoch: epoch + 1 });
				}
				expect(
					partsOf(all, all.cem)
						.read()
						?.seats.map(({ recorder }) => recorder)
				).toEqual(['']);
				expect(await offered(all), 'and nobody invited her again').toHaveLength(1);
			}
		}, 120_000);
	});
}

describe('a client who declines', () => {
	/** She has read her letter, and answered. */
	async function answered(): Promise<World> {
		const all = await world('client');
		await finish(all, all.berta);
		const [letter] = await offered(all);
		const mia = await guest(all, 'Mia, Gruppe', letter?.seed as Seed);
		await rest(all);
		await mia.say('joined', 'no');
		await rest(all);
		return all;
	}

	it('[U16] is removed once it is noted, and not invited again by a host who cannot read it', async () => {
		const first = await answered();
		const steps = await run(first, first.berta, NEVER);
		expect(steps).toBeGreaterThan(2);
		for (let at = 0; at <= steps; at++) {
			const all = await answered();
			await run(all, all.berta, at);
			const { seed, sign, seal } = await memberKeys(newSecret());
			const newcomer = { sign: sign.publicKey, seal: seal.publicKey };
			await during(all.scenes, () => admitNewcomer(all.cem.group.replica, newcomer, 'host', false));
			const dora = await guest(all, 'Dora, Gruppe', seed);
			await restart(all, all.berta);
			await finish(all, all.berta);
			await finish(all, { ...all.cem, group: dora });
			expect(await offered(all), `step ${String(at)}`).toHaveLength(1);
			expect(guests(dora), `step ${String(at)}`).toEqual([dora.space.credentials.member]);
		}
	}, 120_000);
});
