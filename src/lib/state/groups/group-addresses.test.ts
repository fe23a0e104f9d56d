/** Where the people of a group are reached: their mailboxes, seats and desks, whatever Eve writes. */
import { describe, expect, it } from 'vitest';
import { MIA, NEW, OLD, world } from '../../../../tests/support/group-scene';
import type { StreamRecord } from '../../domain/tables/desk';
import { entryKey } from '../../domain/groups';
import { movesIn } from './group-boxes';
import { isAnybodyLost, peopleIn, addressIn, addressOf, seatsIn, successionsIn } from './group-directory';
import { deskOf } from '../letters/addresses';

describe('who is in a group', () => {
	it('[U4] its clients get their letters where a host says: a mailbox that Eve writes into the directory moves no seat', async () => {
		const { berta, cem, eve, group, say, read } = await world();
		const box = { box: OLD, boxPoster: 'AAAA', boxAtMs: 5, isLocked: false };
		await say(cem, 'members', entryKey(group, MIA), { kind: 'client', isIn: true, history: true, atMs: 3, ...box });
		await say(eve, 'clients', MIA, { mailbox: NEW, poster: 'BBBB', locked: true });
		const place = (): string | undefined => {
			const person = peopleIn(read(), group).get(MIA);
			return person && addressOf(read(), person)?.space;
		};
		expect(place()).toBe(OLD);
		await say(eve, 'members', entryKey(group, MIA), { box: NEW, boxPoster: 'BBBB', isLocked: true });
		expect(place(), 'nor when she writes it here').toBeUndefined();
		expect(peopleIn(read(), group).has(MIA), 'or lock her out').toBe(true);
		expect(isAnybodyLost(read(), [group])).toBe(true);
		const again = (): string | undefined => {
			const person = peopleIn(read(), group).get(MIA);
			return person && addressIn(read(), group, person)?.space;
		};
		await say(cem, 'seats', group + '3'.repeat(32), { person: MIA, place: OLD, atMs: 5, sign: 'x', seal: 'y' });
		expect(again(), 'nobody can drop a letter there').toBeUndefined();
		await say(cem, 'clients', MIA, { mailbox: OLD, poster: 'AAAA' });
		expect(again(), 'an earlier member is found where her seat was').toBe(OLD);
		const stream: StreamRecord = {
			kind: 'single',
			client: MIA,
			mailbox: NEW,
			poster: 'CCCC',
			wish: 9,
			wishBox: NEW,
			wishLock: false
		};
		const [move] = movesIn(read(), new Map([['s', stream]]), [group]);
		expect(move).toMatchObject({ group, client: MIA, fields: { box: NEW, boxAtMs: 9, isLocked: false } });
		await say(berta, 'members', entryKey(group, MIA), move?.fields ?? {});
		expect(place()).toBe(NEW);
		expect(isAnybodyLost(read(), [group])).toBe(false);
		expect(movesIn(read(), new Map([['s', stream]]), [group]), 'once').toEqual([]);
	});

	it('[U5] a seat counts as a host notes it: nobody admits keys that Eve notes for somebody else', async () => {
		const { ids, cem, eve, group, say, read } = await world();
		const seat = { person: MIA, place: OLD, atMs: 5, by: ids[1], sign: 'hers', seal: 'hers' };
		await say(eve, 'seats', group + '2'.repeat(32), { ...seat, sign: 'eves', seal: 'eves' });
		expect(seatsIn(read(), group)).toEqual([]);
		await say(cem, 'seats', group + '3'.repeat(32), seat);
		await say(eve, 'seats', group + '3'.repeat(32), { sign: 'eves' });
		expect(seatsIn(read(), group), 'not in part either').toEqual([]);
	});

	it('[U7] a colleague herself names her desk; a Leitung says that she is leaving and who succeeds her', async () => {
		const { ids, berta, cem, eve, group, say, read } = await world();
		const [b, c] = ids;
		await say(cem, 'colleagues', c, { name: 'Cem', desk: OLD, poster: 'AAAA' });
		expect(deskOf(read(), c)?.space).toBe(OLD);
		await say(eve, 'colleagues', c, { desk: NEW, leaving: 5 });
		expect(deskOf(read(), c), 'no letter for him goes to Eve').toBeNull();
		await say(eve, 'colleagues', b, { left: 5 });
		expect([...peopleIn(read(), group).keys()].sort()).toEqual([b, c].sort());
		expect(successionsIn(read()).size).toBe(0);
		await say(berta, 'groups', group, { by: c, after: b });
		expect(read().groups.get(group)).toMatchObject({ founder: c, isFollowed: true });
	});
});
