/**
 * Packs: forms that a centre enables beside `kern`. Data, following each field's own lists: KDS-F 3.0 (addiction),
 * youth crisis services, § 28 SGB VIII (child guidance), § 5 ÜSchuldStatG (debt). Over 300 lines, reason: lists.
 */
import { choices, words, type Field, type Option, type Template, type Words } from './fields';

const one = (id: string, de: string, en: string, options: readonly Option[]): Field => ({
	id,
	label: words(de, en),
	kind: 'one',
	options,
	isCounted: true
});
const many = (id: string, de: string, en: string, options: readonly Option[]): Field => ({
	...one(id, de, en, options),
	kind: 'many'
});
const number = (id: string, de: string, en: string, least: number, most: number): Field => ({
	id,
	label: words(de, en),
	kind: 'number',
	least,
	most,
	isCounted: true
});
/** A pack is one section, folded under its own name. */
const pack = (id: string, label: Words, about: Words, fields: readonly Field[]): Template => ({
	id,
	version: 1,
	label,
	about,
	sections: [{ id, label, isFolded: true, fields }]
});

const SUBSTANCES = choices(
	'alkohol|Alkohol|Alcohol',
	'cannabis|Cannabis',
	'amphetamine|Amphetamine|Amphetamines',
	'halluzinogene|Halluzinogene|Hallucinogens',
	'kokain|Kokain/Crack|Cocaine/crack',
	'opioide|Opioide|Opioids',
	'nps|NPS|New psychoactive substances',
	'tabak|Tabak|Tobacco',
	'medikamente|Medikamente|Medication',
	'spiel-offline|Glücksspiel offline|Gambling offline',
	'spiel-online|Glücksspiel online|Gambling online',
	'chatten|Internet/Computer: Chatten|Internet: chatting',
	'gaming|Internet/Computer: Gaming|Internet: gaming',
	'shopping|Internet/Computer: Shopping|Internet: shopping',
	'pornographie|Internet/Computer: Pornographie|Internet: pornography',
	'surfen|Internet/Computer: Surfen|Internet: browsing',
	'essstoerung|Essstörung|Eating disorder'
);

/** Addiction. */
export const SUCHT_1 = pack(
	'sucht',
	words('Sucht', 'Addiction'),
	words('Suchtmittel und Verhalten, nach dem Kerndatensatz.', 'Substances and behaviour, after the core data set.'),
	[
		one('suchtHaupt', 'Hauptproblem', 'Main problem', SUBSTANCES),
		many('suchtMittel', 'Suchtmittel und Verhalten', 'Substances and behaviour', SUBSTANCES),
		one(
			'suchtTage',
			'Konsum in den letzten 30 Tagen',
			'Use in the last 30 days',
			choices(
				'0|gar nicht|not at all',
				'1|1–7 Tage|1–7 days',
				'8|8–15 Tage|8–15 days',
				'16|16–29 Tage|16–29 days',
				'30|täglich|daily'
			)
		),
		many(
			'suchtHilfe',
			'Bisherige Hilfen',
			'Help so far',
			choices(
				'keine|keine|none',
				'beratung|Beratung|Counselling',
				'entgiftung|Entgiftung|Detoxification',
				'therapie|Entwöhnung/Therapie|Therapy',
				'substitution|Substitution',
				'selbsthilfe|Selbsthilfe|Self-help'
			)
		)
	]
);

