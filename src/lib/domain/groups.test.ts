import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	candidates,
	closesRing,
	entryKey,
	leftAlone,
	mayBeRemoved,
	peopleOf,
	reached,
	readGroups,
	successions,
	successorOf,
	type Group
} from './groups';
import type { GroupRecord, MembershipRecord } from './tables/centre';

const id = (name: string): string => name.repeat(32).slice(0, 32);
const [berta, cem, anton, mia] = ['a', 'b', 'c', 'd'].map(id) as [string, string, string, string];
const [work, youth, all] = ['1', '2', '3'].map(id) as [string, string, string];

interface Put {
	readonly into: string;
	readonly who: string;
	readonly kind: 'client' | 'counsellor' | 'group';
	readonly history?: boolean;
	readonly isIn?: boolean;
	readonly atMs?: number;
}

function groupsOf(founders: Readonly<Record<string, string>>, ...put: readonly Put[]): ReadonlyMap<string, Group> {
	const groups = new Map<string, GroupRecord>(
		Object.entries(founders).map(([group, by]) => [group, { name: `Gruppe ${group[0] ?? ''}`, by, atMs: 1 }])
	);
	const members = new Map<string, MembershipRecord>(
		put.map(({ into, who, kind, history = false, isIn = true, atMs = 2 }) => [
			entryKey(into, who),
			{ kind, isIn, history, atMs, by: berta }
		])
	);
	return readGroups(groups, members);
}

const ids = (groups: ReadonlyMap<string, Group>, group: string): string[] => [...peopleOf(groups, group).keys()].sort();

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

describe('rings', () => {
	it('are detected before they are closed, however long', () => {
		const groups = groupsOf(
			{ [work]: berta, [youth]: berta, [all]: berta },
			{ into: all, who: work, kind: 'group' },
			{ into: work, who: youth, kind: 'group' }
		);
		expect(closesRing(groups, work, work)).toBe(true);
		expect(closesRing(groups, youth, all)).toBe(true);
		expect(closesRing(groups, work, all)).toBe(true);
		expect(closesRing(groups, all, youth)).toBe(false);
	});

	it('closed by two people at once, offline, give both groups the same people', () => {
		const groups = groupsOf(
			{ [work]: berta, [youth]: cem },
			{ into: work, who: youth, kind: 'group' },
			{ into: youth, who: work, kind: 'group' },
			{ into: youth, who: mia, kind: 'client' }
		);
		expect(ids(groups, work)).toEqual([berta, cem, mia]);
		expect(ids(groups, youth)).toEqual([berta, cem, mia]);
	});

	it('[random graphs] closure matches step-by-step reachability; refusing rings leaves none', () => {
		const nodes = Array.from({ length: 7 }, (_, i) => id(String(i)));
		const people = Array.from({ length: 5 }, (_, i) => id('abcde'[i] ?? ''));
		const edge = fc.tuple(fc.nat(6), fc.nat(6));
		fc.assert(
			fc.property(
				fc.array(edge, { maxLength: 30 }),
				fc.array(fc.tuple(fc.nat(6), fc.nat(4)), { maxLength: 12 }),
				(edges, seats) => {
					const founders = Object.fromEntries(nodes.map((node) => [node, people[0] ?? '']));
					const inside = seats.map(([g, p]): Put => ({ into: nodes[g] ?? '', who: people[p] ?? '', kind: 'client' }));
					const wild = groupsOf(
						founders,
						...inside,
						...edges.map(([a, b]): Put => ({ into: nodes[a] ?? '', who: nodes[b] ?? '', kind: 'group' }))
					);
					for (const node of nodes) {
						const naive = new Set([node]);
						for (let i = 0; i < nodes.length; i++)
							for (const [a, b] of edges) if (naive.has(nodes[a] ?? '')) naive.add(nodes[b] ?? '');
						expect(new Set(reached(wild, node))).toEqual(naive);
						const expected = new Set(inside.flatMap(({ into, who }) => (naive.has(into) ? [who] : [])));
						expect(new Set(ids(wild, node))).toEqual(expected.add(people[0] ?? ''));
					}
					const kept: Put[] = [];
					for (const [a, b] of edges) {
						const now = groupsOf(founders, ...kept);
						if (!closesRing(now, nodes[a] ?? '', nodes[b] ?? ''))
							kept.push({ into: nodes[a] ?? '', who: nodes[b] ?? '', kind: 'group' });
					}
					const tame = groupsOf(founders, ...kept);
					for (const node of nodes)
						for (const entry of tame.get(node)?.entries ?? [])
							if (entry.kind === 'group') expect(reached(tame, entry.id).has(node)).toBe(false);
				}
			),
			{ numRuns: 200 }
		);
	});
});

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
