import { describe, expect, it } from 'vitest';
import { isFieldId } from './case-values';
import { fieldsOf, nameOf } from './fields';
import { PROFIL_1 } from './profile';
import { areKnown, findField, KERN, PACKS, sectionsOf, sheetsWith } from './templates';

const everything = sheetsWith(new Set(PACKS.map(({ id }) => id)));
const all = [...fieldsOf(sectionsOf(everything)), ...fieldsOf(PROFIL_1.sections)];

describe('templates', () => {
	it('have fields with unique ids, labels in both languages, and options wherever there is a choice', () => {
		const ids = fieldsOf(sectionsOf(everything)).map(({ id }) => id);
		expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
		for (const { id, label, kind, options = [] } of all) {
			expect([id, isFieldId(id)]).toEqual([id, true]);
			expect([id, label.de.trim() !== '' && label.en.trim() !== '']).toEqual([id, true]);
			expect([id, options.length > 0]).toEqual([id, kind === 'one' || kind === 'many']);
			const choices = options.map((option) => option.id);
			expect([id, choices.filter((choice, i) => choices.indexOf(choice) !== i)]).toEqual([id, []]);
			for (const option of options) expect([id, option.de !== '' && option.en !== '']).toEqual([id, true]);
		}
	});

	it('hold the fields of monitoring.md under their ids, counted as it says', () => {
		const kern = fieldsOf(KERN.sections);
		const counted = kern.filter(({ isCounted }) => isCounted).map(({ id }) => id);
		expect(new Set(counted)).toEqual(
			new Set(
				'date minutes counsellor centre channel contact setting relation topic topics suic interv refer gender age region lang access state ending nwC nwB docs contacts resp effort'.split(
					' '
				)
			)
		);
		const others = kern.filter(({ isCounted }) => !isCounted).map(({ id }) => id);
		expect(new Set(others)).toEqual(new Set(['start', 'end', 'next', 'consent', 'note']));
		expect(findField(['kern/1'], 'topic')?.options).toHaveLength(18);
		expect(findField(['kern/1'], 'region')?.options).toHaveLength(17);
		expect(findField(['krise/1'], 'kriseLast')?.options).toHaveLength(28);
	});

	it('ask only what their conditions allow, and conditions name existing fields and choices', () => {
		for (const { id, when } of all) {
			if (!when) continue;
			const asked = all.find((field) => field.id === when.field);
			expect([id, when.is.every((choice) => asked?.options?.some((option) => option.id === choice))]).toEqual([
				id,
				true
			]);
		}
	});

	it('are named with their version; unknown versions are recognised', () => {
		expect(nameOf(KERN)).toBe('kern/1');
		expect(sheetsWith(new Set(['schulden', 'sucht', 'gibt-es-nicht']))).toEqual(['kern/1', 'sucht/1', 'schulden/1']);
		expect(areKnown(['kern/1', 'sucht/1'])).toBe(true);
		expect(areKnown(['kern/2'])).toBe(false);
		expect(areKnown([])).toBe(false);
		expect(sectionsOf(['kern/2'])).toEqual([]);
	});

	it('share ids and choices between profile and monitoring where one fills in the other', () => {
		const profile = fieldsOf(PROFIL_1.sections);
		for (const { id, options } of fieldsOf(KERN.sections).filter(({ prefill }) => prefill === 'profile'))
			expect([id, profile.find((field) => field.id === id)?.options]).toEqual([id, options]);
	});
});
