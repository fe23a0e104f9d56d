/** The English texts. */
import type { Catalogue } from './de';
import { enErrors } from './en-errors';
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
		replyGone: 'This message is not on this device',
		marks: {
			unsent: 'not sent yet',
			local: 'on this device',
			relayed: 'sent',
			delivered: 'delivered',
			read: 'read'
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
		closed: (name) => `${name} cannot be reached at the moment.`,
		closedWhy: 'You cannot write just now. The text field opens again by itself.',
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
		no: 'No',
		agreed: (group) =>
			`You have agreed. The group “${group}” appears here as soon as your answer has been transferred.`,
		withdrawn: (group) => `The invitation to the group “${group}” has been withdrawn in the meantime.`,
		seen: 'Understood'
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
		copy: 'Copy link',
		mayGo:
			'If nobody comes for a week, the browser may delete it. So keep your link: as long as it holds, it opens it again. Whoever has it can read and write as you.',
		home: 'How it stays longer',
		homeShare: 'Tap “Share”:',
		homeAdd: 'Choose:',
		homeLabel: 'Add to Home Screen',
		homeMac: 'On a Mac it is called “Add to Dock”.',
		homeOpen: 'Open it from there and choose “Only me” once more.'
	},

	refused: {
		held: 'What you wrote',
		title: 'The conversation cannot be opened',
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

	errors: enErrors
};
