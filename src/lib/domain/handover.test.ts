import { describe, expect, it } from 'vitest';
import { handoverOf, isDue, isGivenAway, isOver, proposal, type Handover } from './handover';

const OTT = { to: 'ott', name: 'Frau Ott', from: '2026-11-30', until: null };
const said = (...facts: [member: string, id: string, value: string, ms: number][]) => {
	const all = new Map<string, Map<string, { v: string; ms: number }>>();
	for (const [member, id, v, ms] of facts)
		all.set(member, (all.get(member) ?? new Map<string, { v: string; ms: number }>()).set(id, { v, ms }));
	return all;
};
const answered = (id: string, v: string) => [new Map([[id, { v, ms: 9 }]])];

describe('a proposal', () => {
	it('is read back as made, with the answer', () => {
		const all = said(['berta', 'h1', proposal(OTT), 5]);
		expect(handoverOf(all, [])).toEqual({ ...OTT, id: 'h1', by: 'berta', atMs: 5, answer: null });
		expect(handoverOf(all, answered('h1', 'yes'))?.answer).toBe('yes');
		expect(handoverOf(all, answered('h2', 'yes'))?.answer).toBeNull();
		expect(handoverOf(all, answered('h1', 'perhaps'))?.answer).toBeNull();
	});

	it('gives way to a newer one, and to a withdrawal', () => {
		const first: [string, string, string, number] = ['berta', 'h1', proposal(OTT), 5];
		const newer = handoverOf(said(first, ['cem', 'h2', proposal({ ...OTT, name: 'Cem' }), 6]), []);
		expect(newer?.name).toBe('Cem');
		expect(handoverOf(said(first, ['berta', 'h2', '', 6]), [])).toBeNull();
		expect(handoverOf(said(['berta', 'h1', '', 5]), [])).toBeNull();
	});

	it('is ignored when it has another form', () => {
		for (const value of [
			'x',
			'null',
			'[]',
			JSON.stringify({ ...OTT, from: '2026-13-01' }),
			JSON.stringify({ ...OTT, until: '2026-11-01' }),
			JSON.stringify({ ...OTT, until: 7 }),
			JSON.stringify({ ...OTT, name: 7 })
		])
			expect(handoverOf(said(['berta', 'h1', value, 5]), [])).toBeNull();
	});
});

describe('the time', () => {
	const handover: Handover = { ...OTT, id: 'h', by: 'berta', atMs: 1, answer: null };
	it('the client agrees, or the day comes without a question from her', () => {
		expect(isDue(handover, '2026-11-29')).toBe(false);
		expect(isDue(handover, '2026-11-30')).toBe(true);
		expect(isDue({ ...handover, answer: 'yes' }, '2026-11-29')).toBe(true);
		expect(isDue({ ...handover, answer: 'question' }, '2026-12-24')).toBe(false);
	});
	it('a stand-in is over the day after her last', () => {
		const deputy = { ...handover, until: '2026-12-04' };
		expect(isOver(deputy, '2026-12-04')).toBe(false);
		expect(isOver(deputy, '2026-12-05')).toBe(true);
		expect(isOver(handover, '2099-01-01')).toBe(false);
		expect(isGivenAway(deputy, '2026-12-01')).toBe(false);
	});
	it('a stream is given away on its day, not before, even with consent', () => {
		expect(isGivenAway({ ...handover, answer: 'yes' }, '2026-11-29')).toBe(false);
		expect(isGivenAway({ ...handover, answer: 'yes' }, '2026-11-30')).toBe(true);
		expect(isGivenAway({ ...handover, answer: 'question' }, '2026-12-30')).toBe(false);
	});
});
