/** Berta counsels Mia; Cem takes her stream over. SPEC.md U18. */
import { expect, it } from 'vitest';
import type { Device } from '../../../../tests/support/devices';
import { twoCounsellors } from '../../../../tests/support/two-counsellors';
import type { MemberId } from '../../base/ids';
import { unreadOf } from './reading';
import { settle } from '../../../../tests/support/settling';

function unread(one: Device): readonly (string | number | undefined)[] {
	one.absorb();
	const isHost = (member: MemberId): boolean => one.space.charter.members.get(member)?.role === 'host';
	const { count, first } = unreadOf(one.space, one.timeline, isHost, new Map());
	return count === 0 ? [0] : [count, first?.text];
}

it('[U18] what a colleague read counts until she reads something herself; colleagues’ messages are never unread', async () => {
	const { there, berta, cem, mia } = await twoCounsellors();
	await mia.write('eins');
	await settle(there);
	await berta.read();
	await berta.write('Antwort');
	await settle(there);
	expect([unread(berta), unread(cem)]).toEqual([[0], [0]]);
	there.nowMs += 1_000;
	await mia.write('zwei');
	await settle(there);
	// Neither has seen it.
	expect([unread(berta), unread(cem)]).toEqual([
		[1, 'zwei'],
		[1, 'zwei']
	]);
	await cem.read();
	there.nowMs += 1_000;
	await mia.write('drei');
	await settle(there);
	await berta.read();
	await settle(there);
	// From here on each reads for herself.
	expect([unread(berta), unread(cem)]).toEqual([[0], [1, 'drei']]);
});

it('[U21] what has been on screen is read, though nobody has been told yet', async () => {
	const { there, berta, mia } = await twoCounsellors();
	await mia.write('eins');
	await mia.write('zwei');
	await settle(there);
	berta.absorb();
	const isHost = (member: MemberId): boolean => member !== mia.space.credentials.member;
	const unseen = (counts: readonly number[]): number => {
		const seen = new Map([...berta.timeline.counts.keys()].map((feed, i) => [feed, counts[i] ?? 0]));
		return unreadOf(berta.space, berta.timeline, isHost, seen).count;
	};
	expect([[0], [1], [2]].map(unseen)).toEqual([2, 1, 0]);
});
