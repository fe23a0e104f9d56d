import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemsOf, settled } from './check';
import type { Written } from './contacts';
import type { Values } from './fields';
import type { Monitoring } from './monitorings';
import { isDue, prefill, unrecordedContacts, volumeOf, type Circumstances } from './prefill';

const MINUTE = 60_000;
const ms = (iso: string): number => Date.parse(iso);
const wrote = (side: 'client' | 'counsellor', iso: string, more: Partial<Written> = {}): Written => ({
	side,
	atMs: ms(iso),
	author: side,
	isTimeUncertain: false,
	hasAttachment: false,
	...more
});
const TALK = [
	wrote('client', '2026-03-12T13:00:00Z'),
	wrote('counsellor', '2026-03-12T13:04:00Z'),
	wrote('client', '2026-03-12T13:30:00Z', { hasAttachment: true }),
	wrote('counsellor', '2026-03-12T13:31:00Z')
];
const from = (more: Partial<Circumstances> = {}): Circumstances => ({
	sheets: ['kern/1'],
	kind: 'single',
	messages: TALK,
	earlier: [],
	profile: {},
	nowMs: ms('2026-03-12T20:00:00Z'),
	me: 'berta',
	centre: 'Beratungsstelle Nord',
	...more
});
const monitoring = (values: Values, untilMs: number, madeMs = untilMs): Monitoring => ({
	id: `m${String(madeMs)}`,
	sheets: ['kern/1'],
	made: { by: 'berta', ms: madeMs },
	sinceMs: 0,
	untilMs,
	values,
	history: [],
	rivalries: []
});

