/** Cem kept Mia's link, and opens it. SPEC.md Y4, sync S10. */
import { expect, it } from 'vitest';
import { done, rest } from '../../../../tests/support/centre';
import { device, type Device } from '../../../../tests/support/devices';
import { opened } from '../../../../tests/support/opened';
import { noticesOf } from '../../domain/notices';
import { freshSeed } from '../../crypto/random';
import { admitMember } from '../../sync/exchange/admission';
import { changesOf, devicesOf } from '../../sync/space/happenings';
import { removeMember } from '../../sync/exchange/removal';

async function noticesAt({ space }: Device): Promise<string[]> {
	const all = noticesOf(changesOf(space), (await devicesOf(space)).devices);
	return all.map(({ kind, side, isHere }) => `${side} ${kind}${isHere ? ' here' : ''}`);
}

it('[Y4] [S10] shows both sides that somebody came in as Mia, and nothing of what was there before', async () => {
	const { stream, berta: cem, anton: mia } = await opened();
	const all = { scenes: [stream] };
	for (const one of [cem, mia]) expect(await noticesAt(one)).toEqual([]);
	stream.nowMs += 1_000;
	const intruder = await device(stream, 1, 'Cem als Mia');
	intruder.connect();
	await rest(all);
	await intruder.write('Ich komme nicht mehr');
	await rest(all);
	for (const one of [cem, mia]) expect(await noticesAt(one)).toEqual(['client device']);
	expect(await noticesAt(intruder)).toEqual(['client device here']);
	stream.nowMs += 1_000;
	const here = mia.space.credentials.member;
	await done(all, removeMember(cem.replica, here));
	await done(all, admitMember(cem.replica, freshSeed(), 'member'));
	expect(await noticesAt(cem)).toEqual(['client device', 'client link']);
	stream.nowMs += 1_000;
	await done(all, admitMember(cem.replica, freshSeed(), 'host'));
	expect((await noticesAt(cem)).at(-1)).toBe('counsellor came');
	// The same after a restart, from what is kept.
	await cem.open();
	expect(await noticesAt(cem)).toEqual(['client device', 'client link', 'counsellor came']);
});