/** Crisis, and the young. */
export const KRISE_1 = pack(
	'krise',
	words('Krise/U25', 'Crisis/under 25'),
	words('Lebenslage und Belastungen in einer Krise.', 'Circumstances and burdens in a crisis.'),
	[
		one(
			'kriseWohnen',
			'Wohnsituation',
			'Housing',
			choices(
				'eltern|bei den Eltern|with parents',
				'elternteil|bei einem Elternteil|with one parent',
				'verwandte|bei Verwandten|with relatives',
				'allein|allein|alone',
				'partner|mit Partner:in|with a partner',
				'wg|Wohngemeinschaft|shared flat',
				'einrichtung|Einrichtung/Wohngruppe|institution',
				'ohne|ohne feste Wohnung|without a home',
				'x|unbekannt|unknown'
			)
		),
		one(
			'kriseTun',
			'Tätigkeit',
			'Occupation',
			choices(
				'schule|Schule|School',
				'ausbildung|Ausbildung|Training',
				'studium|Studium|Studies',
				'arbeit|Arbeit|Work',
				'fsj|Freiwilligendienst|Voluntary service',
				'arbeitslos|arbeitslos|Unemployed',
				'krank|krankgeschrieben|On sick leave',
				'sonstiges|Sonstiges|Other'
			)
		),
		many(
			'kriseLast',
			'Belastende Faktoren',
			'Burdens',
			choices(
				'eltern|Konflikte mit Eltern|Conflicts with parents',
				'trennung|Trennung/Scheidung der Eltern|Parents’ separation',
				'geschwister|Konflikte mit Geschwistern|Conflicts with siblings',
				'krankeEltern|Psychisch kranke Eltern|Parents with a mental illness',
				'suchtEltern|Sucht in der Familie|Addiction in the family',
				'partnerschaft|Partnerschaft/Liebeskummer|Relationship/heartbreak',
				'freunde|Konflikte mit Freund:innen|Conflicts with friends',
				'einsamkeit|Einsamkeit|Loneliness',
				'mobbing|Mobbing|Bullying',
				'cybermobbing|Cybermobbing|Cyberbullying',
				'leistung|Leistungsdruck|Pressure to perform',
				'schule|Probleme in Schule/Ausbildung|Trouble at school or in training',
				'arbeit|Probleme bei der Arbeit|Trouble at work',
				'zukunft|Zukunftsangst|Fear of the future',
				'depression|Depressive Verstimmung|Low mood',
				'angst|Ängste/Panik|Anxieties/panic',
				'svv|Selbstverletzung|Self-harm',
				'essen|Essverhalten|Eating',
				'schlaf|Schlafprobleme|Sleep problems',
				'koerper|Körperliche Krankheit|Physical illness',
				'sucht|Eigener Suchtmittelkonsum|Own substance use',
				'trauer|Tod/Trauer|Death/grief',
				'suizidUmfeld|Suizid im Umfeld|Suicide in one’s surroundings',
				'gewalt|Körperliche Gewalt|Physical violence',
				'sexuell|Sexualisierte Gewalt|Sexualised violence',
				'identitaet|Identität/Orientierung|Identity/orientation',
				'geld|Geld/Wohnen|Money/housing',
				'migration|Flucht/Migration|Flight/migration'
			)
		),
		many(
			'kriseAnbindung',
			'Weitere Anbindung',
			'Other support',
			choices(
				'keine|keine|none',
				'ambulant|Ambulante Therapie|Outpatient therapy',
				'klinik|Klinik|Clinic',
				'beratung|Beratungsstelle|Counselling centre',
				'jugendamt|Jugendamt|Youth welfare office',
				'schule|Schulsozialarbeit|School social work',
				'arzt|Ärztin/Arzt|Doctor',
				'selbsthilfe|Selbsthilfe|Self-help'
			)
		),
		one(
			'kriseDauer',
			'Dauer der Begleitung',
			'Length of the accompaniment',
			choices(
				'einmal|einmalig|once',
				'woche|bis 1 Woche|up to 1 week',
				'monat|bis 1 Monat|up to 1 month',
				'quartal|bis 3 Monate|up to 3 months',
				'halbjahr|bis 6 Monate|up to 6 months',
				'jahr|bis 1 Jahr|up to 1 year',
				'laenger|länger als 1 Jahr|more than 1 year'
			)
		),
		number('kriseHilfreich', 'Wie hilfreich? (1–10)', 'How helpful? (1–10)', 1, 10)
	]
);

