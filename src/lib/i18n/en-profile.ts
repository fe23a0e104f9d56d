/** English, counsellors' pages. A person’s profile and her way in. */
import type { deProfile } from './de-profile';

/** The English texts. */
export const enProfile: typeof deProfile = {
	zugang: {
		title: 'Access',
		open: 'Access is open.',
		renewing: 'The new link is valid as soon as it is transmitted.',
		locking: 'Will be locked once connected.',
		locked: 'Locked. A new link opens it again.',
		later: (name) => `Access is locked. ${name} reads what is written here only with a new link.`,
		another: 'Whoever leads this conversation decides about access.',
		renew: 'New link',
		renewLead: (name) =>
			`${name} then comes into your conversation with the new link alone, on her own device too. What was written before stays. Colleagues who also write with ${name} see the new link and decide for themselves.`,
		renewYes: 'Make a new link',
		lock: 'Lock',
		lockTitle: 'Lock access',
		lockLead: (name) =>
			`${name} can then write nothing more and read nothing new until you hand out a new link. What was read stays read. Conversations with other counsellors stay open.`,
		offer: (name) => `${name} has handed out a new link.`,
		accept: 'Use it for this conversation',
		acceptLead: (client, name) =>
			`${client} then comes into this conversation with ${name}’s link alone, and sees everything written in it so far. Whoever has the link can read along: ask ${client} first whether the link has really arrived.`,
		acceptYes: 'Use this link'
	},

	vertretung: {
		title: 'Standing in and handing over',
		begin: 'Stand in or hand over …',
		nobody: 'That needs a colleague in this counselling centre.',
		who: 'Who takes over?',
		how: 'For how long?',
		deputy: 'Standing in for a time',
		forGood: 'Handing over for good',
		firstDay: 'From',
		lastDay: 'Last day',
		lead: (name) =>
			`${name} will be asked. Nobody reads along before the first day unless ${name} agrees; after a question, not before it is answered.`,
		submit: 'Propose',
		withdraw: 'Take back',
		from: (day, name) => `From ${day}: ${name}.`,
		between: (from, until, name) => `${from} to ${until}: ${name}.`,
		answer: { none: 'No answer yet.', yes: 'Agreed.', question: 'Has a question.' }
	},
	profile: {
		lead: 'All of it is optional. Only your centre sees the profile.',
		saving: 'Saving …',
		kept: 'Saved on this device',
		failed: 'Not saved'
	}
};
