/** A group that Mia joins. */
import { Device, device, scene, type Scene } from './devices';
import { STREAM_POLICY } from './policies';
import { freshSeed } from '../../src/lib/crypto/random';
import { admitNewcomer, offeredSeat } from '../../src/lib/sync/exchange/admission';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import { settle } from './settling';

/** The person who joins. */
export const MIA = 'd1'.repeat(16);

/** Berta, Cem and Anton in one group; two have written, and all have read it. */
export async function trio() {
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
export async function done(stream: Scene, work: Promise<unknown>): Promise<void> {
	await settle(stream);
	await work;
	await settle(stream);
}

/** Admits Mia and returns her device, connected. */
export async function join(stream: Scene, by: Device, history: boolean): Promise<Device> {
	const seat = await offeredSeat(by.space.credentials.keys.seed, MIA, 0);
	await done(stream, admitNewcomer(by.replica, seat, 'member', history));
	const mia = new Device(stream, 'Mia', seat.seed, freshSeed(), STREAM_POLICY, new MemoryVault());
	stream.devices.push(mia);
	await mia.open();
	mia.connect();
	await settle(stream, true);
	return mia;
}
