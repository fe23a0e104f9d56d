/** The English texts. */
import type { Catalogue } from './de';

/** The English texts. Labels that the German help page fixes keep their German name in brackets where it helps. */
export const en: Catalogue = {
	locale: 'en-GB',
	today: 'Today',
	yesterday: 'Yesterday',

	common: {
		back: 'Back',
		cancel: 'Cancel',
		close: 'Close',
		done: 'Done',
		later: 'Later',
		next: 'Continue',
		optional: 'optional',
		copied: 'Copied',
		menu: 'More',
		loading: 'One moment …',
		skip: 'Skip to content',
		language: 'Deutsch',
		offline: 'Offline'
	},

	titles: { dashboard: 'Overview – Sofortchat', chat: 'Chat – Sofortchat', start: 'Sofortchat', client: 'Chat' },

	rail: { label: 'Main areas', home: 'Overview', chat: 'Chat', lock: 'Lock', unread: (n) => `${n} unread` },

	dashboard: {
		greeting: (name) => `Hello ${name}`,
		tile: 'Sofortchat (Messenger)',
		quiet: 'No unread messages',
		unread: (n) => (n === 1 ? '1 unread message' : `${n} unread messages`)
	},

	welcome: {
		title: 'Set up Sofortchat',
		lead: 'Nothing has been set up on this device yet. Everything you write here is encrypted and stays on your devices.',
		found: 'Set up this counselling centre',
		foundHint: 'First time here. You need the set-up code.',
		restore: 'Restore with the recovery sheet',
		restoreHint: 'You already have access and your recovery sheet at hand.'
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
		busy: 'Setting up …'
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
		unopened: 'Link not opened yet',
		opened: 'Opened',
		present: 'here now',
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
		lead: 'Whoever opens this link can write to you, without an account. Give it to this person only.',
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

	stream: {
		pick: 'Choose a conversation on the left.',
		fresh: (name) => `Write the first message. ${name} will see it once the link has been opened.`,
		freshOpened: 'Write the first message.',
		messages: 'Messages',
		windows: 'Windows of this conversation',
		dn: 'DN',
		dnTitle: 'Direct messages',
		present: 'here now',
		absent: 'not here',
		typing: (name) => `${name} is typing …`,
		unread: 'New messages',
		down: 'To the newest messages',
		downCount: (n) => (n === 1 ? '1 new message' : `${n} new messages`),
		missing: (n) => (n === 1 ? '1 message has not arrived yet' : `${n} messages have not arrived yet`),
		offline: 'Offline – will be sent later',
		connecting: 'Connecting …',
		you: 'You',
		incoming: (name, text) => `${name}: ${text}`
	},

	message: {
		actions: 'Message: more',
		reply: 'Reply',
		copy: 'Copy',
		more: 'Show more',
		retry: 'Try again',
		timeUncertain: 'time uncertain',
		suspicious: 'Careful: this address contains letters of another script',
		inReplyTo: (name) => `Reply to ${name}`,
		replyGone: 'This message is not on this device',
		marks: {
			unsent: 'not sent yet',
			local: 'on this device',
			relayed: 'sent',
			delivered: 'delivered',
			read: 'read',
			failed: 'not sent – try again'
		}
	},

	composer: {
		label: (name) => `Message to ${name}`,
		own: 'Your message',
		send: 'Send',
		replyTo: (name) => `Reply to ${name}`,
		cancelReply: 'Discard reply',
		room: (n) => `Room for about ${n.toLocaleString('en-GB')} more characters`,
		over: (n) => `About ${n.toLocaleString('en-GB')} characters too long`
	},

	door: {
		title: 'You can write here.',
		lead: 'Free of charge, without an account.',
		open: 'Open conversation',
		opening: 'Opening …'
	},

	client: {
		leave: 'Leave quickly',
		leaveHint: 'To a neutral page at once – or press Esc twice',
		fresh: (name) => `Write to ${name}. You do not have to give your name.`,
		keepOpen: 'Not sent yet. Please keep this page open.'
	},

	remember: {
		ask: '✓ Sent. Who uses this device?',
		here: 'Only me',
		nowhere: 'Others, too',
		kept: 'The conversation stays on this device.',
		busy: 'Keeping it on this device …',
		wayBack: 'How to come back:',
		wayBackStep: 'Open the same link.',
		nothingKept: 'Your messages do not stay on this device.',
		copy: 'Copy link'
	},

	refused: {
		held: 'What you wrote',
		title: 'The conversation can not be opened',
		again: 'Try again',
		next: {
			link: 'Please open the whole link once more, just as you received it. Or ask the person who gave it to you for a new one.',
			newLink: 'Your messages are not lost. Ask the person who gave you the link for a new one.',
			elsewhere: 'Open the conversation on the device where you chose “Only me”. Or ask for a new link.',
			connection: 'Check your connection and try again. The link stays valid.',
			browser: 'Open the link in an up-to-date browser: Chrome, Edge, Firefox or Safari.',
			retry: 'Please try again. The link stays valid.'
		}
	},

	nowhere: { title: 'This page does not exist.', home: 'To the start page' },

	update: { ready: 'A new version is ready.', apply: 'Reload' },

	notify: {
		ask: 'Be told of new messages?',
		yes: 'Yes, please'
	},

	errors: {
		'setup-code-wrong': 'The set-up code is not right. Please check it character by character.',
		'setup-code-used': 'A centre has already been set up with this code. Your recovery sheet lets you in.',
		'passphrase-wrong': 'The passphrase is not right.',
		'passphrase-weak': 'This passphrase is too easy to guess. Use more words.',
		'recovery-words-wrong': 'These words are not right. Please compare them with the recovery sheet.',
		'link-mangled': 'This link is incomplete or has been changed.',
		'link-foreign': 'This link does not belong to this page.',
		'link-unknown': 'This link is not known here, or not yet.',
		'link-expired': 'This link has expired.',
		'link-revoked': 'This link is no longer valid.',
		'link-kept-elsewhere': 'This conversation is kept on another device.',
		'message-empty': 'The message is empty.',
		'message-too-long': 'The message is too long. Please shorten it or send it in parts.',
		'name-empty': 'Please enter a name.',
		'name-too-long': 'This name is too long.',
		'picture-unreadable': 'This picture can not be read. Please choose another one (JPEG, PNG or WebP).',
		'not-allowed': 'You are not allowed to do this here.',
		'charter-moved': 'Something has changed in the meantime. Please try again.',
		'no-connection': 'No connection. Please try again once you are online.',
		'relay-nonsense': 'The other end gives answers that make no sense. Please try again later.',
		'relay-too-new': 'This page is out of date. Please reload it.',
		'relay-diverged':
			'The other end shows another history than this device. Please contact the person who looks after Sofortchat.',
		'storage-full': 'The storage of this device is full. Please make room and try again.',
		'storage-unreadable': 'Some data on this device is damaged. What had been sent is fetched again.',
		'storage-missing': 'This browser can not store anything here, perhaps because of a private window.',
		'crypto-missing': 'This browser can not encrypt. Please use an up-to-date one.',
		'entry-damaged': 'A message arrived damaged and is not shown.',
		unexpected: 'That did not work. Please try again.'
	}
};
