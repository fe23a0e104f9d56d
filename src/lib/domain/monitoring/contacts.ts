/** Contacts in a stream: messages split where nobody wrote for more than half an hour. */

import type { Message } from '../messages';

/** A message as the statistics see it. */
export interface Written {
	readonly side: 'client' | 'counsellor';
	/** The time claimed by its author: never rewritten. */
	readonly atMs: number;
	/** Its author: each has her own clock. */
	readonly author: string;
	readonly isTimeUncertain: boolean;
	readonly hasAttachment: boolean;
}

/** The statistics' view of a message. */
export function writtenOf({ side, atMs, author, isTimeUncertain, attachment }: Message): Written {
	return { side, atMs, author, isTimeUncertain, hasAttachment: attachment !== null };
}

/** One contact. */
export interface Contact {
	readonly fromMs: number;
	readonly toMs: number;
	/** Whether both sides wrote; otherwise it is an asynchronous contact, like a letter. */
	readonly isLive: boolean;
	/** Active minutes, unrounded; 0 when asynchronous. */
	readonly minutes: number;
	/** The same, rounded up to a multiple of 5, as booked. */
	readonly booked: number;
	/** At least 30 active minutes: counts under § 28. */
	readonly isCountable: boolean;
	/** Whether a device's clock cannot have been right. */
	readonly isTimeUncertain: boolean;
	readonly messages: readonly Written[];
}

const MINUTE_MS = 60_000;
/** A longer silence begins a new contact. */
export const GAP_MS = 30 * MINUTE_MS;
/** § 28 counts from here on. */
const COUNTABLE_MINUTES = 30;
const LEAST_MINUTES = 5;
/** Reading the first and writing the last message takes time, too. */
const AROUND_MINUTES = 2;
/** Booked minutes are a multiple of this. */
const STEP_MINUTES = 5;

/** The contacts in these messages, by their claimed times, oldest first. */
export function contactsIn(messages: readonly Written[]): readonly Contact[] {
	const sorted = [...messages].sort((a, b) => a.atMs - b.atMs);
	const blocks: Written[][] = [];
	for (const message of sorted) {
		const block = blocks.at(-1);
		const last = block?.at(-1);
		if (block && last && message.atMs - last.atMs <= GAP_MS) block.push(message);
		else blocks.push([message]);
	}
	return blocks.map(contactOf);
}

/** Minutes from a client's first message to the first answer; null while there is none. */
export function firstResponse(messages: readonly Written[]): number | null {
	const sorted = [...messages].sort((a, b) => a.atMs - b.atMs);
	const asked = sorted.find(({ side }) => side === 'client');
	const answered = asked && sorted.find(({ side, atMs }) => side === 'counsellor' && atMs >= asked.atMs);
	return asked && answered ? Math.round((answered.atMs - asked.atMs) / MINUTE_MS) : null;
}

function contactOf(messages: readonly Written[]): Contact {
	const fromMs = messages[0]?.atMs ?? 0;
	const toMs = messages.at(-1)?.atMs ?? fromMs;
	const isLive = new Set(messages.map(({ side }) => side)).size > 1;
	const minutes = isLive ? Math.max(LEAST_MINUTES, (toMs - fromMs) / MINUTE_MS + AROUND_MINUTES) : 0;
	return {
		fromMs,
		toMs,
		isLive,
		minutes,
		booked: Math.ceil(minutes / STEP_MINUTES) * STEP_MINUTES,
		isCountable: minutes >= COUNTABLE_MINUTES,
		isTimeUncertain: messages.some(({ isTimeUncertain }) => isTimeUncertain) || hasStoodStill(messages),
		messages
	};
}

/** A clock that was set back stands still until time catches up: nobody writes twice in one millisecond. */
function hasStoodStill(messages: readonly Written[]): boolean {
	const seen = new Set<string>();
	for (const { author, atMs } of messages) {
		const key = `${author} ${String(atMs)}`;
		if (seen.has(key)) return true;
		seen.add(key);
	}
	return false;
}
