import { describe, expect, it } from 'vitest';
import {
	NOTHING,
	planOf,
	recordersToRemove,
	seatKey,
	seatsOf,
	standingOf,
	type Plan,
	type Seat,
	type Sitting
} from './group-seats';
import type { Person } from './groups';

const wish = (id: string, kind: Person['kind'] = 'client', atMs = 10): Person => ({
	id,
	kind,
	history: false,
	atMs,
	via: []
});
const seat = (member: string, person: string, place = `${person}’s`, atMs = 11): Seat => {
	return { member, person, place, atMs, sign: 's', seal: 'x', recorder: '', refusedAtMs: 0, agreedAtMs: 0 };
};
const sits = (fields: Partial<Sitting> = {}): Sitting => ({
	isRemoved: false,
	isTaken: false,
	called: null,
	answer: null,
	...fields
});
const answer = (isYes: boolean, atMs = 20): Sitting['answer'] => ({ isYes, atMs });
const people = (...all: Person[]): ReadonlyMap<string, Person> => new Map(all.map((one) => [one.id, one]));
const place = ({ id }: Person): string => `${id}’s`;

function plan(
	all: ReadonlyMap<string, Person>,
	seats: readonly Seat[],
	sittings: Record<string, Sitting>,
	where = place
) {
	const { offer, admit, remove } = planOf(all, seats, new Map(Object.entries(sittings)), where, 'berta');
	return { offer: offer.map(({ person }) => person.id), admit: admit.map(({ seat: each }) => each.member), remove };
}

describe('what is left to do', () => {
	const berta = wish('berta', 'counsellor');

	it('is a seat for a person without one, then its admission, then nothing', () => {
		const all = people(berta, wish('mia'));
		expect(plan(all, [], {})).toEqual({ offer: ['mia'], admit: [], remove: [] });
		expect(plan(all, [seat('m1', 'mia')], {})).toEqual({ offer: [], admit: ['m1'], remove: [] });
		expect(plan(all, [seat('m1', 'mia')], { m1: sits() })).toEqual({ offer: [], admit: [], remove: [] });
	});

	it('is the removal of people no longer wanted, never of oneself', () => {
		const seats = [seat('m1', 'mia'), seat('m0', 'berta', '')];
		expect(plan(people(), seats, { m1: sits(), m0: sits() }).remove).toEqual(['m1']);
		expect(plan(people(), seats, { m1: sits({ isRemoved: true }) }).remove).toEqual([]);
	});

	it('is a fresh seat for somebody who comes again, and none for somebody who said no', () => {
		const seats = [seat('m1', 'mia')];
		expect(plan(people(wish('mia')), seats, { m1: sits({ isRemoved: true }) }).offer).toEqual(['mia']);
		expect(plan(people(wish('mia')), seats, { m1: sits({ isRemoved: true, answer: answer(false) }) }).offer).toEqual(
			[]
		);
		const again = people(wish('mia', 'client', 30));
		expect(plan(again, seats, { m1: sits({ isRemoved: true, answer: answer(false) }) }).offer).toEqual(['mia']);
	});

	it('[U16] is a note of a refusal, and only then the removal; the note counts where her word cannot be read', () => {
		const said = { m1: sits({ answer: answer(false, 20) }) };
		const noted = [{ ...seat('m1', 'mia'), refusedAtMs: 20 }];
		const both = people(wish('mia'), wish('kim'));
		const now = (seats: readonly Seat[], sittings: Record<string, Sitting>, all = both): Plan =>
			planOf(all, seats, new Map(Object.entries(sittings)), place, 'berta');
		expect(now([seat('m1', 'mia'), seat('k1', 'kim')], { ...said, k1: sits({ isTaken: true }) })).toEqual({
			...NOTHING,
			note: [{ seat: seat('m1', 'mia'), answer: answer(false, 20) }]
		});
		expect(now(noted, said, people(wish('mia')))).toEqual({ ...NOTHING, dismiss: ['m1'] });
		const unread = { m1: sits({ isRemoved: true }) };
		expect(now(noted, unread, people(wish('mia')))).toEqual(NOTHING);
		expect(now(noted, unread, people(wish('mia', 'client', 30))).offer, 'asked again').toHaveLength(1);
		const agreed = { ...unread, m2: sits({ isTaken: true, answer: answer(true, 40) }) };
		const again = people(wish('mia', 'client', 30));
		const note = [{ seat: seat('m2', 'mia'), answer: answer(true, 40) }];
		expect(now([...noted, seat('m2', 'mia')], agreed, again)).toEqual({ ...NOTHING, note });
		expect(now([...noted, { ...seat('m2', 'mia'), agreedAtMs: 40 }], agreed, again)).toEqual(NOTHING);
	});

	it('is one seat each when two hosts offered at once: the taken one stays', () => {
		const seats = [seat('m1', 'mia'), seat('m2', 'mia')];
		expect(plan(people(wish('mia')), seats, {}).admit).toEqual(['m1', 'm2']);
		expect(plan(people(wish('mia')), seats, { m1: sits() }).admit, 'she may use the other letter').toEqual(['m2']);
		expect(plan(people(wish('mia')), seats, { m1: sits({ isTaken: true }) }).admit).toEqual([]);
		expect(plan(people(wish('mia')), seats, { m1: sits(), m2: sits() }).remove).toEqual([]);
		expect(plan(people(wish('mia')), seats, { m1: sits(), m2: sits({ isTaken: true }) }).remove).toEqual(['m1']);
	});

	it('follows a client whose link was lost: the old seat ends, her new mailbox gets one', () => {
		const seats = [seat('m1', 'mia')];
		const moved = plan(people(wish('mia')), seats, { m1: sits({ isTaken: true, answer: answer(true) }) }, () => 'new');
		expect(moved).toEqual({ offer: ['mia'], admit: [], remove: ['m1'] });
	});

	it('waits for somebody who has no place for a letter yet', () => {
		const none = planOf(people(wish('cem', 'counsellor')), [], new Map(), () => null, 'berta');
		expect(none).toEqual(NOTHING);
	});
});

