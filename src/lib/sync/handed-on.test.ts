/** What the relay handed on, and its disk did not take. SPEC.md I4, X4; relay SPEC.md R5. */
import { describe, expect, it } from 'vitest';
import { device, type Scene } from '../../../tests/support/devices';
import { four, idOf } from '../../../tests/support/four';
import { pass, settle } from '../../../tests/support/settling';
import { removeMember } from './exchange/removal';

/** Anton's word is with the others, and not at the relay, whose disk takes it again from now on. */
async function handedOn() {
	const all = await four();
	const { stream, berta, cem, anton } = all;
	cem.link?.cut();
	stream.rolf.isFull = true;
	await anton.write('mein letztes Wort');
	await settle(stream);
	expect(berta.texts).toContain('mein letztes Wort');
	expect(anton.mark('mein letztes Wort')).toBe('local');
	stream.rolf.isFull = false;
	return all;
}

/** What Berta's second device finds. */
async function found(stream: Scene): Promise<readonly string[]> {
	const late = await device(stream, 0, 'Bertas zweites Gerät');
	late.connect();
	await settle(stream, true);
	expect(late.space.missing).toBe(0);
	return late.texts;
}

describe('what the relay handed on and could not keep', () => {
	it('[X4] is brought by whoever got it, though its author is gone', async () => {
		const { stream, anton } = await handedOn();
		anton.kill();
		await pass(stream);
		expect(await found(stream)).toContain('mein letztes Wort');
	});

	it('[I4] is nobody’s once its author was removed without it, after a restart too', async () => {
		const { stream, berta, cem, anton, mia } = await handedOn();
		await berta.space.covered(1000);
		cem.connect();
		await settle(stream);
		const removed = removeMember(cem.replica, idOf(anton));
		await settle(stream);
		await removed;
		await pass(stream);
		const late = await found(stream);
		for (const one of [berta, mia, cem]) expect(one.texts, one.name).toEqual(late);
		expect(late).not.toContain('mein letztes Wort');
		expect(anton.mark('mein letztes Wort')).toBe('local');
		berta.kill();
		await berta.open();
		expect(berta.texts).toEqual(late);
		berta.connect();
		await mia.write('danach');
		await settle(stream, true);
		expect(berta.texts).toContain('danach');
	});
});
