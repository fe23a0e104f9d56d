import { describe, expect, it } from 'vitest';
import { byteLength } from '../../domain/text';
import { choose, statusOf, UNCHOSEN, type Choice } from '../../domain/availability';
import { readChoices, readStatus, statusValue } from './statuses';

function busy(): readonly Choice[] {
	let list: readonly Choice[] = [];
	const long = '👩‍👩‍👧'.repeat(300);
	for (let i = 0; i < 60; i++)
		list = choose(list, i % 2 === 0 ? 'online' : 'unavailable', long, 1_790_000_000_000 + i * 60_000);
	return list;
}

describe('a status in the reception', () => {
	it('survives a round trip', () => {
		for (const status of [UNCHOSEN, statusOf(busy())]) expect(readStatus(statusValue(status))).toEqual(status);
	});
	it('has the same length as any other, so that its size says nothing', () => {
		const lengths = [UNCHOSEN, statusOf(busy()), statusOf(choose([], 'unavailable', 'Ü'.repeat(300), 5))].map(
			(status) => byteLength(statusValue(status))
		);
		expect(new Set(lengths).size).toBe(1);
	});
	it('is read with care', () => {
		const good = JSON.parse(statusValue(UNCHOSEN)) as object;
		for (const wrong of [{ availability: 'away' }, { sinceMs: -1 }, { away: {} }, { absence: 7 }, { atMs: 1.5 }])
			expect(readStatus(JSON.stringify({ ...good, ...wrong }))).toBeNull();
		expect(readStatus('')).toBeNull();
		expect(readStatus('[]')).toBeNull();
	});
});

describe('the choices of a device', () => {
	it('survive a round trip, and are small enough for a record', () => {
		const json = JSON.stringify(busy());
		expect(readChoices(json)).toEqual(busy());
		expect(json.length).toBeLessThan(16 * 1024);
	});
	it('are none if the note is nonsense', () => {
		expect([undefined, 5, '', '{}', '[1]'].map(readChoices)).toEqual([[], [], [], [], []]);
	});
});
