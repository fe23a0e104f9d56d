/** Hosts admit members, who get the whole history, and posters, who get no keys. SPEC.md S6. */
import { describe, expect, it } from 'vitest';
import { Device } from '../../../tests/support/devices';
import { four, idOf } from '../../../tests/support/four';
import { STREAM_POLICY } from '../../../tests/support/policies';
import { done } from '../../../tests/support/removing';
import type { MemberId } from '../base/ids';
import { freshSeed } from '../crypto/random';
import { admitMember } from './exchange/admission';
import { removeMember } from './exchange/removal';
import { MemoryVault } from './vault/memory';
import { settle } from '../../../tests/support/settling';

describe('admission', () => {
	it('[S6] gives a newcomer the whole history', async () => {
		const { stream, berta, anton } = await four();
		await done(stream, removeMember(berta.replica, idOf(anton)));
		const seed = freshSeed();
		await done(stream, admitMember(berta.replica, seed, 'member'));
		const eva = new Device(stream, 'Eva', seed, freshSeed(), STREAM_POLICY, new MemoryVault());
		stream.devices.push(eva);
		await eva.open();
		eva.connect();
		await settle(stream);
		await berta.write('willkommen');
		await eva.write('danke');
		await settle(stream);
		expect(eva.texts.toSorted()).toEqual(['danke', 'von 0', 'von 1', 'von 2', 'von 3', 'willkommen']);
		expect(berta.texts).toContain('danke');
	});

	it('[S6] gives posters no keys, and is a host’s right', async () => {
		const { stream, berta, anton } = await four();
		const poster = (await done(stream, admitMember(berta.replica, freshSeed(), 'poster'))) as MemberId;
		expect(berta.space.charter.members.get(poster)).toMatchObject({ role: 'poster', grants: new Map() });
		expect(await done(stream, admitMember(anton.replica, freshSeed(), 'member'))).toMatch(/only a host admits/);
	});
});
