/**
 * Berta (a Leitung) founded a group; Cem hosts it with her. Dora has her own group and is not in theirs. Eve is
 * a colleague whose device writes what it likes into the centre's records.
 */
import { describe, expect, it } from 'vitest';
import { during, team } from '../../../../tests/support/colleagues';
import { device, scene, type Device } from '../../../../tests/support/devices';
import { base64url } from '../../base/bytes';
import type { StreamRecord } from '../../domain/tables/desk';
import { planOf } from '../../domain/group-seats';
import { entryKey } from '../../domain/groups';
import { sayRecord, type Fields } from '../../domain/tables/records';
import { Authors } from '../centre/authors';
import { movesIn } from './group-boxes';
import {
	isAnybodyLost,
	isBrought,
	isWanted,
	leaversIn,
	openTo,
	peopleIn,
	addressIn,
	addressOf,
	readDirectory,
	sayAgain,
	seatsIn,
	successionsIn,
	type GroupDirectory,
	type Trust
} from './group-directory';
import { Hosts } from './hosts';
import { CENTRE_POLICY, DESK_POLICY } from '../session/policies';
import { deskOf } from '../letters/addresses';
import { restAll } from '../../../../tests/support/settling';

const [MIA, KIM] = ['a', 'd'].map((char) => char.repeat(32)) as [string, string];
const [OLD, NEW] = ['e', 'f'].map((char) => char.repeat(32)) as [string, string];

async function world() {
	const { root, people } = await team(4);
	const [centre, group, inner, desk] = [
		await scene('host', 'host', 'host'),
		await scene('host'),
		await scene(),
		await scene()
	] as const;
	const scenes = [centre, group, inner, desk];
	const nobody = () => Promise.reject(new Error('nobody'));
	const introduce = (at: number) => people[at]?.introduce ?? nobody;
	const inCentre = (at: number, name: string): Promise<Device> =>
		device(centre, at, name, { policy: CENTRE_POLICY, introduce: introduce(at) });
	const [berta, cem, dora, eve] = [
		await inCentre(0, 'Berta'),
		await inCentre(1, 'Cem'),
		await inCentre(2, 'Dora'),
		await inCentre(3, 'Eve')
	];
	const bertas = await device(group, 0, 'Berta, Gruppe', { introduce: introduce(0) });
	const cems = await device(group, 1, 'Cem, Gruppe', { introduce: introduce(1) });
	const doras = await device(inner, 0, 'Dora, ihre Gruppe', { introduce: introduce(2) });
	const cemDesk = await device(desk, 0, 'Cem, Schreibtisch', { policy: DESK_POLICY });
	for (const one of scenes.flatMap(({ devices }) => devices)) one.connect();
	await restAll(scenes);
	const say = (by: Device, table: string, id: string, fields: Fields): Promise<void> =>
		during(scenes, () =>
			by.write((doc) => {
				sayRecord(doc.getMap(table), id, fields);
			})
		);
	for (const one of [bertas, cems, doras]) await during(scenes, () => one.introduce());
	const ids = people.map(({ id }) => id as string) as [string, string, string, string];
	/** How a device knows the groups: Cem's, next to the founders'. */
	const hostsOf = (on: Device, at: number, her: Device): Hosts => {
		const self = people[at];
		if (!self) throw new Error('nobody');
		const authors = new Authors(on, root, { id: self.id, isLead: self.isLead });
		return new Hosts({ centre: on, desk: her, identity: self.id, root, authors, introduce: self.introduce });
	};
	await say(berta, 'groups', group.space, { name: 'Mutmachgruppe', by: ids[0], atMs: 1 });
	const place = { kind: 'counsellor', isIn: true, history: true, atMs: 2 };
	await say(berta, 'members', entryKey(group.space, ids[1]), place);
	await say(dora, 'groups', inner.space, { name: 'Jugend', by: ids[2], atMs: 1 });
	await say(berta, 'clients', MIA, { name: 'Mia', poster: base64url(new Uint8Array(32)) });
	await during(scenes, () => hostsOf(berta, 0, cemDesk).meet(group.space, bertas));
	await during(scenes, () => hostsOf(dora, 2, cemDesk).meet(inner.space, doras));
	const cemHosts = hostsOf(cem, 1, cemDesk);
	await cemHosts.parts.authors.look();
	await cemHosts.look();
	const trust: Trust = {
		get author() {
			return cemHosts.parts.authors.author;
		},
		first: (id) => cemHosts.of(id),
		founder: (id) => cemHosts.founder(id)
	};
	const read = (): GroupDirectory => readDirectory(cem.space.doc, trust);
	const inIt = (): string[] => [...peopleIn(read(), group.space).keys()].sort();
	return {
		scenes,
		ids,
		berta,
		cem,
		dora,
		eve,
		cems,
		group: group.space as string,
		inner: inner.space as string,
		say,
		read,
		inIt,
		cemHosts,
		trust
	};
}

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
			refusedAtMs: 0
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

	it('[U5] a seat counts as a host notes it: nobody admits keys that Eve notes for somebody else', async () => {
		const { ids, cem, eve, group, say, read } = await world();
		const seat = { person: MIA, place: OLD, atMs: 5, by: ids[1], sign: 'hers', seal: 'hers' };
		await say(eve, 'seats', group + '2'.repeat(32), { ...seat, sign: 'eves', seal: 'eves' });
		expect(seatsIn(read(), group)).toEqual([]);
		await say(cem, 'seats', group + '3'.repeat(32), seat);
		await say(eve, 'seats', group + '3'.repeat(32), { sign: 'eves' });
		expect(seatsIn(read(), group), 'not in part either').toEqual([]);
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
