/** Four people in one stream, for scenes of removing. */
import type { MemberId } from '../../src/lib/base/ids';
import { device, scene, type Device } from './devices';
import { settle } from './settling';

/** Berta, Cem (a member), Anton and Mia in one stream; each has written. */
export async function four() {
	const stream = await scene('host', 'member', 'member');
	const [berta, cem, anton, mia] = [
		await device(stream, 0, 'Berta'),
		await device(stream, 1, 'Cem'),
		await device(stream, 2, 'Anton'),
		await device(stream, 3, 'Mia')
	];
	for (const one of stream.devices) one.connect();
	for (const [i, one] of stream.devices.entries()) await one.write(`von ${String(i)}`);
	await settle(stream);
	return { stream, berta, cem, anton, mia };
}

/** The member of a device. */
export function idOf({ space }: Device): MemberId {
	return space.credentials.member;
}
