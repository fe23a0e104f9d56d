/** Initial values of a new monitoring, as far as the stream provides them. monitoring.md; pure. */
import { wallClock } from './berlin';
import { contactsIn, firstResponse, type Contact, type Written } from './contacts';
import { fieldsOf, isUnsaid, type Field, type Value, type Values } from './fields';
import { newestFirst, type Monitoring } from './monitorings';
import { STANDARD, withOwnLists, type OwnLists } from './own-lists';
import { sectionsOf, type Sheets } from './templates';

/** The sources of a new monitoring. */
export interface Circumstances {
	readonly sheets: Sheets;
	readonly kind: 'single' | 'group';
	readonly messages: readonly Written[];
	/** The stream's other monitorings, in any order. */
	readonly earlier: readonly Monitoring[];
	readonly profile: Values;
	readonly nowMs: number;
	/** The current counsellor's identity, and the centre's name. */
	readonly me: string;
	readonly centre: string;
	/** The centre's own lists; the standard ones by default. */
	readonly own?: OwnLists;
}

/** What the stream shows for the time since the last monitoring. */
export interface Volume {
	readonly sinceMs: number;
	readonly untilMs: number;
	/** Oldest first. */
	readonly contacts: readonly Contact[];
	/** The booked minutes of all contacts. */
	readonly booked: number;
	/** Read-only fields, by id. */
	readonly counts: Values;
	readonly isTimeUncertain: boolean;
}

/** A new monitoring's fields and their basis. */
export interface Prefilled {
	readonly values: Values;
	/** Fields that were filled in, not including counts. */
	readonly filled: ReadonlySet<string>;
	readonly volume: Volume;
}

/** The end of what earlier monitorings have counted; 0 when there are none. */
export function countedUntil(earlier: readonly Monitoring[]): number {
	return earlier.reduce((latest, { untilMs }) => Math.max(latest, untilMs), 0);
}

/** The volume after `sinceMs`, up to and including `untilMs`. */
export function volumeOf(messages: readonly Written[], sinceMs: number, untilMs: number): Volume {
	const within = messages.filter(({ atMs }) => atMs > sinceMs && atMs <= untilMs);
	const contacts = contactsIn(within);
	const response = firstResponse(within);
	const by = (side: Written['side']): number => within.filter((message) => message.side === side).length;
	return {
		sinceMs,
		untilMs,
		contacts,
		booked: contacts.reduce((sum, contact) => sum + contact.booked, 0),
		counts: {
			nwC: by('client'),
			nwB: by('counsellor'),
			docs: within.filter(({ hasAttachment }) => hasAttachment).length,
			contacts: contacts.length,
			...(response === null ? {} : { resp: response })
		},
		isTimeUncertain: contacts.some(({ isTimeUncertain }) => isTimeUncertain)
	};
}

/** How many contacts no monitoring has counted yet: "2 Kontakte ohne Monitoring". */
export function unrecordedContacts(messages: readonly Written[], earlier: readonly Monitoring[]): number {
	return volumeOf(messages, countedUntil(earlier), Infinity).contacts.length;
}

/** Whether a follow-up is due today or overdue: "Wiedervorlage heute". Only the newest monitoring counts. */
export function isDue(monitorings: readonly Monitoring[], nowMs: number): boolean {
	const next = newestFirst(monitorings)[0]?.values.next;
	return typeof next === 'string' && next !== '' && next <= wallClock(nowMs).day;
}

/** The fields of a new monitoring, as far as the stream provides them. */
export function prefill(circumstances: Circumstances): Prefilled {
	const { sheets, messages, earlier } = circumstances;
	const untilMs = messages.reduce((latest, { atMs }) => Math.max(latest, atMs), 0);
	const volume = volumeOf(messages, countedUntil(earlier), untilMs);
	const contact = volume.contacts.at(-1) ?? null;
	const values: Record<string, Value> = {};
	const filled = new Set<string>();
	for (const field of fieldsOf(withOwnLists(sectionsOf(sheets), circumstances.own ?? STANDARD))) {
		const value = field.kind === 'count' ? volume.counts[field.id] : first(field, circumstances, contact);
		if (value === undefined || isUnsaid(value) || isOutOfUse(field, value)) continue;
		values[field.id] = value;
		if (field.kind !== 'count') filled.add(field.id);
	}
	return { values, filled, volume };
}

/** Whether the centre no longer offers the value that would be filled in. */
function isOutOfUse({ options = [] }: Field, value: Value): boolean {
	return options.some(({ id, isOff }) => id === value && isOff);
}

function first(field: Field, from: Circumstances, contact: Contact | null): Value | undefined {
	const rule = field.prefill;
	if (typeof rule === 'object') return rule.value;
	const isGroup = from.kind === 'group';
	switch (rule) {
		case 'day':
			return wallClock(contact?.fromMs ?? from.nowMs).day;
		case 'begin':
			return contact ? wallClock(contact.fromMs).time : undefined;
		case 'end':
			return contact ? wallClock(contact.toMs).time : undefined;
		case 'minutes':
			return contact?.booked;
		case 'me':
			return from.me;
		case 'centre':
			return from.centre;
		case 'channel':
			return isGroup ? 'gruppenchat' : 'sofortchat';
		case 'setting':
			return isGroup ? 'gruppe' : 'einzel';
		case 'contactType':
			return from.earlier.length === 0 ? 'erst' : 'folge';
		case 'last':
			return newestFirst(from.earlier)[0]?.values[field.id] ?? from.profile[field.id];
		case 'profile':
			return from.profile[field.id] ?? (field.id === 'lang' ? 'de' : undefined);
		default:
			return undefined;
	}
}
