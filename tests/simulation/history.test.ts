import { expect, it } from 'vitest';
import type { StreamModel } from '../../src/lib/state/stream/stream.svelte';
import { admitNewcomer, offeredSeat } from '../../src/lib/sync/exchange/admission';
import { freshSeed } from '../../src/lib/crypto/random';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import { Device, device, scene } from '../support/devices';
import { STREAM_POLICY } from '../support/policies';
import { closedTo } from './history';
import type { World } from './world';
import { settle } from '../support/settling';

it.each([true, false])('knows what a newcomer cannot read (with the history: %s)', async (history) => {
	const group = await scene();
	const berta = await device(group, 0, 'Berta');
	berta.connect();
	await berta.write('vorher');
	await settle(group);
	const seat = await offeredSeat(berta.space.credentials.keys.seed, 'd1'.repeat(16), 0);
	const admitted = admitNewcomer(berta.replica, seat, 'member', history);
	await settle(group);
	await admitted;
	const mia = new Device(group, 'Mia', seat.seed, freshSeed(), STREAM_POLICY, new MemoryVault());
	group.devices.push(mia);
	await mia.open();
	mia.connect();
	await berta.write('nachher');
	await settle(group, true);
	const closed = (one: Device): Promise<ReadonlySet<string>> =>
		closedTo(
			{ network: { store: group.rolf.store } } as unknown as World,
			{ id: group.space, parts: { opened: Promise.resolve(one) } } as unknown as StreamModel
		);
	const [before, after] = berta.absorb();
	const read = await closed(mia);
	expect([before, after].map((each) => read.has(each?.feed ?? ''))).toEqual([!history, false]);
	expect(mia.texts).toEqual(history ? ['vorher', 'nachher'] : ['nachher']);
	expect((await closed(berta)).size, 'earlier members read everything').toBe(0);
});
