/** The English texts. */
import type { Catalogue } from './de';
import { enWork } from './en-work';

/** The English texts. Labels that the German help page fixes keep their German name in brackets where it helps. */
export const en: Catalogue = {
	...enWork,
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

	notices: {
		somebody: 'Somebody from the centre',
		at: (what, when) => `${what}, ${when}`,
		last: (times, when) => `${String(times)} times, last ${when}`,
		here: 'Opened here (this device)',
		opened: 'Your link was opened on a new device or in a new window',
		clientOpened: (name) => `${name} opened the link on a new device or in a new window`,
		counsellorDevice: (name) => `${name} writes from another device`,
		keys: (name) => `The access of ${name} was renewed`,
		ownLink: 'You were given a new link',
		link: (name) => `New link for ${name}`,
		locked: 'Access was locked',
		came: (name) => `${name} reads and writes here now`,
		left: (name) => `${name} is no longer here`
	},
	stream: {
		pick: 'Choose a conversation on the left.',
		fresh: (name) => `Write the first message. ${name} will see it once the link has been opened.`,
		freshOpened: 'Write the first message.',
		messages: 'Messages',
		unkept: 'This device is full: what you write here stays only while this page is open.',
		windows: 'Windows of this conversation',
		dn: 'DN',
		dnTitle: 'Direct messages',
		window: { members: 'Members', docs: 'Docs', profile: 'Profile', statistics: 'Statistics' },
		present: 'here now',
		absent: 'not here',
		typing: (name) => `${name} is typing …`,
		over: {
			group: 'You are no longer in this group. What you could read stays.',
			single: 'You are no longer in this conversation. What you could read stays.'
		},
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

	attachments: {
		one: 'Document',
		list: 'Documents',
		add: 'Attach a document',
		transfer: 'Send a document',
		download: 'Download',
		erase: 'Delete',
		more: (name) => `More about ${name}`,
		enlarge: (name) => `Show ${name} larger`,
		none: 'No documents yet.',
		drop: 'Let go to send',
		erased: 'Document deleted',
		elsewhere: 'not loaded yet',
		later: 'will be sent later',
		sending: (percent) => `sending … ${percent} %`,
		preparing: (percent) => `preparing … ${percent} %`,
		fetching: (percent) => `loading … ${percent} %`,
		lost: 'cannot be opened',
		cancelOf: (name) => `Cancel: ${name}`,
		dangerous: 'Careful: this file may start programs when opened.',
		placeAsk: 'This recording may tell where it was made. That could not be removed.',
		placeYes: 'Send anyway',
		placeNo: 'Discard',
		eraseTitle: 'Delete this document?',
		eraseAsk: (name) =>
			`“${name}” will disappear from all devices and cannot be brought back. Whoever has downloaded it keeps that copy.`,
		by: (name) => `by ${name}`
	},

	status: {
		shown: { online: 'Online', offline: 'Not online', unavailable: 'Not reachable' },
		whileAway: 'written while you could not be reached',
		wasAway: (name) => `${name} could not be reached`,
		closed: (name) => `${name} can not be reached at the moment.`,
		closedWhy: 'You can not write just now. The text field opens again by itself.',
		over: {
			gone: {
				what: 'The person you wrote to is no longer here.',
				why: 'Nobody reads along here any more. Your messages are not lost: please turn to whoever gave you the link.'
			},
			shut: {
				what: 'Your way into this conversation was closed.',
				why: 'Ask for a new link to go on writing. Your messages are not lost.'
			}
		},
		hours: 'Hours:',
		draft: 'Your draft is kept:',
		reopened: 'You can write again.'
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
		streams: 'Your conversations',
		leave: 'Leave quickly',
		leaveHint: 'To a neutral page at once – or press Esc twice',
		fresh: (name) => `Write to ${name}. You do not have to give your name.`,
		keepOpen: 'Not sent yet. Please keep this page open.'
	},

	invitation: {
		title: (group) => `Invitation to the group “${group}”`,
		lead: 'The others see you only once you join – and only under the name that you choose here.',
		name: 'You appear there as',
		yes: 'Join',
		no: 'No'
	},

	standIn: {
		label: 'Who answers you',
		from: (day, name) => `From ${day}: ${name}.`,
		between: (from, until, name) => `From ${from} to ${until}: ${name}.`,
		lead: (name) => `${name} will then read what is written here, and answer you.`,
		asked: (name) => `${name} only reads along once you agree.`,
		yes: 'Agreed',
		question: 'Ask a question'
	},

	remember: {
		ask: '✓ Sent. Who uses this device?',
		here: 'Only me',
		nowhere: 'Others, too',
		kept: 'The conversation stays on this device.',
		busy: 'Keeping it on this device …',
		wayBack: 'How to come back:',
		wayBackStep: 'Open the same link.',
		nothingKept:
			'Your messages do not stay on this device. Whoever has the link can read them and write as you; each opening is shown in the conversation.',
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

	nowhere: {
		title: 'This page does not exist.',
		lead: 'If you wish to write here, please open the link that you were given once more.',
		home: 'To Sofortchat'
	},

	emergency: 'Danger to life: 112 · Someone to talk to (German): 0800 111 0 111',

	update: { ready: 'A new version is ready.', apply: 'Reload' },

	errors: {
		'setup-code-wrong': 'The set-up code is not right. Please check it character by character.',
		'setup-code-used': 'A centre has already been set up with this code. Your recovery sheet lets you in.',
		'passphrase-wrong': 'The passphrase is not right.',
		'passphrase-weak': 'This passphrase is too easy to guess. Use more words.',
		'recovery-replaced': 'This recovery sheet is no longer good: a newer one has taken its place.',
		'recovery-words-wrong': 'These words are not right. Please compare them with the recovery sheet.',
		'link-mangled': 'This link is incomplete or has been changed.',
		'link-foreign': 'This link does not belong to this page.',
		'link-unknown': 'This link is not known here, or not yet.',
		'link-expired': 'This link has expired.',
		'link-revoked': 'This link is no longer valid.',
		'link-kept-elsewhere': 'This conversation is kept on another device.',
		'invitation-mangled': 'This invitation link is incomplete or changed. Please open it once more as a whole.',
		'invitation-unknown': 'This invitation is not here yet, or no longer. Please ask the person who gave it to you.',
		'invitation-expired': 'This invitation has expired. Please ask for a new one.',
		'invitation-withdrawn': 'This invitation was withdrawn.',
		'invitation-used': 'This invitation has been used already. It is good for once.',
		'message-empty': 'The message is empty.',
		'message-too-long': 'The message is too long. Please shorten it or send it in parts.',
		'name-empty': 'Please enter a name.',
		'name-too-long': 'This name is too long.',
		'text-too-long': 'This text is too long.',
		'picture-unreadable': 'This picture can not be read. Please choose another one (JPEG, PNG or WebP).',
		'attachment-too-large': 'This file is too large.',
		'day-past': 'That day has passed already.',
		'not-allowed': 'You are not allowed to do this here.',
		'charter-moved': 'Something has changed in the meantime. Please try again.',
		'group-ring': 'That is not possible: this group already contains the group it is to go into.',
		'founder-stays': 'Whoever founded the group stays in it.',
		'form-incomplete': 'Please check the marked fields.',
		'topic-known': 'There is such a topic already.',
		'topics-full': 'No more topics of your own are possible.',
		'monitoring-gone': 'This monitoring has been deleted meanwhile.',
		'monitoring-newer': 'This monitoring was made with a newer version. Please reload the page to edit it.',
		'no-connection': 'No connection. Please try again once you are online.',
		'relay-nonsense': 'The other end gives answers that make no sense. Please try again later.',
		'relay-too-new': 'This page is out of date. Please reload it.',
		'relay-diverged':
			'The other end shows another history than this device. Please contact the person who looks after Sofortchat.',
		'relay-forgot':
			'The other end does not know this device at the moment, perhaps after a failure. What you write stays on this device until it does. If this goes on, please ask whoever runs Sofortchat.',
		'relay-withholds':
			'The other end holds messages back. What you write stays on this device until they come. If this goes on, please ask whoever runs Sofortchat.',
		'storage-full': 'The storage of this device is full. Please make room and try again.',
		'storage-unreadable': 'Some data on this device is damaged. What had been sent is fetched again.',
		'storage-missing': 'This browser may not store anything here (a private window, or cookies are blocked).',
		'session-over': 'Sofortchat has been locked meanwhile. Please unlock it and try again.',
		'crypto-missing': 'This browser can not encrypt. Please use an up-to-date one.',
		'not-secure': 'This page came without encryption. Please open it with https:// before its address.',
		'entry-damaged': 'A message arrived damaged and is not shown.',
		'file-changed': 'The file changed while it was being read. Please choose it again.',
		'file-unreadable': 'This file can not be read. Please choose it again.',
		'attachment-missing': 'This document has not been transferred yet. Please try again later.',
		'attachment-gone': 'This document was deleted.',
		'attachment-damaged': 'This document arrived damaged and can not be opened.',
		'relay-full': 'There is no more room for documents here. Please delete older ones.',
		'copy-refused': 'The browser does not allow copying here. Please select the text and copy it by hand.',
		trouble: 'Something went wrong here. If anything is missing on this page, please reload it.',
		unexpected: 'That did not work. Please try again.'
	}
};