const REASONS = choices(
	'unversorgt|Unversorgtheit des jungen Menschen|Young person without care',
	'foerderung|Unzureichende Förderung/Betreuung/Versorgung|Insufficient support or care',
	'gefaehrdung|Gefährdung des Kindeswohls|Endangerment of the child',
	'kompetenz|Eingeschränkte Erziehungskompetenz|Limited parenting competence',
	'elternlast|Belastungen durch Problemlagen der Eltern|Burdens through the parents’ problems',
	'konflikte|Belastungen durch familiäre Konflikte|Burdens through family conflicts',
	'verhalten|Auffälligkeiten im sozialen Verhalten|Conspicuous social behaviour',
	'entwicklung|Entwicklungsauffälligkeiten/seelische Probleme|Developmental or emotional problems',
	'schule|Schulische/berufliche Probleme|Problems at school or work'
);

/** Child guidance, § 28 SGB VIII. */
export const ERZIEHUNG_1 = pack(
	'erziehung',
	words('Erziehungsberatung § 28', 'Child guidance § 28'),
	words('Merkmale der Bundesstatistik nach § 28 SGB VIII.', 'Items of the federal statistics, § 28 SGB VIII.'),
	[
		one('ebGrund', 'Hauptgrund der Hilfe', 'Main reason', REASONS),
		many('ebGruende', 'Weitere Gründe', 'Further reasons', REASONS),
		one(
			'ebMit',
			'Beratung überwiegend mit',
			'Counselling mainly with',
			choices(
				'jung|dem jungen Menschen|the young person',
				'eltern|den Eltern|the parents',
				'familie|der Familie|the family'
			)
		),
		one(
			'ebFamilie',
			'Situation der Herkunftsfamilie',
			'Family of origin',
			choices(
				'zusammen|Eltern leben zusammen|parents live together',
				'allein|Elternteil lebt allein|single parent',
				'neu|Elternteil mit neuer Partnerin/neuem Partner|parent with a new partner',
				'verstorben|Eltern verstorben|parents deceased',
				'x|unbekannt|unknown'
			)
		),
		{
			...one('ebHerkunft', 'Ausländische Herkunft mindestens eines Elternteils', 'A parent of foreign origin', []),
			kind: 'yesNo'
		},
		{
			...one('ebDeutsch', 'In der Familie wird vorrangig Deutsch gesprochen', 'Mainly German spoken at home', []),
			kind: 'yesNo'
		},
		{ ...one('ebTransfer', 'Transferleistungen', 'Transfer payments', []), kind: 'yesNo' },
		one(
			'ebAnregung',
			'Anregende Institution oder Person',
			'Suggested by',
			choices(
				'selbst|junger Mensch selbst|the young person',
				'eltern|Eltern/Sorgeberechtigte|parents',
				'schule|Schule/Kita|school/day care',
				'jugendamt|Soziale Dienste/Jugendamt|social services',
				'gericht|Gericht/Polizei|court/police',
				'arzt|Arzt/Klinik/Gesundheitsamt|doctor/clinic',
				'bekannte|Ehemalige Klient:innen/Bekannte|acquaintances',
				'sonstige|Sonstige|other'
			)
		),
		number('ebAlter', 'Alter des jungen Menschen (Jahre)', 'Age of the young person (years)', 0, 27)
	]
);

