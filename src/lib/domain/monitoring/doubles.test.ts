import { describe, expect, it } from 'vitest';
import { possibleDoubles } from './doubles';
import type { Values } from './fields';
import type { Monitoring } from './monitorings';

function pairs(...all: readonly (readonly [date: string, start?: string, end?: string])[]): readonly string[] {
	const monitorings = all.map(([date, start, end], i): Monitoring => {
		const values: Values = { date, ...(start ? { start } : {}), ...(end ? { end } : {}) };
		const stamp = { by: 'b', ms: i };
		return {
			id: String(i),
			sheets: ['kern/1'],
			made: stamp,
			sinceMs: 0,
			untilMs: 0,
			values,
			history: [],
			rivalries: []
		};
	});
	return [...possibleDoubles(monitorings)].map(([id, others]) => `${id}:${others.join()}`).sort();
}

describe('possible double entries', () => {
	it('are overlapping contacts, reported on both sides', () => {
		expect(pairs(['2026-03-12', '14:00', '14:30'], ['2026-03-12', '14:20', '14:50'])).toEqual(['0:1', '1:0']);
		expect(pairs(['2026-03-12', '14:00', '14:30'], ['2026-03-12', '14:00', '14:30'])).toEqual(['0:1', '1:0']);
		expect(pairs(['2026-03-12', '14:00', '14:30'], ['2026-03-12', '14:10'])).toEqual(['0:1', '1:0']);
	});
	it('are not consecutive contacts, nor ones on other days or without times', () => {
		expect(pairs(['2026-03-12', '14:00', '15:00'], ['2026-03-12', '15:00', '16:00'])).toEqual([]);
		expect(pairs(['2026-03-12', '14:00', '15:00'], ['2026-03-13', '14:00', '15:00'])).toEqual([]);
		expect(pairs(['2026-03-12'], ['2026-03-12'])).toEqual([]);
	});
	it('reach across midnight, unlike an end before its begin in the night when clocks go back', () => {
		expect(pairs(['2026-03-12', '23:50', '00:20'], ['2026-03-13', '00:10', '00:30'])).toEqual(['0:1', '1:0']);
		expect(pairs(['2026-10-25', '02:50', '02:10'], ['2026-10-25', '14:00', '15:00'])).toEqual([]);
	});
});
