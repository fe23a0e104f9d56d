/** A snapshot that does not fit on the disk. SPEC.md D4, D5. */
import { expect, it, vi } from 'vitest';
import { device, scene } from '../../../tests/support/devices';
import { settle } from '../../../tests/support/settling';
import { Fault } from '../base/fault';

vi.mock('../domain/page-size', () => ({ PAGE_SIZE: 3 }));
vi.mock('./space/snapshot-pace', () => ({ SNAPSHOT_AFTER: 6 }));

it('[D4] [D5] is not tried again, and everything loaded anew, with every entry', async () => {
	const stream = await scene('member');
	const [anton, berta] = [await device(stream, 0, 'Anton'), await device(stream, 1, 'Berta')];
	for (const one of [anton, berta]) one.connect();
	let tries = 0;
	berta.vault.before = (changes) => {
		if (!changes.some(({ table, value }) => table === 'snapshots' && value !== null)) return;
		tries++;
		throw new Fault('storage-full', { retry: true });
	};
	for (let i = 0; i < 24; i++) {
		await anton.write(String(i));
		await settle(stream);
	}
	expect(tries).toBeGreaterThan(1);
	expect(tries).toBeLessThan(6);
	expect(berta.texts).toEqual(anton.texts);
});
