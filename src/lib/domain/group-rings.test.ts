import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, berta, cem, groupsOf, id, ids, mia, work, youth, type Put } from '../../../tests/support/group-records';
import { closesRing, reached } from './groups';

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
