/** The form that every centre uses: `kern/1`. A new meaning needs a new version. Over 300 lines, reason: one list. */
import { AGES, GENDERS, LANGUAGES, REGIONS, RELATIONS, TOPICS } from './choices';
import { choices, words, type Template } from './fields';

/** See the header. */
export const KERN_1: Template = {
	id: 'kern',
	version: 1,
	label: words('Kontakt', 'Contact'),
	about: words('Was bei jedem Kontakt festgehalten wird.', 'What is recorded of every contact.'),
	sections: [
		{
			id: 'contact',
			label: words('Kontakt', 'Contact'),
			isFolded: false,
			fields: [
				{
					id: 'date',
					label: words('Datum', 'Date'),
					kind: 'date',
					isCounted: true,
					prefill: 'day',
					isRequired: true
				},
				{ id: 'start', label: words('Beginn', 'Start'), kind: 'time', isCounted: false, prefill: 'begin' },
				{ id: 'end', label: words('Ende', 'End'), kind: 'time', isCounted: false, prefill: 'end' },
				{
					id: 'minutes',
					label: words('Dauer (Minuten)', 'Duration (min)'),
					kind: 'number',
					least: 0,
					most: 1440,
					isCounted: true,
					prefill: 'minutes'
				},
				{
					id: 'contact',
					label: words('Kontaktart', 'Contact type'),
					kind: 'one',
					options: choices(
						'erst|Erstkontakt|First contact',
						'folge|Folgekontakt|Follow-up contact',
						'abschluss|Abschlussgespräch|Closing talk',
						'kurz|Einmal-/Kurzberatung|Single/short counselling'
					),
					isCounted: true,
					prefill: 'contactType'
				},
				{
					id: 'channel',
					label: words('Kanal', 'Channel'),
					kind: 'one',
					options: choices(
						'sofortchat|Sofortchat|Instant chat',
						'gruppenchat|Gruppenchat|Group chat',
						'mail|Mail',
						'video|Videochat|Video call',
						'telefon|Telefon|Telephone',
						'vor-ort|vor Ort|on site',
						'sonstiges|Sonstiges|Other'
					),
					isCounted: true,
					prefill: 'channel'
				},
				{
					id: 'setting',
					label: words('Setting', 'Setting'),
					kind: 'one',
					options: choices(
						'einzel|Einzelperson|Single person',
						'paar|Paar|Couple',
						'familie|Familie|Family',
						'gruppe|Gruppe|Group',
						'angehoerige|Angehörige/Bezugsperson|Relative/attachment figure',
						'fachkraft|Fachkraft/Dritte|Professional/third party'
					),
					isCounted: true,
					prefill: 'setting'
				}
			]
		},
		{
			id: 'topic',
			label: words('Anlass und Leistung', 'Concern and service'),
			isFolded: false,
			fields: [
				{
					id: 'topic',
					label: words('Beratungsanlass (Hauptthema)', 'Main topic'),
					kind: 'one',
					options: TOPICS,
					isCounted: true,
					prefill: 'last'
				},
				{
					id: 'topics',
					label: words('Weitere Themen', 'Further topics'),
					kind: 'many',
					options: TOPICS,
					isCounted: true
				},
				{
					id: 'suic',
					label: words('Suizidalität', 'Suicidality'),
					kind: 'one',
					options: choices(
						'nicht|nicht thematisiert|not a topic',
						'krise|Krise ohne Suizidalität|crisis without suicidality',
						'gedanken|Suizidgedanken|suicidal thoughts',
						'akut|akute Suizidgedanken|acute suicidal thoughts',
						'danach|nach Suizidhandlung|after a suicidal act'
					),
					isCounted: true
				},
				{
					id: 'interv',
					label: words('Leistung', 'Service'),
					kind: 'many',
					options: choices(
						'information|Information',
						'beratung|Beratung|Counselling',
						'krise|Krisenintervention|Crisis intervention',
						'begleitung|Begleitung|Accompaniment',
						'antraege|Hilfe bei Anträgen/Dokumenten|Help with applications/papers',
						'vermittlung|Weitervermittlung|Referral',
						'fallbesprechung|Fallbesprechung|Case discussion'
					),
					isCounted: true,
					prefill: { value: ['beratung'] }
				},
				{
					id: 'refer',
					label: words('Weitervermittlung an', 'Referral to'),
					kind: 'many',
					options: choices(
						'stelle|Beratungsstelle vor Ort|Local counselling centre',
						'arzt|Arzt/Klinik|Doctor/clinic',
						'psychotherapie|Psychotherapie|Psychotherapy',
						'sucht|Suchthilfe|Addiction services',
						'schulden|Schuldnerberatung|Debt advice',
						'schwangerschaft|Schwangerschaftsberatung|Pregnancy advice',
						'jugendhilfe|Jugendhilfe|Youth welfare',
						'straffaellige|Straffälligenhilfe|Offender support',
						'selbsthilfe|Selbsthilfe|Self-help',
						'sozial|Allgemeine Sozialberatung|General social advice',
						'notdienst|Notdienst|Emergency service',
						'sonstige|Sonstige|Other'
					),
					isCounted: true
				}
			]
		},
		{
			id: 'course',
			label: words('Stand', 'Progress'),
			isFolded: false,
			fields: [
				{
					id: 'state',
					label: words('Stand', 'State'),
					kind: 'one',
					options: choices('laufend|laufend|ongoing', 'ruht|ruht|resting', 'abgeschlossen|abgeschlossen|closed'),
					isCounted: true,
					prefill: { value: 'laufend' }
				},
				{
					id: 'ending',
					label: words('Art der Beendigung', 'Ending'),
					kind: 'one',
					options: choices(
						'einvernehmlich|einvernehmlich/gemäß Beratungszielen|by agreement/aims reached',
						'abbruch|Kontaktabbruch|contact broken off',
						'vermittlung|Weitervermittlung|referral',
						'wunsch|auf Wunsch der ratsuchenden Person|at the person’s wish',
						'sonstiges|Sonstiges|other'
					),
					isCounted: true,
					when: { field: 'state', is: ['abgeschlossen'] }
				},
				{ id: 'next', label: words('Wiedervorlage', 'Follow-up'), kind: 'date', isCounted: false },
				{
					id: 'note',
					label: words('Notiz (intern, nicht in der Statistik)', 'Internal note (not in statistics)'),
					kind: 'text',
					isCounted: false
				}
			]
		},
		{
			id: 'person',
			label: words('Person', 'Person'),
			isFolded: true,
			fields: [
				{
					id: 'relation',
					label: words('Bezug zum Anliegen', 'Relation'),
					kind: 'one',
					options: RELATIONS,
					isCounted: true,
					prefill: 'last'
				},
				{
					id: 'gender',
					label: words('Geschlecht', 'Gender'),
					kind: 'one',
					options: GENDERS,
					isCounted: true,
					prefill: 'profile'
				},
				{
					id: 'age',
					label: words('Altersgruppe', 'Age group'),
					kind: 'one',
					options: AGES,
					isCounted: true,
					prefill: 'profile'
				},
				{
					id: 'region',
					label: words('Bundesland', 'Region'),
					kind: 'one',
					options: REGIONS,
					isCounted: true,
					prefill: 'profile'
				},
				{
					id: 'lang',
					label: words('Sprache der Beratung', 'Language'),
					kind: 'one',
					options: LANGUAGES,
					isCounted: true,
					prefill: 'profile'
				},
				{
					id: 'access',
					label: words('Zugangsweg', 'Access route'),
					kind: 'one',
					options: choices(
						'internet|Internet',
						'empfehlung|Empfehlung|Recommendation',
						'einrichtung|Einrichtung/Arzt/Schule|Institution/doctor/school',
						'bekannt|vor Ort bekannt|known locally',
						'medien|Soziale Medien|Social media',
						'x|unbekannt|unknown'
					),
					isCounted: true,
					when: { field: 'contact', is: ['erst', 'kurz'] }
				},
				{
					id: 'consent',
					label: words('Einwilligung in Statistik', 'Consent to statistics'),
					kind: 'yesNo',
					isCounted: false
				}
			]
		},
		{
			id: 'counts',
			label: words('Umfang seit dem letzten Monitoring', 'Volume since the last monitoring'),
			isFolded: true,
			fields: [
				{
					id: 'nwC',
					label: words('Nachrichten Klient:in', 'Messages by the client'),
					kind: 'count',
					isCounted: true,
					prefill: 'byClient'
				},
				{
					id: 'nwB',
					label: words('Nachrichten Berater:in', 'Messages by counsellors'),
					kind: 'count',
					isCounted: true,
					prefill: 'byCounsellor'
				},
				{
					id: 'docs',
					label: words('Dokumente', 'Attachments'),
					kind: 'count',
					isCounted: true,
					prefill: 'attachments'
				},
				{ id: 'contacts', label: words('Kontakte', 'Contacts'), kind: 'count', isCounted: true, prefill: 'contacts' },
				{
					id: 'resp',
					label: words('Erste Reaktionszeit (Minuten)', 'First response (min)'),
					kind: 'count',
					isCounted: true,
					prefill: 'firstResponse'
				},
				{
					id: 'effort',
					label: words('Aufwand ohne Kontakt (Min.)', 'Non-contact effort (min)'),
					kind: 'number',
					least: 0,
					most: 1440,
					isCounted: true,
					prefill: { value: 0 }
				}
			]
		},
		{
			id: 'origin',
			label: words('Zuständig', 'Responsible'),
			isFolded: true,
			fields: [
				{
					id: 'counsellor',
					label: words('Berater:in', 'Counsellor'),
					kind: 'counsellor',
					isCounted: true,
					prefill: 'me'
				},
				{ id: 'centre', label: words('Beratungsstelle', 'Centre'), kind: 'centre', isCounted: true, prefill: 'centre' }
			]
		}
	]
};
