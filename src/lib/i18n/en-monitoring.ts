/** English, counsellors' pages. The record of contacts and its form. */
import type { deMonitoring } from './de-monitoring';

/** The English texts. */
export const enMonitoring: typeof deMonitoring = {
	statistics: {
		create: 'New monitoring',
		list: 'Monitorings',
		empty: 'No monitorings yet. A monitoring records a contact: day, length, concern.',
		hidden: 'Only your centre sees monitorings.',
		sheets: 'Forms',
		sheetsLead: 'What new monitorings ask for, for all colleagues. Existing ones do not change.',
		begun: 'Monitoring begun',
		goOn: 'Continue',
		more: (title) => `More about the monitoring of ${title}`,
		show: 'Show',
		edit: 'Edit',
		remove: 'Delete',
		by: (name) => `by ${name}`,
		somebody: 'somebody this device does not know',
		double: 'Possible double entry',
		doubleHint: 'This monitoring overlaps in time with another one of the same person.',
		minutes: (n) => `${n} min`,
		uncovered: (n) => (n === 1 ? '1 contact without monitoring' : `${n} contacts without monitoring`),
		due: 'Follow-up today',
		saved: 'The monitoring is saved on this device.',
		removed: 'The monitoring is deleted.',
		removeTitle: 'Delete this monitoring?',
		removeLead: (title) => `The monitoring of ${title} disappears for everybody who sees it.`
	},

	sheets: {
		leadOnly: 'The lead of your centre settles what new monitorings ask for.',
		inUse: 'In use',
		none: 'No additional sheets.',
		topics: 'Topics',
		offered: (n) => (n === 1 ? '1 to choose from' : `${n} to choose from`),
		topicsHint: 'What you untick can no longer be chosen in new monitorings. Existing ones keep what they say.',
		newTopic: 'Topic of your own',
		addTopic: 'Add',
		postal: 'Postal area instead of region',
		postalHint: 'Asked for are the first two digits of the postal code.',
		byPostal: 'The postal area is asked for instead of the region.'
	},

	monitoringForm: {
		edit: 'Edit monitoring',
		save: 'Save',
		busy: 'Saving …',
		unsaid: 'not stated',
		yes: 'yes',
		no: 'no',
		filled: 'filled in',
		filledHint: 'filled in – please check',
		resumed: 'These entries are not saved yet.',
		unkept: 'This device is full: what you fill in here stays only while this page is open.',
		chosen: (n) => (n === 1 ? '1 answer' : `${n} answers`),
		recount: 'count again',
		uncertain: 'Time uncertain',
		uncertainHint: 'The clock of a device was wrong. Please check date, start and end.',
		countable: 'countable in statistics (§ 28)',
		asynchronous: 'Only one side wrote: it counts as a contact, without time together.',
		several: (contacts, minutes) => `Since the last monitoring ${contacts} contacts, ${minutes} minutes together.`,
		takeAll: 'Take all minutes',
		problems: {
			required: 'Please fill in.',
			'no-day': 'There is no such day.',
			'in-future': 'This day is in the future.',
			'no-time': 'Please enter a time.',
			'no-number': 'Please enter a whole number.',
			'out-of-bounds': 'This number is too small or too large.',
			'no-choice': 'Please choose again.',
			'too-long': 'This text is too long.'
		},
		leaveTitle: 'Not saved yet',
		leaveLead: 'What shall become of your entries?',
		keep: 'Keep as a draft',
		discard: 'Discard',
		asNew: 'Save as a new monitoring'
	},

	monitoringView: {
		title: 'Monitoring',
		nothing: 'No answers.',
		newer: 'Made with a newer version: labels are missing here.',
		history: (n) => (n === 1 ? 'History: 1 change' : `History: ${n} changes`),
		made: (name, time) => `Made by ${name}, ${time}`,
		changed: (name, time) => `${name}, ${time}`,
		change: (label, before, after) => `${label}: ${before} → ${after}`,
		rivalry: (label) => `${label}: two people wrote at once.`,
		held: (value, name) => `“${value}” by ${name} holds, since it was later.`,
		other: (value, name) => `“${value}” by ${name}`
	}
};
