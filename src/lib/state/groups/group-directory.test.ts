/** A group's hosts say who is in it, whatever Eve writes into the records that they share. */
import { describe, expect, it } from 'vitest';
import { during } from '../../../../tests/support/colleagues';
import { KIM, MIA, OLD, world } from '../../../../tests/support/group-scene';
import { planOf } from '../../domain/group-seats';
import { entryKey } from '../../domain/groups';
import { sayRecord } from '../../domain/tables/records';
import { isBrought, isWanted, leaversIn, openTo, peopleIn, sayAgain } from './group-directory';

describe('who is in a group', () => {
	it('[U4] is said by its hosts: what Eve writes adds nobody, removes nobody, and gives nobody its history', async () => {
		const { ids, berta, cem, eve, group, say, read, inIt } = await world();
		const [b, c, , e] = ids;
		expect(inIt()).toEqual([b, c].sort());
		await say(eve, 'members', entryKey(group, e), { kind: 'counsellor', isIn: true, history: true, atMs: 3 });
		await say(eve, 'members', entryKey(group, MIA), { kind: 'client', isIn: true, history: true, atMs: 3 });
		expect(inIt(), 'one record is not enough').toEqual([b, c].sort());
		await say(eve, 'groups', group, { by: e, after: b, name: 'Eves Gruppe' });
		expect(inIt()).toEqual([b, c].sort());
		expect(read().groups.get(group)).toMatchObject({ founder: b, name: '' });
		await say(cem, 'members', entryKey(group, KIM), { kind: 'client', isIn: true, history: false, atMs: 4 });
		await say(eve, 'members', entryKey(group, KIM), { history: true });
		expect(peopleIn(read(), group).get(KIM)?.history).toBe(false);
		await say(eve, 'members', entryKey(group, KIM), { isIn: false });
		const directory = read();
		expect(peopleIn(directory, group).has(KIM)).toBe(false);
		const seat = {
			member: '1'.repeat(32),
			person: KIM,
			place: OLD,
			atMs: 5,
			sign: '',
			seal: '',
			recorder: '',
			refusedAtMs: 0,
			agreedAtMs: 0
		};
		const sits = { isRemoved: false, isTaken: true, called: null, answer: null };
		const plan = planOf(
			peopleIn(directory, group),
			[seat],
			new Map([[seat.member, sits]]),
			() => OLD,
			c,
			openTo(directory, group)
		);
		expect(plan.remove, 'she stays as she is').toEqual([]);
		await say(berta, 'members', entryKey(group, KIM), { kind: 'client', isIn: false });
		expect(openTo(read(), group)(KIM), 'unless a host says so').toBe(false);
	});

	it('[U4] a former host has no say in it, and what she said before still counts', async () => {
		const { ids, scenes, berta, cem, group, say, read, inIt, trust } = await world();
		const [b, c] = ids;
		await say(cem, 'members', entryKey(group, KIM), { kind: 'client', isIn: true, history: true, atMs: 3 });
		await during(scenes, () =>
			berta.write((doc) => {
				sayAgain(doc, group, c, trust.author);
				sayRecord(doc.getMap('members'), entryKey(group, c), { kind: 'counsellor', isIn: false, atMs: 4 });
			})
		);
		expect(inIt()).toEqual([b, KIM].sort());
		await say(cem, 'members', entryKey(group, MIA), { kind: 'client', isIn: true, history: true, atMs: 5 });
		expect(inIt()).toEqual([b, KIM].sort());
		expect(read().groups.get(group)?.name).toBe('Mutmachgruppe');
	});

	it('[U14] a member who asks to leave is in it, and heard, until another host removes her; only she can ask', async () => {
		const { ids, scenes, berta, cem, eve, group, say, read, inIt, trust } = await world();
		const [b, c] = ids;
		await say(eve, 'members', entryKey(group, c), { leavesAtMs: 7 });
		expect(leaversIn(read(), b), 'Eve asks for her').toEqual([]);
		await say(cem, 'members', entryKey(group, KIM), { kind: 'client', isIn: true, history: true, atMs: 3 });
		await say(cem, 'members', entryKey(group, c), { leavesAtMs: 8 });
		expect(inIt()).toEqual([b, c, KIM].sort());
		expect(leaversIn(read(), b)).toEqual([{ group, who: c }]);
		expect(leaversIn(read(), c), 'she does not remove herself').toEqual([]);
		await during(scenes, () =>
			berta.write((doc) => {
				sayAgain(doc, group, c, trust.author);
				sayRecord(doc.getMap('members'), entryKey(group, c), { kind: 'counsellor', isIn: false, atMs: 9 });
			})
		);
		expect(inIt(), 'those she brought in stay').toEqual([b, KIM].sort());
		await say(berta, 'members', entryKey(group, c), { kind: 'counsellor', isIn: true, history: true, atMs: 10 });
		expect(inIt()).toEqual([b, c, KIM].sort());
		expect(leaversIn(read(), b), 'once added again, she stays').toEqual([]);
	});

	it('[U11] a colleague knows only from its hosts whether she is wanted in it, and not if they have said nothing', async () => {
		const { ids, cem, eve, group, inner, say, read } = await world();
		const [b, , d, e] = ids;
		const wanted = (id: string): boolean | null => isWanted(read(), group, id);
		expect([wanted(b), wanted(d)]).toEqual([true, false]);
		await say(eve, 'members', entryKey(group, e), { kind: 'counsellor', isIn: true, history: true, atMs: 3 });
		expect(wanted(e), 'no valid word says so, or the opposite').toBeNull();
		expect(isBrought(read(), group, e), 'that does not give her the place she waits for').toBe(false);
		const dora = entryKey(group, d);
		await say(cem, 'members', dora, { kind: 'counsellor', isIn: true, history: true, atMs: 4 });
		expect(wanted(d)).toBe(true);
		await say(cem, 'members', dora, { isIn: false });
		expect(wanted(d)).toBe(false);
		await say(cem, 'members', entryKey(group, inner), { kind: 'group', isIn: true, history: true, atMs: 5 });
		expect(wanted(d), 'she comes by another group').toBe(true);
		expect(isBrought(read(), group, d)).toBe(true);
		for (const asked of [isWanted, isBrought])
			expect(asked(read(), 'f'.repeat(32), d), 'that group is unknown').toBeNull();
	});

	it('[U6] a nested group’s own hosts, known to an outsider, say who is in it; the outer one’s say what they may read', async () => {
		const { ids, cem, dora, eve, group, inner, say, read, inIt } = await world();
		const [b, c, d, e] = ids;
		await say(dora, 'members', entryKey(inner, KIM), { kind: 'client', isIn: true, history: true, atMs: 3 });
		await say(dora, 'members', entryKey(group, inner), { kind: 'group', isIn: true, history: true, atMs: 3 });
		expect(inIt(), 'Dora has no say in the outer one').toEqual([b, c].sort());
		await say(cem, 'members', entryKey(group, inner), { kind: 'group', isIn: true, history: false, atMs: 4 });
		expect(inIt()).toEqual([b, c, d, KIM].sort());
		expect(peopleIn(read(), group).get(KIM)?.history).toBe(false);
		await say(eve, 'members', entryKey(inner, e), { kind: 'counsellor', isIn: true, history: true, atMs: 5 });
		await say(eve, 'groups', inner, { by: e, genesis: 'x', founderKey: 'y', founderSign: 'z' });
		expect(inIt()).toEqual([b, c, d, KIM].sort());
		await say(eve, 'members', entryKey(group, inner), { history: true });
		expect(peopleIn(read(), group).get(KIM)?.history).toBe(false);
	});
});
