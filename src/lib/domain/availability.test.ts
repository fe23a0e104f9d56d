import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	absenceText,
	AVAILABILITIES,
	best,
	choose,
	isClosed,
	isNewer,
	MAX_ABSENCE,
	MAX_AWAY,
	mergeChoices,
	shownAs,
	statusOf,
	UNCHOSEN,
	wasAway,
	type Availability,
	type Choice
} from './availability';

const availability = fc.constantFrom<Availability>(...AVAILABILITIES);
/** What one device may have noted, with a right or wrong clock. */
const choices = fc.array(
	fc.record({
		availability,
		sinceMs: fc.nat(60),
		atMs: fc.nat(90),
		absence: fc.constantFrom('', 'Bis Montag.', 'Im Urlaub.')
	}),
	{ maxLength: 60 }
);
const made = (...steps: readonly [Availability, number, string?][]): readonly Choice[] =>
	steps.reduce<readonly Choice[]>((list, [what, atMs, absence]) => choose(list, what, absence ?? '', atMs), []);

describe('choices of several devices', () => {
	it('merge to the same result, in whatever order and however often', () => {
		fc.assert(
			fc.property(choices, choices, choices, (a, b, c) => {
				const all = mergeChoices(a, b, c);
				expect(mergeChoices(c, b, a)).toEqual(all);
				expect(mergeChoices(mergeChoices(a, b), c)).toEqual(all);
				expect(mergeChoices(a, mergeChoices(b, c))).toEqual(all);
				expect(mergeChoices(all, a, all)).toEqual(all);
				expect(statusOf(all)).toEqual(statusOf([...a, ...b, ...c]));
			})
		);
	});
	it('let the latest count, with its text', () => {
		const here = made(['offline', 10], ['unavailable', 30, 'Bis Montag.']);
		const there = made(['online', 20]);
		expect(statusOf(mergeChoices(here, there))).toMatchObject({ availability: 'unavailable', absence: 'Bis Montag.' });
		expect(statusOf(mergeChoices(here, made(['online', 40])))).toMatchObject({ availability: 'online', absence: '' });
	});
	it('change only the text when the same is chosen again', () => {
		const status = statusOf(made(['unavailable', 10, 'Bis Montag.'], ['unavailable', 20, 'Bis Dienstag.']));
		expect(status).toEqual({ availability: 'unavailable', sinceMs: 10, atMs: 20, absence: 'Bis Dienstag.', away: [] });
	});
	it('keep their order when a clock was set back', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(availability, fc.nat(1000)), { maxLength: 30, minLength: 1 }), (steps) => {
				let list: readonly Choice[] = [];
				for (const [what, atMs] of steps) {
					const next = choose(list, what, '', atMs);
					expect(statusOf(next).availability).toBe(what);
					expect(isNewer(statusOf(next), statusOf(list)) || list.length === 0).toBe(true);
					list = next;
				}
			})
		);
	});
	it('leave a counsellor who never chose online', () => {
		expect(statusOf([])).toEqual(UNCHOSEN);
		expect(wasAway(UNCHOSEN, 5)).toBe(false);
	});
});

describe('the time of being unavailable', () => {
	it('begins with its choice and ends with the next, without gaps between equal choices', () => {
		const status = statusOf(made(['unavailable', 10], ['unavailable', 15, 'x'], ['online', 20], ['unavailable', 30]));
		expect(status.away).toEqual([{ fromMs: 10, toMs: 20 }]);
		expect([9, 10, 19, 20, 29, 30, 1000].map((atMs) => wasAway(status, atMs))).toEqual([
			false,
			true,
			true,
			false,
			false,
			true,
			true
		]);
	});
	it('matches the choices at every moment', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(availability, fc.integer({ min: 1, max: 9 })), { maxLength: 38 }), (steps) => {
				let atMs = 0;
				let list: readonly Choice[] = [];
				const truth: [number, Availability][] = [];
				for (const [what, pauseMs] of steps) {
					atMs += pauseMs;
					list = choose(list, what, '', atMs);
					truth.push([atMs, what]);
				}
				const status = statusOf(list);
				for (let ms = 0; ms < atMs + 3; ms++)
					expect(wasAway(status, ms)).toBe(truth.findLast(([from]) => from <= ms)?.[1] === 'unavailable');
			})
		);
	});
	it('is remembered twenty times', () => {
		let list: readonly Choice[] = [];
		for (let i = 0; i < 100; i++) list = choose(list, i % 2 === 0 ? 'unavailable' : 'online', '', 10 + i);
		const { away } = statusOf(list);
		expect(away).toHaveLength(MAX_AWAY);
		expect(away.at(-1)).toEqual({ fromMs: 108, toMs: 109 });
	});
});

describe('what others see', () => {
	it('is Nicht Online without a connected device; Nicht anwählbar never changes', () => {
		const seen = AVAILABILITIES.map((one) => [shownAs(one, true), shownAs(one, false)]);
		expect(seen).toEqual([
			['online', 'offline'],
			['offline', 'offline'],
			['unavailable', 'unavailable']
		]);
	});
	it('is the most available counsellor of a stream', () => {
		expect(best([])).toBeNull();
		expect(best(['unavailable', 'offline'])).toBe('offline');
		expect(best(['unavailable', 'online'])).toBe('online');
	});
	it('closes a client’s field only when every counsellor of a single stream is unavailable', () => {
		fc.assert(
			fc.property(fc.array(availability, { maxLength: 5 }), (all) => {
				expect(isClosed('group', all)).toBe(false);
				expect(isClosed('single', all)).toBe(all.length > 0 && !all.some((one) => one !== 'unavailable'));
			})
		);
	});
	it('shows at most 300 characters of an absence text, none of them broken or hidden', () => {
		expect(absenceText('  Bis\u0000 Montag. \n')).toBe('Bis Montag.');
		expect(absenceText('👩‍👩‍👧'.repeat(400)).length % '👩‍👩‍👧'.length).toBe(0);
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
				const kept = absenceText(text);
				expect([...new Intl.Segmenter('de').segment(kept)].length).toBeLessThanOrEqual(MAX_ABSENCE);
				expect(encodeURIComponent(kept)).toBeTypeOf('string');
				expect(absenceText(kept)).toBe(kept);
			})
		);
	});
});