/** Debt, § 5 ÜSchuldStatG. */
export const SCHULDEN_1 = pack(
	'schulden',
	words('Schulden § 5 ÜSchuldStatG', 'Debt § 5 ÜSchuldStatG'),
	words('Merkmale der Überschuldungsstatistik.', 'Items of the statistics on over-indebtedness.'),
	[
		one(
			'schuldenGrund',
			'Hauptauslöser der Überschuldung',
			'Main cause',
			choices(
				'arbeitslos|Arbeitslosigkeit|Unemployment',
				'trennung|Trennung, Scheidung, Tod|Separation, divorce, death',
				'krankheit|Erkrankung, Sucht, Unfall|Illness, addiction, accident',
				'haushalt|Unwirtschaftliche Haushaltsführung|Uneconomical housekeeping',
				'selbststaendig|Gescheiterte Selbstständigkeit|Failed self-employment',
				'armut|Längerfristiges Niedrigeinkommen|Long-term low income',
				'buergschaft|Bürgschaft/Mithaftung|Guarantee/joint liability',
				'immobilie|Gescheiterte Immobilienfinanzierung|Failed property financing',
				'beratung|Unzureichende Kreditberatung|Insufficient credit advice',
				'leistung|Nichtinanspruchnahme von Sozialleistungen|Benefits not claimed',
				'unterhalt|Unterhaltsverpflichtungen|Maintenance obligations',
				'sonstiges|Sonstiges|Other'
			)
		),
		one(
			'schuldenHoehe',
			'Höhe der Schulden',
			'Amount of debt',
			choices(
				'5|unter 5.000 €|under €5,000',
				'10|5.000–9.999 €|€5,000–9,999',
				'25|10.000–24.999 €|€10,000–24,999',
				'50|25.000–49.999 €|€25,000–49,999',
				'100|50.000–99.999 €|€50,000–99,999',
				'mehr|ab 100.000 €|€100,000 and more'
			)
		),
		one(
			'schuldenZahl',
			'Zahl der Gläubiger',
			'Number of creditors',
			choices('1|1', '2|2–4', '5|5–9', '10|10–19', '20|ab 20|20 and more')
		),
		many(
			'schuldenBei',
			'Gläubigerarten',
			'Kinds of creditors',
			choices(
				'bank|Kreditinstitute|Banks',
				'versand|Versandhandel|Mail order',
				'inkasso|Inkassobüros|Collection agencies',
				'telefon|Telekommunikation|Telecommunication',
				'energie|Energieversorger|Energy suppliers',
				'vermieter|Vermieter:innen|Landlords',
				'oeffentlich|Öffentliche Gläubiger|Public creditors',
				'versicherung|Versicherungen|Insurance companies',
				'unterhalt|Unterhaltsberechtigte|Maintenance',
				'privat|Privatpersonen|Private persons',
				'sonstige|Sonstige|Other'
			)
		),
		one(
			'schuldenErwerb',
			'Erwerbssituation',
			'Employment',
			choices(
				'abhaengig|abhängig beschäftigt|employed',
				'selbststaendig|selbstständig|self-employed',
				'arbeitslos|arbeitslos|unemployed',
				'rente|in Rente/Pension|retired',
				'ausbildung|in Ausbildung|in training',
				'anderes|anderweitig nicht erwerbstätig|otherwise not working'
			)
		),
		one(
			'schuldenHaushalt',
			'Haushaltstyp',
			'Household',
			choices(
				'allein|alleinlebend|living alone',
				'alleinerziehend|alleinerziehend|single parent',
				'paar|Paar ohne Kinder|couple without children',
				'paarKinder|Paar mit Kindern|couple with children',
				'sonstige|sonstige|other'
			)
		),
		number('schuldenKinder', 'Unterhaltspflichtige Kinder', 'Dependent children', 0, 30),
		one(
			'schuldenEinkommen',
			'Haushaltsnettoeinkommen im Monat',
			'Net household income per month',
			choices(
				'900|unter 900 €|under €900',
				'1300|900–1.299 €|€900–1,299',
				'1700|1.300–1.699 €|€1,300–1,699',
				'2300|1.700–2.299 €|€1,700–2,299',
				'3200|2.300–3.199 €|€2,300–3,199',
				'mehr|ab 3.200 €|€3,200 and more'
			)
		),
		one(
			'schuldenStand',
			'Stand der Entschuldung',
			'Progress of debt relief',
			choices(
				'bestand|Bestandsaufnahme|taking stock',
				'aussergerichtlich|außergerichtlicher Einigungsversuch|out-of-court attempt',
				'einigung|Einigung erzielt|agreement reached',
				'insolvenz|Insolvenzverfahren beantragt/eröffnet|insolvency proceedings',
				'restschuld|Restschuldbefreiung erteilt|discharge granted'
			)
		)
	]
);
