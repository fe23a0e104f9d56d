/** A stream as a list of what stands below each other: day pills, the unread line, grouped messages. */
import type { Message } from './messages';
import { dayNumber } from './time';

/** One line of the list. `key` is unique and stable. */
export type Item =
	| { readonly kind: 'day'; readonly key: string; readonly atMs: number }
	| { readonly kind: 'unread'; readonly key: string }
	| {
			readonly kind: 'message';
			readonly key: string;
			readonly message: Message;
			/** First of its author's burst: more room above, the name in groups. */
			readonly isFirst: boolean;
			/** Last of it: keeps its round corner. */
			readonly isLast: boolean;
	  };

/** A group of bubbles ends after this pause. */
export const BURST_MS = 5 * 60_000;

/** `messages` (oldest first) with days between them, the unread line above `firstUnread`, and bursts marked. */
export function arrange(messages: readonly Message[], firstUnread: string | null): readonly Item[] {
	const items: Item[] = [];
	let day: number | null = null;
	messages.forEach((message, i) => {
		const today = dayNumber(message.atMs);
		if (today !== day) {
			// A clock that ran backwards brings a day twice: the message's own id keeps the key unique.
			items.push({ kind: 'day', key: `day ${message.id}`, atMs: message.atMs });
			day = today;
		}
		if (message.id === firstUnread) items.push({ kind: 'unread', key: 'unread' });
		items.push({
			kind: 'message',
			key: message.id,
			message,
			isFirst: message.id === firstUnread || !belongTogether(messages[i - 1], message),
			isLast: messages[i + 1]?.id === firstUnread || !belongTogether(message, messages[i + 1])
		});
	});
	return items;
}

/** Where `firstUnread` stands among `items`, else -1. */
export function indexOfUnread(items: readonly Item[]): number {
	return items.findIndex((item) => item.kind === 'unread');
}

function belongTogether(a: Message | undefined, b: Message | undefined): boolean {
	if (a === undefined || b === undefined) return false;
	const pauseMs = b.atMs - a.atMs;
	return (
		a.author === b.author &&
		a.side === b.side &&
		Math.abs(pauseMs) <= BURST_MS &&
		dayNumber(a.atMs) === dayNumber(b.atMs)
	);
}
