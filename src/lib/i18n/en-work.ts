/** The English texts that only counsellors read. */
import type { deWork } from './de-work';
import { enColleagues } from './en-colleagues';
import { enExporting } from './en-exporting';
import { enGroups } from './en-groups';
import { enHelp } from './en-help';
import { enMonitoring } from './en-monitoring';
import { enProfile } from './en-profile';

/** The English texts of the counsellors' pages. */
export const enWork: typeof deWork = {
	...enColleagues,
	...enExporting,
	...enGroups,
	...enHelp,
	...enMonitoring,
	...enProfile,

	rail: { label: 'Main areas', home: 'Overview', chat: 'Chat', lock: 'Lock', unread: (n) => `${n} unread` },

	availability: {
		label: 'Status',
		choose: (name, status) => `${name}, status: ${status}`,
		choice: { online: 'Online', offline: 'Not online', unavailable: 'Not reachable' },
		hint: {
			online: 'People can write to you.',
			offline: 'People can write to you all the same.',
			unavailable: 'People cannot write to you.'
		},
		absence: 'Absence text',
		absenceLead:
			'Your clients cannot write to you now. What shall they read, for example until when, and whom they can turn to?',
		absenceExample: 'I am away until Monday.',
		skip: 'Without a text',
		left: (n) => `${n} letters left`
	},

	centre: {
		title: 'Counselling centre',
		change: (name) => `${name}: change what it says`,
		lead: 'This is what people read who write to you.',
		name: 'Name',
		hours: 'Hours',
		hoursExample: 'Mon to Thu 9–16, Fri 9–12',
		answerTime: 'Answer time',
		answerExample: 'usually answers within 2 working days',
		emergencyText: 'Emergency numbers',
		emergencyHint: 'Separate several with “ · ”. Numbers can be tapped.',
		save: 'Save'
	},

	dashboard: {
		greeting: (name) => `Hello ${name}`,
		tile: 'Sofortchat (Messenger)',
		quiet: 'No unread messages',
		unread: (n) => (n === 1 ? '1 unread message' : `${n} unread messages`),
		mayGo:
			'If you do not come here for a week, this browser may delete what is on this device. Your recovery sheet brings back what has been sent. It stays for good in the installed app: choose “Share”, then “Add to Home Screen” or “Add to Dock”, and restore there with the recovery sheet.'
	},

	welcome: {
		title: 'Set up Sofortchat',
		lead: 'Nothing has been set up on this device yet. Everything you write here is encrypted and stays on your devices.',
		found: 'Set up this counselling centre',
		foundHint: 'First time here. You need the set-up code.',
		restore: 'Restore with the recovery sheet',
		restoreHint: 'You already have access and your recovery sheet at hand.',
		client: 'You are looking for counselling and were given a link? Then please open that link.'
	},

	refounding: {
		open: 'Set up again …',
		title: 'Set up the other end again',
		lead: 'When the other end has lost everything it shows a new set-up code as it starts. With it you set up your centre there again. What is on your devices and on those of the others is then sent once more. Links that nobody has opened yet, open invitations and recovery sheets are of no use then: you will need new ones.',
		submit: 'Set up again'
	},

	founding: {
		title: 'Set up the counselling centre',
		code: 'Set-up code',
		codeHint: 'It was shown when Sofortchat was started on your computer.',
		centre: 'Name of the centre',
		name: 'Your name',
		nameHint: 'This is how people who write to you will see you.',
		picture: 'Picture',
		passphrase: 'Passphrase',
		passphraseHint:
			'Four or five words that have nothing to do with each other work best. It opens Sofortchat on this device.',
		submit: 'Set up',
		busy: 'Setting up …',
		begun: 'You have begun to set up a counselling centre here. Your passphrase takes you on.',
		anew: 'Start over'
	},

	picture: {
		choose: 'Choose a picture',
		change: 'Another picture',
		remove: 'Remove picture',
		hint: 'Will be made smaller; place and time of the photo are removed.'
	},

	passphrase: {
		show: 'Show passphrase',
		hide: 'Hide passphrase',
		strength: {
			empty: 'Still empty',
			weak: 'Too easy to guess',
			fair: 'Sufficient',
			good: 'Good',
			strong: 'Very good'
		},
		strengthLabel: 'Strength'
	},

	sheet: {
		title: 'Your recovery sheet',
		lead: 'If you forget your passphrase or lose this device, only these 18 words bring you back. Print the sheet or copy the words by hand, and keep it safe – away from the device.',
		paperLead:
			'These 18 words open your access on a new device. Whoever knows them can read everything: keep this sheet locked away.',
		centre: 'Centre',
		name: 'Name',
		date: 'Date',
		words: 'The 18 words',
		print: 'Print',
		next: 'I have the sheet',
		how: 'How: open Sofortchat in a browser, choose “Restore with the recovery sheet”, and enter the words in order.'
	},

	check: {
		title: 'A quick check',
		lead: 'Please enter two words from your recovery sheet.',
		word: (n) => `Word ${n}`,
		wrong: (n) => `Word ${n} is not right. Please look at the sheet once more.`,
		submit: 'Check',
		busy: 'One moment …',
		again: 'Show the sheet again'
	},

	unlock: {
		title: 'Welcome back',
		lead: 'Your passphrase opens Sofortchat on this device.',
		submit: 'Open',
		busy: 'Opening …'
	},

	restore: {
		title: 'Restore',
		words: 'The 18 words of your recovery sheet',
		wordsHint: 'In order, with spaces between them. Capitals do not matter.',
		count: (n) => `${n} of 18 words`,
		passphrase: 'New passphrase for this device',
		submit: 'Restore',
		busy: 'Restoring …'
	},

	list: {
		heading: 'Clients',
		add: 'Open a new stream',
		search: 'Search',
		sortByTime: 'Sort by time',
		sortByName: 'Sort by name',
		newestFirst: 'newest first',
		oldestFirst: 'oldest first',
		aToZ: 'A to Z',
		zToA: 'Z to A',
		label: 'Conversations',
		draft: 'Draft:',
		you: 'You:',
		link: { locked: 'Locked', unopened: 'Link not opened yet', opened: 'Opened' },
		present: 'here now',
		over: 'Not in it any more',
		silent: 'No message yet',
		empty: 'No conversations yet.',
		notFound: 'Nobody found.',
		found: (n) => (n === 1 ? '1 conversation found' : `${n} conversations found`)
	},

	opening: {
		title: 'Open a new stream',
		search: 'Search for a person',
		empty: 'Nobody has been added yet.',
		everyone: 'You already have a conversation with everybody.',
		notFound: 'Nobody found.',
		create: 'Add a person',
		pseudonym: 'Name or pseudonym',
		pseudonymHint: 'A pseudonym is enough. Only your centre sees it.',
		submit: 'Add',
		busy: 'Adding …'
	},

	access: {
		title: (name) => `Access link for ${name}`,
		show: 'Show access link',
		lead: 'Whoever opens this link can write to you, without an account. Give it to this person only. Whoever has it can still read and write as this person later on, until they choose “Only me” on their device (in Safari and on an iPhone only from the Home Screen) or get a new link. Each further opening is shown in the conversation.',
		qr: 'QR code of the access link',
		link: 'Access link',
		copy: 'Copy link',
		share: 'Share',
		print: 'Print card',
		pending: 'The link works as soon as it has been sent',
		valid: 'The link works. For 14 days, until it is first opened.',
		shareText: 'You can write here:',
		cardTitle: 'You can write here',
		cardLead: 'Point your camera at the code, or type the link into a browser.',
		gone: 'There is no link for this person on this device.'
	},

	fields: {
		fill: 'Please fill this in.',
		choose: 'Please choose.',
		day: 'Please enter a date like 24/12/2026.',
		time: 'Please enter a time like 14:05.',
		notBefore: (day) => `On ${day} at the earliest.`,
		notAfter: (day) => `On ${day} at the latest.`,
		dayForm: 'DD/MM/YYYY',
		timeForm: 'HH:MM',
		calendar: 'Calendar'
	},

	notify: {
		ask: 'Be told of new messages?',
		yes: 'Yes, please'
	}
};
