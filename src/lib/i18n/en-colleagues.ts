/** English, counsellors' pages. Colleagues: inviting, roles, removing, standing in. */
import type { deColleagues } from './de-colleagues';

/** The English texts. */
export const enColleagues: typeof deColleagues = {
	team: {
		pageTitle: 'Colleagues – Sofortchat',
		rail: 'Team',
		heading: 'Colleagues',
		list: 'Colleagues',
		counsellor: 'Counsellor',
		lead: 'Lead',
		me: 'You',
		invited: 'invited',
		expired: 'invitation expired',
		leaving: 'will be removed once connected',
		alone: 'You are alone here so far.',
		aloneNoLead: 'The lead invites new colleagues.',
		invite: 'Invite',
		showLink: 'Show link',
		withdraw: 'Withdraw',
		remove: 'Remove',
		profile: 'Edit profile',
		ofPerson: (action, name) => `${action}: ${name}`
	},
	inviting: {
		title: 'Invite a colleague',
		name: 'Name',
		nameHint: 'The person who is invited can change it.',
		role: 'Role',
		counsellor: 'Counsellor',
		counsellorHint: 'Counsels clients and groups.',
		lead: 'Lead',
		leadHint: 'Can also invite and remove colleagues.',
		submit: 'Invite',
		busy: 'Preparing …',
		linkTitle: (name) => `Invitation for ${name}`,
		linkLead: 'Whoever opens this link belongs to the team. Give it to this person only. It is good for once.',
		qr: 'QR code of the invitation',
		link: 'Invitation link',
		pending: 'The link works once it has been transmitted',
		valid: 'The link works for 14 days.',
		shareText: 'Here is your link:',
		cardTitle: 'Your link',
		cardLead: 'Point the camera at the code or type the link into a browser.'
	},
	removing: {
		title: (name) => `Remove ${name}?`,
		lead: (name) =>
			`${name} learns nothing new from the shared directory and is no longer shown to clients as a counsellor of this centre.`,
		stays: 'What is on this person’s device stays there. Their conversations do not pass to others by themselves.',
		clients: (names, n, more) =>
			`${n === 1 ? 'This person' : 'These people'} may have nobody afterwards: ${names}${more > 0 ? ` and ${String(more)} more` : ''}. What was not handed over before is read only by the device that hosted it; the field to write in closes. Open a new stream for them and give them a new link there: whoever made the old one knows it.`,
		alone: (groups, n) =>
			`No counsellor would be left in ${n === 1 ? 'this group' : 'these groups'}, and nobody could add or remove anybody there: ${groups}. Have somebody of the team added first.`,
		offline: 'Without a connection this is noted and happens with the next one.',
		submit: 'Remove',
		withdrawTitle: (name) => `Withdraw the invitation for ${name}?`,
		withdrawLead: 'The link then leads nowhere any more.',
		withdrawSubmit: 'Withdraw'
	},
	joining: {
		title: (centre) => `Welcome to ${centre}`,
		loading: 'Opening the invitation …',
		as: (role) => `You are invited as: ${role}.`,
		failed: 'The invitation cannot be opened',
		again: 'Try again',
		submit: 'Join',
		busy: 'Joining …',
		occupied: 'Somebody is set up on this device already. Open the invitation in another browser or on another device.'
	},
	ownProfile: {
		title: 'Profile',
		name: 'Your name',
		nameHint: 'Clients and colleagues see name and picture.',
		picture: 'Picture',
		submit: 'Save',
		sheet: 'Recovery sheet',
		newSheet: 'New recovery sheet …',
		sheetHint: 'If somebody may have seen your sheet, or you cannot find it any more: make a new one.',
		renewing: 'The new sheet is good as soon as it is transmitted. Until then the old one is.',
		renewed: (when) => `This sheet is good since ${when}. The one before opens nothing any more.`
	},
	newSheet: {
		title: 'New recovery sheet',
		lead: 'You will get 18 new words. Once you have entered two of them and the sheet is transmitted, the old one opens nothing any more.',
		already: 'What somebody has already opened with the old sheet stays with them.',
		passphrase: 'Your passphrase',
		submit: 'Show the new sheet'
	},
	removed: {
		title: 'No access any more',
		lead: 'You no longer belong to the team of this centre. Nothing new arrives here. What is on this device stays on it, locked with your passphrase.'
	}
};
