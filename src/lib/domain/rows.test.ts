import { describe, expect, it } from 'vitest';
import { NEWEST_FIRST, filter, fold, matches, press, sort } from './rows';

const row = (name: string, lastAtMs = 0, id = name) => ({ id, face: { name }, lastAtMs });
const names = (rows: readonly { face: { name: string } }[]) => rows.map((each) => each.face.name);

describe('finding a name', () => {
	it.each([
		['Jürgen Müller', 'jurgen'],
		['Jürgen Müller', 'MUELLER'],
		['Jürgen Müller', 'mül'],
		['Zoë', 'zoe'],
		['Łukasz', 'lukasz'],
		['Straßer', 'strasser'],
		['Kim7', 'm7'],
		['Ayşe Yılmaz', 'yilmaz ayse'],
		['Müller'.normalize('NFD'), 'mueller'],
		['Vera', '']
	])('%s is found by "%s"', (name, query) => {
		expect(matches(name, query)).toBe(true);
	});
	it.each([
		['Kim7', 'kim8'],
		['Vera Lindner', 'vera x'],
		['Muller', 'mueller']
	])('%s is not found by "%s"', (name, query) => {
		expect(matches(name, query)).toBe(false);
	});
	it('keeps the order of its matches', () => {
		expect(names(filter([row('Zoë'), row('Anton'), row('Ozoe')], 'zoe'))).toEqual(['Zoë', 'Ozoe']);
	});
	it('treats special characters literally', () => {
		expect(matches('a.b', '.')).toBe(true);
		expect(matches('ab', '.')).toBe(false);
		expect(fold('__proto__')).toBe('__proto__');
	});
});

describe('sorting', () => {
	it('shows the newest first initially', () => {
		expect(names(sort([row('a', 1), row('b', 3), row('c', 2)], NEWEST_FIRST))).toEqual(['b', 'c', 'a']);
	});
	it('sorts names the German way, numbers by value', () => {
		const sorted = sort([row('Zoe'), row('Kim10'), row('Äpfel'), row('kim7'), row('Anton')], {
			by: 'name',
			descending: false
		});
		expect(names(sorted)).toEqual(['Anton', 'Äpfel', 'kim7', 'Kim10', 'Zoe']);
	});
	it('sorts equal rows the same way, whatever their input order', () => {
		const rows = [row('Kim', 5, 'b'), row('Kim', 5, 'a')];
		for (const sorting of [NEWEST_FIRST, { by: 'name', descending: true } as const]) {
			expect(sort(rows, sorting)).toEqual(sort(rows.toReversed(), sorting));
		}
	});
	it('reverses on a second press, and starts over on the other button', () => {
		const once = press(NEWEST_FIRST, 'name');
		expect(once).toEqual({ by: 'name', descending: false });
		expect(press(once, 'name')).toEqual({ by: 'name', descending: true });
		expect(press(once, 'time')).toEqual(NEWEST_FIRST);
	});
});
