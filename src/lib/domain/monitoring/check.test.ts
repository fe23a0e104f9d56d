import { describe, expect, it } from 'vitest';
import { problemsOf, settled, type Problem } from './check';
import type { Value } from './fields';
import { lineOf, valueText } from './lines';
import { findField } from './templates';

const NOW = Date.parse('2026-03-12T23:30:00Z');
const words = { yes: 'ja', no: 'nein', minutes: (n: number) => `${n} Min.`, counsellor: () => 'Berta Baum' };

describe('a form', () => {
	const table: readonly [field: string, value: Value, problem: Problem | null][] = [
		['date', '', 'required'],
		['date', '2026-02-30', 'no-day'],
		['date', '12.03.2026', 'no-day'],
		['date', '2026-03-13', null],
		['date', '2026-03-14', 'in-future'],
		['next', '2031-01-01', null],
		['start', '24:00', 'no-time'],
		['start', '9:00', 'no-time'],
		['start', '23:59', null],
		['minutes', 1440, null],
		['minutes', 1441, 'out-of-bounds'],
		['minutes', -1, 'out-of-bounds'],
		['minutes', 2.5, 'no-number'],
		['minutes', 'zehn', 'no-number'],
		['topic', 'trauer', null],
		['topic', '__proto__', 'no-choice'],
		['topics', ['trauer', 'sucht'], null],
		['topics', ['trauer', 'weg'], 'no-choice'],
		['consent', true, null],
		['consent', 'ja', 'no-choice'],
		['note', 'ä'.repeat(4096), null],
		['note', 'ä'.repeat(4097), 'too-long']
	];
	it.each(table)('%s: %j is %s', (field, value, problem) => {
		expect(problemsOf(['kern/1'], { date: '2026-03-12', [field]: value }, NOW).get(field) ?? null).toBe(problem);
	});

	it('is saved without answers nobody asked for', () => {
		const values = { date: '2026-03-12', state: 'laufend', ending: 'abbruch', topics: [], note: '  x\u0000\r\ny  ' };
		expect(settled(['kern/1'], values)).toEqual({ date: '2026-03-12', state: 'laufend', note: 'x\ny' });
		expect(settled(['kern/1'], { ...values, state: 'abgeschlossen' })).toMatchObject({ ending: 'abbruch' });
	});

	it('reads naturally in both languages; unknown values stay as they are', () => {
		const say = (id: string, value: Value, locale = 'de'): string => {
			const field = findField(['kern/1'], id);
			return field ? valueText(field, value, locale, words) : 'no field';
		};
		expect(say('date', '2026-03-09')).toBe('09.03.2026');
		expect(say('date', '2026-03-09', 'en')).toBe('09/03/2026');
		expect(say('topics', ['trauer', 'neu'])).toBe('Trauer, neu');
		expect(say('topic', 'trauer', 'en')).toBe('Grief');
		expect(say('consent', false)).toBe('nein');
		expect(say('counsellor', 'abc')).toBe('Berta Baum');
		expect(say('topics', [])).toBe('');
	});

	it('has a line in the list', () => {
		const values = { date: '2026-03-09', start: '14:00', end: '14:31', minutes: 35, contact: 'erst', topic: 'trauer' };
		expect(lineOf(['kern/1'], values, 'de', words)).toEqual({
			title: '09.03.2026 · 14:00–14:31 · 35 Min.',
			detail: 'Erstkontakt · Trauer'
		});
		expect(lineOf(['kern/1'], { date: '2026-03-09' }, 'de', words)).toEqual({ title: '09.03.2026', detail: '' });
	});
});
