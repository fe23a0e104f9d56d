import { describe, expect, it } from 'vitest';
import {
	all,
	anton,
	berta,
	cem,
	groupsOf,
	ids,
	mia,
	work,
	youth,
	type Put
} from '../../../tests/support/group-records';
import { candidates, entryKey, mayBeRemoved, peopleOf, readGroups } from './groups';
import type { GroupRecord, MembershipRecord } from './tables/centre';

describe('who is in a group', () => {
	it('is its founder, whom nobody removes, and everyone put into it', () => {
		const groups = groupsOf(
			{ [work]: berta },
			{ into: work, who: anton, kind: 'client' },
			{ into: work, who: mia, kind: 'client', isIn: false },
			{ into: work, who: berta, kind: 'counsellor', isIn: false }
		);
		expect(ids(groups, work)).toEqual([berta, anton]);
		const group = groups.get(work);
		if (!group) throw new Error('no group');
		expect([mayBeRemoved(group, berta), mayBeRemoved(group, anton)]).toEqual([false, true]);
	});

	it('includes the people of inner groups, later ones too, each once', () => {
		const put: Put[] = [
			{ into: all, who: work, kind: 'group' },
			{ into: all, who: anton, kind: 'client' },
			{ into: work, who: anton, kind: 'client' }
		];
		const founders = { [all]: berta, [work]: cem };
		expect(ids(groupsOf(founders, ...put), all)).toEqual([berta, cem, anton]);
		const later = groupsOf(founders, ...put, { into: work, who: mia, kind: 'client' });
		expect(ids(later, all)).toEqual([berta, cem, anton, mia]);
		expect(peopleOf(later, all).get(mia)?.via).toEqual([work]);
		expect(peopleOf(later, all).get(anton)?.via).toEqual([]);
	});

	it('see the history as decided by whoever put them, or their group, in', () => {
		const groups = groupsOf(
			{ [all]: berta, [work]: cem, [youth]: cem },
			{ into: all, who: work, kind: 'group', history: true },
			{ into: work, who: mia, kind: 'client', history: false },
			{ into: youth, who: work, kind: 'group', history: false },
			{ into: all, who: anton, kind: 'client', history: false },
			{ into: work, who: anton, kind: 'client', history: true }
		);
		expect(peopleOf(groups, all).get(mia)?.history).toBe(true);
		expect(peopleOf(groups, youth).get(mia)?.history).toBe(false);
		expect(peopleOf(groups, all).get(anton)?.history, 'a direct entry').toBe(false);
	});

	it('skips records that are incomplete or name an unknown group', () => {
		const groups = readGroups(
			new Map<string, GroupRecord>([
				[work, { name: 'Arbeit', by: berta, atMs: 1 }],
				[youth, { name: 'ohne Gründerin' }]
			]),
			new Map<string, MembershipRecord>([
				[entryKey(work, anton), { isIn: true }],
				['kurz', { kind: 'client', isIn: true }],
				[entryKey(work, all), { kind: 'group', isIn: true }],
				[entryKey(all, mia), { kind: 'client', isIn: true }]
			])
		);
		expect([...groups.keys()]).toEqual([work]);
		expect(ids(groups, work)).toEqual([berta]);
	});
});

describe('finding', () => {
	it('offers clients, counsellors and groups by name, ignoring umlauts, and no direct entries of the group', () => {
		const groups = groupsOf({ [work]: berta, [youth]: berta }, { into: work, who: anton, kind: 'client' });
		const group = groups.get(work);
		if (!group) throw new Error('no group');
		const everyone = [
			{ id: mia, kind: 'client' as const, name: 'Müller' },
			{ id: anton, kind: 'client' as const, name: 'Anton Müller' },
			{ id: berta, kind: 'counsellor' as const, name: 'Berta Muller' },
			{ id: cem, kind: 'counsellor' as const, name: 'Cem Mueller' },
			{ id: work, kind: 'group' as const, name: 'Mullergruppe' },
			{ id: youth, kind: 'group' as const, name: 'Jugend' }
		];
		expect(candidates(everyone, group, 'mueller').map(({ name }) => name)).toEqual(['Cem Mueller', 'Müller']);
		expect(candidates(everyone, group, '').map(({ id: each }) => each)).toEqual([cem, youth, mia]);
	});
});