describe('prefill', () => {
	it('fills in what the stream provides', () => {
		const { values, volume } = prefill(from());
		expect(values).toEqual({
			date: '2026-03-12',
			start: '14:00',
			end: '14:31',
			minutes: 35,
			contact: 'erst',
			channel: 'sofortchat',
			setting: 'einzel',
			interv: ['beratung'],
			state: 'laufend',
			lang: 'de',
			nwC: 2,
			nwB: 2,
			docs: 1,
			contacts: 1,
			resp: 4,
			effort: 0,
			counsellor: 'berta',
			centre: 'Beratungsstelle Nord'
		});
		expect(volume.contacts[0]?.isCountable).toBe(true);
		expect(problemsOf(['kern/1'], values, from().nowMs).size).toBe(0);
	});

	it('handles groups, and a stream without messages', () => {
		const { values } = prefill(from({ kind: 'group', messages: [] }));
		expect(values).toMatchObject({ channel: 'gruppenchat', setting: 'gruppe', date: '2026-03-12', contacts: 0 });
		for (const field of ['start', 'end', 'minutes', 'resp']) expect(values[field]).toBeUndefined();
	});

	it('copies from the last monitoring and the profile, and counts from there on', () => {
		const before = wrote('client', '2026-03-01T10:00:00Z');
		const profile = { gender: 'w', age: '21', region: 'by', lang: 'tr', relation: 'selbst' };
		const earlier = [
			monitoring({ topic: 'trauer', relation: 'angehoerig' }, before.atMs),
			monitoring({ topic: 'sucht' }, before.atMs - 1, before.atMs - 1)
		];
		const { values } = prefill(from({ messages: [before, ...TALK], earlier, profile }));
		expect(values).toMatchObject({
			contact: 'folge',
			topic: 'trauer',
			relation: 'angehoerig',
			gender: 'w',
			age: '21',
			region: 'by',
			lang: 'tr',
			nwC: 2,
			contacts: 1
		});
		expect(prefill(from({ profile })).values.relation).toBe('selbst');
	});

	it('describes the latest contact and counts everything since the last monitoring', () => {
		const morning = [wrote('client', '2026-03-12T08:00:00Z'), wrote('counsellor', '2026-03-12T08:18:00Z')];
		const { values, volume } = prefill(from({ messages: [...TALK, ...morning] }));
		expect(values).toMatchObject({ start: '14:00', minutes: 35, contacts: 2, nwC: 3 });
		expect(volume.booked).toBe(55);
	});

	const nights: readonly [
		name: string,
		first: string,
		last: string,
		day: string,
		start: string,
		end: string,
		minutes: number
	][] = [
		['across midnight', '2026-03-12T22:50:00Z', '2026-03-12T23:10:00Z', '2026-03-12', '23:50', '00:10', 25],
		[
			'just after midnight in Berlin',
			'2026-03-12T23:10:00Z',
			'2026-03-12T23:20:00Z',
			'2026-03-13',
			'00:10',
			'00:20',
			15
		],
		['when the clock goes forward', '2026-03-29T00:50:00Z', '2026-03-29T01:10:00Z', '2026-03-29', '01:50', '03:10', 25],
		['when the clock goes back', '2026-10-25T00:50:00Z', '2026-10-25T01:10:00Z', '2026-10-25', '02:50', '02:10', 25],
		['on New Year’s Eve', '2026-12-31T23:05:00Z', '2026-12-31T23:08:00Z', '2027-01-01', '00:05', '00:08', 5]
	];
	it.each(nights)('gives day and times in Berlin: %s', (_name, first, last, day, start, end, minutes) => {
		const messages = [wrote('client', first), wrote('counsellor', last)];
		expect(prefill(from({ messages })).values).toMatchObject({ date: day, start, end, minutes });
	});

	it('counts again what arrived late within its period', () => {
		const until = TALK.at(-1)?.atMs ?? 0;
		const late = wrote('client', '2026-03-12T13:10:00Z');
		expect(volumeOf([...TALK, late], 0, until).counts.nwC).toBe(3);
		expect(volumeOf([...TALK, wrote('client', '2026-03-12T15:10:00Z')], 0, until).counts.nwC).toBe(2);
	});

	it('knows contacts without a monitoring, and due follow-ups', () => {
		const until = TALK.at(-1)?.atMs ?? 0;
		expect(unrecordedContacts(TALK, [])).toBe(1);
		expect(unrecordedContacts(TALK, [monitoring({}, until)])).toBe(0);
		const now = ms('2026-03-12T23:30:00Z');
		expect(isDue([], now)).toBe(false);
		expect(isDue([monitoring({ next: '2026-03-13' }, 1)], now)).toBe(true);
		expect(isDue([monitoring({ next: '2026-03-14' }, 1)], now)).toBe(false);
		expect(isDue([monitoring({ next: '2026-03-01' }, 1), monitoring({}, 2)], now)).toBe(false);
	});

	it('always yields saveable values, whatever was written', () => {
		const message = fc.record({
			side: fc.constantFrom('client' as const, 'counsellor' as const),
			minute: fc.integer({ min: -1_000_000, max: 0 }),
			isTimeUncertain: fc.boolean(),
			hasAttachment: fc.boolean()
		});
		fc.assert(
			fc.property(
				fc.array(message, { maxLength: 30 }),
				fc.constantFrom('single' as const, 'group' as const),
				fc.integer({ min: -1_000_000, max: 0 }),
				(drawn, kind, last) => {
					const { nowMs } = from();
					const messages = drawn.map(({ minute, ...more }) => ({
						...more,
						author: more.side,
						atMs: nowMs + minute * MINUTE
					}));
					const earlier = last % 2 === 0 ? [] : [monitoring({ topic: 'trauer' }, nowMs + last * MINUTE)];
					const { values, volume } = prefill(from({ messages, kind, earlier }));
					expect(problemsOf(['kern/1'], values, nowMs)).toEqual(new Map());
					expect(settled(['kern/1'], values)).toEqual(values);
					expect(Number(values.nwC) + Number(values.nwB)).toBe(
						messages.filter(({ atMs }) => atMs > volume.sinceMs).length
					);
					expect(values.contacts).toBe(volume.contacts.length);
				}
			)
		);
	});
});
