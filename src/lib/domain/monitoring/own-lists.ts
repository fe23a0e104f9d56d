/**
 * A centre's own lists: the available topics and regions, and the packs it uses. Choices are only ever
 * retired or added; their words never change: records keep their meaning.
 */
import { beginning } from '../graphemes';
import { oneLine } from '../text';
import type { Fields } from '../tables/records';
import { POSTAL_AREAS, REGIONS, TOPICS } from './choices';
import { words, type Field, type Option, type Section } from './fields';
import { PACKS } from './templates';

/** The longest name of an own topic, in UTF-16 units. */
export const MOST_TOPIC = 60;
/** The most own topics per centre. */
export const MOST_TOPICS = 60;

/** A centre's settings. */
export interface OwnLists {
	/** Ids of the packs that new monitorings ask for. */
	readonly packs: ReadonlySet<string>;
	/** All topics, the standard ones first; those no longer offered are marked. */
	readonly topics: readonly Option[];
	/** How a place is asked for. */
	readonly regions: 'states' | 'postal';
}

/** A centre's initial settings. */
export const STANDARD: OwnLists = { packs: new Set(), topics: TOPICS, regions: 'states' };

const OWN = /^own-[0-9a-f]{16}$/;

/** The key of a topic's record in the centre's table of templates. */
export function topicRecord(topic: string): string {
	return `topic-${topic}`;
}

/** The lists in the table's records; anything of another form is ignored. */
export function readOwnLists(records: ReadonlyMap<string, Fields>): OwnLists {
	const enabled = records.get('packs') ?? {};
	const standard = TOPICS.map((topic) => marked(topic, records.get(topicRecord(topic.id))));
	const own = [...records].flatMap(([key, fields]) => {
		const id = key.startsWith('topic-') ? key.slice(6) : '';
		const name = typeof fields.name === 'string' ? topicName(fields.name) : '';
		if (!OWN.test(id) || name === '') return [];
		return [{ atMs: Number(fields.atMs) || 0, topic: marked({ id, ...words(name, name) }, fields) }];
	});
	own.sort((a, b) => a.atMs - b.atMs || (a.topic.id < b.topic.id ? -1 : 1));
	return {
		packs: new Set(PACKS.map(({ id }) => id).filter((id) => enabled[id] === true)),
		topics: [...standard, ...own.slice(0, MOST_TOPICS).map(({ topic }) => topic)],
		regions: records.get('lists')?.regions === 'postal' ? 'postal' : 'states'
	};
}

/** A topic's name as stored: one line, not too long. */
export function topicName(text: string): string {
	return beginning(oneLine(text), MOST_TOPIC).trim();
}

/** The topic with this name, in use or not. */
export function findTopic({ topics }: OwnLists, name: string): Option | null {
	const plain = name.toLocaleLowerCase('de');
	return topics.find(({ de }) => de.toLocaleLowerCase('de') === plain) ?? null;
}

/** A form's sections with the centre's lists in place of the standard ones. */
export function withOwnLists(sections: readonly Section[], own: OwnLists): readonly Section[] {
	if (own === STANDARD) return sections;
	return sections.map((section) => ({ ...section, fields: section.fields.map((field) => withOwnList(field, own)) }));
}

/** A field with the centre's list in place of the standard one. */
export function withOwnList(field: Field, { topics, regions }: OwnLists): Field {
	if (field.options === TOPICS) return { ...field, options: topics };
	if (field.options !== REGIONS) return field;
	const isOff = (list: OwnLists['regions']) => (option: Option) =>
		regions === list || option.id === 'x' ? option : { ...option, isOff: true };
	const options = [...POSTAL_AREAS.map(isOff('postal')), ...REGIONS.map(isOff('states'))];
	return regions === 'postal'
		? { ...field, label: words('PLZ-Gebiet', 'Postal area'), options }
		: { ...field, options };
}

/** The choices to offer: those in use, and those already chosen. */
export function offered(options: readonly Option[], chosen: readonly string[]): readonly Option[] {
	return options.filter(({ id, isOff }) => !isOff || chosen.includes(id));
}

function marked(topic: Option, fields: Fields | undefined): Option {
	return fields?.off === true ? { ...topic, isOff: true } : topic;
}
