/** Choices shared by several forms. The ids are stored: they never change their meaning. */
import { choices } from './fields';

/** Gender; "ohne Angabe" is an entry of the civil register, not a missing answer. */
export const GENDERS = choices(
	'w|weiblich|female',
	'm|männlich|male',
	'd|divers|diverse',
	'o|ohne Angabe (Personenstand)|no entry (civil register)'
);
/** Age brackets. */
export const AGES = choices(
	'u14|unter 14|under 14',
	'14|14–17',
	'18|18–20',
	'21|21–26',
	'27|27–39',
	'40|40–59',
	'60|ab 60|60 and over',
	'x|unbekannt|unknown'
);
/** The German states. */
export const REGIONS = choices(
	'bw|Baden-Württemberg',
	'by|Bayern|Bavaria',
	'be|Berlin',
	'bb|Brandenburg',
	'hb|Bremen',
	'hh|Hamburg',
	'he|Hessen|Hesse',
	'mv|Mecklenburg-Vorpommern',
	'ni|Niedersachsen|Lower Saxony',
	'nw|Nordrhein-Westfalen|North Rhine-Westphalia',
	'rp|Rheinland-Pfalz|Rhineland-Palatinate',
	'sl|Saarland',
	'sn|Sachsen|Saxony',
	'st|Sachsen-Anhalt|Saxony-Anhalt',
	'sh|Schleswig-Holstein',
	'th|Thüringen|Thuringia',
	'x|außerhalb|elsewhere'
);
/** Areas by the first two digits of a German postal code: the ones that exist. */
export const POSTAL_AREAS = choices(
	...Array.from({ length: 99 }, (_, i) => String(i + 1).padStart(2, '0'))
		.filter((digits) => !['05', '11', '43', '62'].includes(digits))
		.map((digits) => `plz-${digits}|${digits}…`)
);
/** Languages of counselling. */
export const LANGUAGES = choices(
	'de|Deutsch|German',
	'de-leicht|Leichte Sprache|Easy German',
	'en|Englisch|English',
	'ar|Arabisch|Arabic',
	'fa|Farsi/Dari',
	'fr|Französisch|French',
	'ku|Kurdisch|Kurdish',
	'pl|Polnisch|Polish',
	'ro|Rumänisch|Romanian',
	'ru|Russisch|Russian',
	'es|Spanisch|Spanish',
	'tr|Türkisch|Turkish',
	'uk|Ukrainisch|Ukrainian',
	'x|andere|other'
);
/** The person's relation to the concern. */
export const RELATIONS = choices(
	'selbst|selbst betroffen|affected herself or himself',
	'angehoerig|Angehörige:r|relative',
	'fachkraft|Fachkraft|professional',
	'andere|andere|other'
);
/** Concerns. */
export const TOPICS = choices(
	'partnerschaft|Partnerschaft/Trennung|Partnership/separation',
	'familie|Familie/Erziehung|Family/parenting',
	'einsamkeit|Einsamkeit|Loneliness',
	'aengste|Ängste|Anxieties',
	'depression|Depressive Verstimmung|Low mood',
	'trauer|Trauer|Grief',
	'gewalt|Gewalt|Violence',
	'sucht|Sucht|Addiction',
	'essen|Essverhalten|Eating',
	'arbeit|Schule/Ausbildung/Arbeit|School/training/work',
	'schulden|Schulden/Finanzen|Debt/finances',
	'wohnen|Wohnen|Housing',
	'schwangerschaft|Schwangerschaft|Pregnancy',
	'migration|Migration',
	'gesundheit|Gesundheit/Behinderung|Health/disability',
	'identitaet|Sexualität/Identität|Sexuality/identity',
	'mobbing|Mobbing|Bullying',
	'sonstiges|Sonstiges|Other'
);
