/** Three people in one stream, for scenes of its charter. */
import { device, scene } from './devices';
import { settle } from './settling';

/** Berta, Cem (a host, too) and Anton in one stream; Berta and Anton have written. */
export async function trio() {
	const stream = await scene('host', 'member');
	const berta = await device(stream, 0, 'Berta');
	const cem = await device(stream, 1, 'Cem');
	const anton = await device(stream, 2, 'Anton');
	for (const one of stream.devices) one.connect();
	await berta.write('Guten Tag');
	await anton.write('Hallo');
	await settle(stream);
	return { stream, berta, cem, anton };
}
