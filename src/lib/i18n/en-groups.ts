/** English, counsellors' pages. Groups and their members. */
import type { deGroups } from './de-groups';

/** The English texts. */
export const enGroups: typeof deGroups = {
	groups: {
		heading: 'Group chats',
		choose: 'Choose a list',
		empty: 'No groups yet.',
		name: 'Name',
		description: 'Description',
		descriptionHint: 'Only counsellors see it.',
		save: 'Save',
		busy: 'Saving …',
		count: (n) => (n === 1 ? '1 member' : `${n} members`),
		add: 'Add members',
		addOne: 'add',
		history: 'sees what was written before',
		historyHint: 'Otherwise only what is written from now on can be read.',
		notFound: 'Nobody found.',
		added: (name) => `${name} added`,
		removed: (name) => `${name} removed`,
		members: 'In the group',
		removeOne: 'remove',
		removeTitle: (name) => `Remove ${name}?`,
		removePerson: (name) => `${name} will read nothing new and write nothing any more. What was there to read stays.`,
		removeGroup: (name) =>
			`Everybody who is in it through ${name} alone will read nothing new and write nothing any more. What was there to read stays.`,
		founder: 'founded the group',
		follower: 'took over the group',
		inside: (n) => (n === 1 ? 'Group, 1 person' : `Group, ${n} people`),
		showInside: (name) => `Who is in ${name}`,
		edit: 'Change name and description',
		kinds: { client: 'Client', counsellor: 'Counsellor', group: 'Group' },
		standings: {
			invited: 'invited',
			declined: 'declined',
			joining: 'will be added when connected',
			leaving: 'will be removed when connected'
		}
	}
};
