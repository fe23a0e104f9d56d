/** A client's master data: all optional, and asked for in brackets where statistics need no more. */
import { AGES, GENDERS, LANGUAGES, REGIONS, RELATIONS } from './choices';
import { words, type Template } from './fields';

/** The form behind **Profil**: `profil/1`. Fields that a monitoring copies have its ids. */
export const PROFIL_1: Template = {
	id: 'profil',
	version: 1,
	label: words('Profil', 'Profile'),
	about: words('Stammdaten, alle freiwillig.', 'Master data, all optional.'),
	sections: [
		{
			id: 'person',
			label: words('Stammdaten', 'Master data'),
			isFolded: false,
			fields: [
				{ id: 'gender', label: words('Geschlecht', 'Gender'), kind: 'one', options: GENDERS, isCounted: true },
				{ id: 'age', label: words('Altersgruppe', 'Age group'), kind: 'one', options: AGES, isCounted: true },
				{ id: 'region', label: words('Bundesland', 'Region'), kind: 'one', options: REGIONS, isCounted: true },
				{
					id: 'lang',
					label: words('Sprache der Beratung', 'Language'),
					kind: 'one',
					options: LANGUAGES,
					isCounted: true
				},
				{
					id: 'relation',
					label: words('Bezug zum Anliegen', 'Relation'),
					kind: 'one',
					options: RELATIONS,
					isCounted: true
				},
				{
					id: 'reach',
					label: words('Sonst erreichbar über', 'Other ways to reach this person'),
					kind: 'line',
					isCounted: false,
					hint: words('Nur wenn die Person es möchte.', 'Only if the person wants it.')
				}
			]
		},
		{
			id: 'notes',
			label: words('Interne Notizen', 'Internal notes'),
			isFolded: false,
			fields: [
				{
					id: 'note',
					label: words('Notizen (intern, nicht in der Statistik)', 'Notes (internal, not in statistics)'),
					kind: 'text',
					isCounted: false
				}
			]
		}
	]
};
