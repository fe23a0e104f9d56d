import { describe, expect, it } from 'vitest';
import { all, anton, berta, cem, groupsOf, mia, work, youth } from '../../../tests/support/group-records';
import { entryKey, leftAlone, mayBeRemoved, readGroups, successions, successorOf } from './groups';
import type { GroupRecord, MembershipRecord } from './tables/centre';

describe('a founder who leaves', () => {
	it('is succeeded by the counsellor longest in the group, direct entries first', () => {
		const groups = groupsOf(
			{ [work]: berta, [youth]: mia },
			{ into: work, who: youth, kind: 'group', atMs: 2 },
			{ into: work, who: anton, kind: 'client', atMs: 3 },
			{ into: work, who: cem, kind: 'counsellor', atMs: 9 }
		);
		const isHere = (who: string): boolean => who !== berta;
		expect(successorOf(groups, work, isHere)).toBe(cem);
		expect(successorOf(groupsOf({ [work]: berta }), work, isHere)).toBe(null);
		expect([...successions(groups, isHere)]).toEqual([[work, cem]]);
		expect(
			successorOf(groups, work, (who) => isHere(who) && who !== cem),
			'directly, or through a group'
		).toBe(mia);
	});

	it('is succeeded by somebody still here, even when two leave at once, and nobody succeeds in vain', () => {
		const both = groupsOf(
			{ [work]: berta, [youth]: berta, [all]: berta },
			{ into: work, who: cem, kind: 'counsellor', atMs: 2 },
			{ into: work, who: mia, kind: 'counsellor', atMs: 3 },
			{ into: youth, who: anton, kind: 'client', atMs: 3 }
		);
		const isHere = (who: string): boolean => who === mia;
		expect([...successions(both, isHere)]).toEqual([[work, mia]]);
		expect(successions(both, () => true).size).toBe(0);
		// one Leitung named Cem while another one removed him: whoever knows both continues from there
		const named = groupsOf({ [work]: cem }, { into: work, who: mia, kind: 'counsellor', atMs: 3 });
		expect([...successions(named, isHere)]).toEqual([[work, mia]]);
	});

	it('leaves groups alone that have nobody else from the centre', () => {
		const groups = groupsOf(
			{ [work]: berta, [youth]: berta, [all]: cem },
			{ into: work, who: cem, kind: 'counsellor' },
			{ into: youth, who: anton, kind: 'client' },
			{ into: all, who: work, kind: 'group' }
		);
		const names = (who: string, isHere = (_: string): boolean => true): string[] =>
			leftAlone(groups, who, isHere).map(({ id: group }) => group);
		expect(names(berta)).toEqual([youth]);
		expect(names(cem)).toEqual([]);
		expect(names(berta, (who) => who !== cem)).toEqual([work, youth, all]);
	});

	it('stays in her groups as the succeeded founder, and her successor cannot be removed', () => {
		const read = readGroups(
			new Map<string, GroupRecord>([[work, { name: 'Arbeit', by: cem, after: berta, atMs: 1 }]]),
			new Map<string, MembershipRecord>([
				[entryKey(work, berta), { kind: 'counsellor', isIn: true, history: true, atMs: 1 }],
				[entryKey(work, cem), { kind: 'counsellor', isIn: false, history: true, atMs: 2 }]
			])
		);
		const group = read.get(work);
		expect(group?.entries.map(({ id: who }) => who)).toEqual([cem, berta]);
		expect(group?.isFollowed).toBe(true);
		expect(group && mayBeRemoved(group, cem)).toBe(false);
	});
});
