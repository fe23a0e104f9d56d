/** How lists and read-only views describe a monitoring in words. */
import { dayText } from '../typed';
import { isUnsaid, type Field, type Value, type Values, type Words } from './fields';
import { STANDARD, withOwnList, type OwnLists } from './own-lists';
import { findField, type Sheets } from './templates';

/** Words that the forms do not supply. */
export interface LineWords {
	readonly yes: string;
	readonly no: string;
	/** "35 Min." */
	readonly minutes: (n: number) => string;
	/** The name of a counsellor's identity; '' when unknown. */
	readonly counsellor: (id: string) => string;
	/** The centre's own lists, if known. */
	readonly own?: OwnLists;
}

/** A row of the list. */
export interface Line {
	/** Day, span and length. */
	readonly title: string;
	/** Contact type and main topic. */
	readonly detail: string;
}

/** One label in the language of `locale`. */
export function inWords(label: Words, locale: string): string {
	return locale === 'de' ? label.de : label.en;
}

/** A value as readable text; '' when nothing was said. Values of a newer version are shown as they are. */
export function valueText(field: Field, value: Value | undefined, locale: string, words: LineWords): string {
	if (value === undefined || isUnsaid(value)) return '';
	if (typeof value === 'boolean') return value ? words.yes : words.no;
	if (field.kind === 'date' && typeof value === 'string') return dayText(value, locale);
	if (field.kind === 'counsellor' && typeof value === 'string') return words.counsellor(value) || value;
	const label = (id: string): string => {
		const option = field.options?.find((one) => one.id === id);
		return option ? inWords(option, locale) : id;
	};
	if (typeof value === 'number') return value.toLocaleString(locale);
	return typeof value === 'string' ? label(value) : value.map(label).join(', ');
}

/** The row of a monitoring. */
export function lineOf(sheets: Sheets, values: Values, locale: string, words: LineWords): Line {
	const say = (id: string): string => {
		const field = findField(sheets, id);
		return field ? valueText(withOwnList(field, words.own ?? STANDARD), values[id], locale, words) : '';
	};
	const span = [say('start'), say('end')].filter((time) => time !== '');
	const length = typeof values.minutes === 'number' && values.minutes > 0 ? words.minutes(values.minutes) : '';
	return {
		title: [say('date'), [...new Set(span)].join('–'), length].filter((part) => part !== '').join(' · '),
		detail: [say('contact'), say('topic')].filter((part) => part !== '').join(' · ')
	};
}
