/** What something shown says that it was made from, while entries come in. SPEC.md Z1. */
import { expect, it } from 'vitest';
import { device, scene, settle, type Device } from '../../../tests/support/devices';
import { heldOf } from '../sync/held';
import { isOf, madeFrom } from './made';

/** What a row says that knows all that was told until now. */
const made = ({ space }: Device): ReturnType<typeof madeFrom> => madeFrom(space, false);

async function pair(): Promise<{ stream: Awaited<ReturnType<typeof scene>>; berta: Device; anton: Device }> {
	const stream = await scene('member');
	const berta = await device(stream, 0, 'Berta');
	const anton = await device(stream, 1, 'Anton');
	for (const one of [berta, anton]) one.connect();
	await anton.write('zuerst');
	await settle(stream);
	return { stream, berta, anton };
}

it('[Z1] says nothing of entries that are on their way into the vault, until they are told', async () => {
	const { stream, berta, anton } = await pair();
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

it('[Z1] says nothing of what could not be kept, nor once it is taken back', async () => {
	const { stream, berta, anton } = await pair();
	const before = await heldOf(berta.disk, stream.space);
	berta.vault.failIn = 0;
	await anton.write('danach');
	await settle(stream);
	expect(isOf(made(berta), before)).toBe(true);
	expect(berta.texts).toEqual(['zuerst']);
});

it('[Z1] says nothing of what another tab has kept while that is being read', async () => {
	const { stream, berta, anton } = await pair();
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
