import { describe, expect, it } from 'vitest';
import { readRecords } from '../../../../tests/support/csv';
import { at, BERTA, csvOf, line, transcript } from '../../../../tests/support/transcripts';
import { between } from './transcript';
import { withoutNames } from './without-names';

describe('options of an export', () => {
	const three = ['2026-11-01T22:59:00Z', '2026-11-01T23:01:00Z', '2026-11-03T12:00:00Z'].map((iso, i) =>
		line(`Text ${i}`, { atMs: at(iso), id: `x.${i}` })
	);
	it('keep whole Berlin days, both ends included', () => {
		const kept = (from: string, to: string): string[] => between(transcript(three), from, to).lines.map(({ id }) => id);
		expect(kept('', '')).toEqual(['x.0', 'x.1', 'x.2']);
		expect(kept('2026-11-02', '2026-11-02')).toEqual(['x.1']);
		expect(kept('2026-11-02', '')).toEqual(['x.1', 'x.2']);
		expect(kept('', '2026-11-01')).toEqual(['x.0']);
		expect(kept('2026-11-04', '2026-11-01')).toEqual([]);
	});
	it('replace the names by order of appearance', async () => {
		const mia = 'd'.repeat(64);
		const authors = new Map(transcript([]).authors).set(mia, { name: 'Mia', side: 'client' });
		const of = withoutNames(
			transcript([line('a', { author: mia }), line('b'), line('c', { author: BERTA })], { authors })
		);
		const { records } = readRecords(await csvOf(of));
		expect(records.map((record) => record['Von'])).toEqual(['Klient 1', 'Klient 2', 'Berater:in 1']);
		expect(new Set(records.map((record) => record['Stream']))).toEqual(new Set(['Klient 1']));
		expect(await csvOf(of)).not.toMatch(/Kim7|Mia|Berta/);
		expect(withoutNames(transcript([], { kind: 'group', name: 'Trauer' })).name).toBe('Gruppe 1');
	});
});
