import { describe, expect, it } from 'vitest';
import type { Fields } from '../tables/records';
import { problemOf } from './check';
import { POSTAL_AREAS, REGIONS, TOPICS } from './choices';
import { fieldsOf } from './fields';
import { lineOf, valueText, type LineWords } from './lines';
import { findTopic, offered, readOwnLists, STANDARD, topicName, withOwnLists, type OwnLists } from './own-lists';
import { prefill } from './prefill';
import { PROFIL_1 } from './profile';
import { sectionsOf } from './templates';

const OWN = `own-${'a'.repeat(16)}`;
const lists = (records: Record<string, Fields>): OwnLists => readOwnLists(new Map(Object.entries(records)));
const settled = lists({
	'topic-mobbing': { off: true },
	[`topic-${OWN}`]: { name: 'Pflege von Angehörigen', atMs: 1 },
	packs: { sucht: true, krise: 'yes', nonsense: true },
	lists: { regions: 'postal' }
});
const fieldOf = (id: string, own: OwnLists) =>
	fieldsOf(withOwnLists([...sectionsOf(['kern/1']), ...PROFIL_1.sections], own)).filter((field) => field.id === id);
const words: LineWords = {
	yes: 'ja',
	no: 'nein',
	minutes: (n) => `${n} Min.`,
	counsellor: () => '',
	own: settled
};

describe("a centre's own lists", () => {
	it('begin with the standard ones', () => {
		expect(lists({})).toEqual(STANDARD);
		expect(withOwnLists(PROFIL_1.sections, STANDARD)).toBe(PROFIL_1.sections);
	});

	it('hold packs, topics in use and retired, own ones last, and areas by postal code', () => {
		expect([...settled.packs]).toEqual(['sucht']);
		expect(offered(settled.topics, []).map(({ de }) => de)).toEqual([
			...TOPICS.filter(({ id }) => id !== 'mobbing').map(({ de }) => de),
			'Pflege von Angehörigen'
		]);
		for (const field of [...fieldOf('topic', settled), ...fieldOf('topics', settled)])
			expect(field.options).toBe(settled.topics);
		const regions = fieldOf('region', settled);
		expect(regions).toHaveLength(2);
		for (const { label, options = [] } of regions) {
			expect(label.de).toBe('PLZ-Gebiet');
			expect(offered(options, []).map(({ id }) => id)).toEqual([...POSTAL_AREAS.map(({ id }) => id), 'x']);
			expect(offered(options, ['ni'])).toHaveLength(POSTAL_AREAS.length + 2);
			expect(options).toHaveLength(POSTAL_AREAS.length + REGIONS.length);
		}
		expect(POSTAL_AREAS.map(({ id }) => id)).toContain('plz-26');
	});

	it('never take words from a record, nor the right to save it', () => {
		for (const own of [settled, STANDARD])
			for (const [id, value] of [
				['topic', 'mobbing'],
				['region', 'ni']
			] as const)
				expect(fieldOf(id, own).map((field) => problemOf(field, value, 0))).not.toContain('no-choice');
		expect(fieldOf('topic', settled).map((field) => valueText(field, OWN, 'de', words))).toEqual([
			'Pflege von Angehörigen'
		]);
		expect(lineOf(['kern/1'], { topic: OWN }, 'de', words).detail).toBe('Pflege von Angehörigen');
		// back to states: an area recorded before still has its words
		expect(fieldOf('region', lists({})).map((field) => valueText(field, 'plz-26', 'de', words))).toEqual([
			'26…',
			'26…'
		]);
	});

	it('do not fill in what is no longer offered', () => {
		const made = {
			...{ id: 'a', sheets: ['kern/1'], made: { by: 'b', ms: 1 }, sinceMs: 0, untilMs: 0 },
			...{ history: [], rivalries: [] }
		};
		const from = { sheets: ['kern/1'], kind: 'single', messages: [], nowMs: 1, me: 'b', centre: 'N' } as const;
		const earlier = [{ ...made, values: { topic: 'mobbing' } }];
		const profile = { region: 'ni' };
		expect(prefill({ ...from, earlier, profile }).values).toMatchObject({ topic: 'mobbing', region: 'ni' });
		const { values } = prefill({ ...from, earlier, profile, own: settled });
		expect([values.topic, values.region]).toEqual([undefined, undefined]);
	});

	it('ignore invalid topics, and keep names to one line', () => {
		const hostile = lists({
			'topic-own-1': { name: 'zu kurz' },
			'topic-constructor': { name: 'x', off: true },
			[`topic-${OWN}`]: { name: '\u0000 \n ' },
			[`topic-own-${'b'.repeat(16)}`]: { name: `a\n${'b'.repeat(100)}`, atMs: 'x' }
		});
		expect(hostile.topics.slice(TOPICS.length).map(({ de }) => de)).toEqual([`a ${'b'.repeat(58)}`]);
		expect(topicName(' Pflege \n zu Hause ')).toBe('Pflege zu Hause');
		expect(findTopic(settled, 'PFLEGE von angehörigen')?.id).toBe(OWN);
		expect(findTopic(settled, 'Pflege')).toBeNull();
	});
});
