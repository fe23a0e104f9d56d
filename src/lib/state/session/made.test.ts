/** What something shown claims to be made from while entries come in. SPEC.md Z1. */
import { expect, it } from 'vitest';
import { device, type Device } from '../../../../tests/support/devices';
import { opened } from '../../../../tests/support/opened';
import { heldOf } from '../../sync/space/held';
import { isOf, madeFrom } from './made';
import { settle } from '../../../../tests/support/settling';

/** What a row says that has heard everything so far. */
const made = ({ space }: Device): ReturnType<typeof madeFrom> => madeFrom(space, false);

it('[Z1] does not claim entries on their way into the vault until they are told', async () => {
	const { stream, berta, anton } = await opened();
	expect(isOf(made(berta), await heldOf(berta.disk, stream.space))).toBe(true);
	const meanwhile: ReturnType<typeof made>[] = [];
	berta.vault.before = (changes) => {
		if (changes.some(({ table }) => table === 'entries')) meanwhile.push(made(berta));
	};
	const told: ReturnType<typeof made>[] = [];
	berta.space.listen(({ kind }) => void (kind === 'content' && told.push(made(berta))));
	await anton.write('danach');
	await settle(stream);
	const held = await heldOf(berta.disk, stream.space);
	expect(meanwhile.map((one) => isOf(one, held))).toEqual([false]);
	expect(told.map((one) => isOf(one, held))).toEqual([true]);
});

it('[Z1] does not claim what could not be kept, nor once it is taken back', async () => {
	const { stream, berta, anton } = await opened();
	const before = await heldOf(berta.disk, stream.space);
	berta.vault.failIn = 0;
	await anton.write('danach');
	await settle(stream);
	expect(isOf(made(berta), before)).toBe(true);
	expect(berta.texts).toEqual(['Guten Tag', 'Hallo']);
});

it('[Z1] does not claim what another tab has kept while that is being read', async () => {
	const { stream, berta, anton } = await opened();
	const other = await device(stream, 0, 'Bertas zweiter Tab', { disk: berta.disk, deviceSeed: berta.deviceSeed });
	await anton.write('danach');
	await settle(stream);
	const held = await heldOf(berta.disk, stream.space);
	const meanwhile: boolean[] = [];
	const { vault } = other;
	const list = vault.list.bind(vault);
	vault.list = (...asked) => {
		meanwhile.push(isOf(made(other), held));
		return list(...asked);
	};
	await other.space.catchUp();
	expect(meanwhile.length).toBeGreaterThan(2);
	expect(meanwhile).not.toContain(true);
	expect(isOf(made(other), held)).toBe(true);
});

it('[Z1] is the same text however its feeds were loaded, so that nothing is kept again that is the same', async () => {
	const { berta } = await opened();
	const before = JSON.stringify(made(berta));
	const feeds = [...berta.space.feeds].reverse();
	berta.space.feeds.clear();
	for (const [id, feed] of feeds) berta.space.feeds.set(id, feed);
	expect(feeds.length).toBeGreaterThan(1);
	expect(JSON.stringify(made(berta))).toBe(before);
});
