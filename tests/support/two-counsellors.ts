import { device, scene } from './devices';

/** Berta and Cem counsel Mia; nobody has written yet. */
export async function twoCounsellors() {
	const there = await scene('host', 'member');
	const [berta, cem, mia] = [
		await device(there, 0, 'Berta'),
		await device(there, 1, 'Cem'),
		await device(there, 2, 'Mia')
	];
	for (const one of there.devices) one.connect();
	return { there, berta, cem, mia };
}