describe('the group’s records', () => {
	it('are closed to colleagues who are out of the group or must leave it, in any of their seats', () => {
		const cem = wish('cem', 'counsellor');
		const [first, second] = [seat('c1', 'cem'), seat('c2', 'cem')].map((one) => ({
			...one,
			recorder: `r${one.member}`
		}));
		const seats = [first, second, seat('m1', 'mia')].filter((one) => one !== undefined);
		const left = (all: ReadonlyMap<string, Person>, sittings: Record<string, Sitting>) =>
			recordersToRemove(all, seats, new Map(Object.entries(sittings))).map(({ recorder }) => recorder);
		expect(left(people(cem), { c1: sits(), c2: sits() })).toEqual([]);
		expect(left(people(cem), {}), 'not in it yet').toEqual([]);
		expect(left(people(cem), { c1: sits({ isRemoved: true }), c2: sits() })).toEqual(['rc1']);
		expect(left(people(), { c1: sits({ isRemoved: true }), c2: sits() })).toEqual(['rc1', 'rc2']);
	});
});

describe('somebody’s standing', () => {
	const hers = [seat('m1', 'mia')];
	const standing = (person: Person | null, sitting?: Sitting, kind: Person['kind'] = 'client') =>
		standingOf(person, hers, new Map(sitting ? [['m1', sitting]] : []), kind);

	it('goes from being added to being asked to being in', () => {
		expect(standing(wish('mia'))).toBe('joining');
		expect(standing(wish('mia'), sits())).toBe('invited');
		expect(standing(wish('mia'), sits({ answer: answer(true) }))).toBe('in');
		expect(standing(wish('mia', 'counsellor'), sits(), 'counsellor')).toBe('in');
	});

	it('[U16] is in by her own word, or by a note where that cannot be read', () => {
		const noted = [{ ...seat('m1', 'mia'), agreedAtMs: 20 }];
		const of = (sitting: Sitting): unknown => standingOf(wish('mia'), noted, new Map([['m1', sitting]]), 'client');
		expect([of(sits()), of(sits({ answer: answer(true) }))]).toEqual(['in', 'in']);
		expect(of(sits({ answer: answer(false, 30) })), 'her own later word counts more').toBe('declined');
	});

	it('says no, and goes', () => {
		expect(standing(wish('mia'), sits({ answer: answer(false) }))).toBe('declined');
		expect(standing(wish('mia'), sits({ isRemoved: true, answer: answer(false) }))).toBe('declined');
		expect(standing(null, sits())).toBe('leaving');
		expect(standing(null, sits({ isRemoved: true }))).toBe(null);
		expect(standing(null)).toBe(null);
	});
});

describe('seats', () => {
	it('are read by group, oldest first; incomplete ones are skipped', () => {
		const [group, one, two] = ['1', '2', '3'].map((char) => char.repeat(32)) as [string, string, string];
		const read = seatsOf(
			new Map([
				[seatKey(group, two), { person: 'mia', place: 'p', atMs: 2, sign: 's', seal: 'x' }],
				[seatKey(group, one), { person: 'cem', atMs: 1, sign: 's', seal: 'x' }],
				[seatKey(one, two), { person: 'mia', atMs: 1, sign: 's', seal: 'x' }],
				[seatKey(group, group), { person: 'mia' }]
			]),
			group
		);
		expect(read.map(({ member, person, place: where }) => [member, person, where])).toEqual([
			[one, 'cem', ''],
			[two, 'mia', 'p']
		]);
	});
});
