import { expect, it } from 'vitest';
import { device, scene, type Device } from '../../../../tests/support/devices';
import { DESK_POLICY } from '../../../../tests/support/policies';
import { compose, leaseFeed } from './outbox';
import { writersIn } from './writers';
import { settle } from '../../../../tests/support/settling';

async function set(on: Device, key: string, value: string): Promise<void> {
	await leaseFeed(on.space, () => Promise.resolve(true));
	await compose(
		on.space,
		on.space.ownDocument,
		(doc) => void doc.getMap('own').set(key, value),
		() => 0
	);
	await on.replica.flush().catch(() => undefined);
}

it('[S8] every device knows who set the current value, even after a restart', async () => {
	const met = await scene('host');
	const berta = await device(met, 0, 'Berta', { policy: DESK_POLICY });
	const cem = await device(met, 1, 'Cem', { policy: DESK_POLICY });
	const again = await device(met, 1, 'Cem at home', { policy: DESK_POLICY });
	for (const one of met.devices) one.connect();
	await settle(met);
	await set(berta, 'packs.sucht', 'yes');
	await set(berta, 'packs.krise', 'yes');
	await settle(met);
	await set(again, 'packs.krise', 'no');
	await settle(met);
	const [lead, other] = [berta.space.credentials.member, cem.space.credentials.member];
	const look = (on: Device): unknown[] => {
		const table = on.space.doc.getMap('own');
		const writer = writersIn(on.space);
		return ['packs.sucht', 'packs.krise', 'packs.none'].map((key) => writer(table, key));
	};
	for (const one of met.devices) expect(look(one)).toEqual([lead, other, null]);
	await cem.space.run(() => cem.space.snapshot());
	cem.kill();
	await cem.open();
	expect(look(cem)).toEqual([lead, other, null]);
});
