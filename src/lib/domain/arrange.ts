/** A stream as a vertical list: day pills, the unread line, grouped messages. */
import type { Message } from './messages';
import { joined, type Notice } from './notices';
import { dayNumber } from './time';

/** One line of the list. `key` is unique and stable. */
export type Item =
	| { readonly kind: 'day'; readonly key: string; readonly atMs: number }
	| { readonly kind: 'unread'; readonly key: string }
	| { readonly kind: 'notice'; readonly key: string; readonly notice: Notice }
	| {
			readonly kind: 'message';
			readonly key: string;
			readonly message: Message;
			/** First of its author's burst: more room above, and the name in groups. */
			readonly isFirst: boolean;
			/** Last of its burst: keeps its round corner. */
			readonly isLast: boolean;
	  };

/** A group of bubbles ends after a pause of this length. */
const BURST_MS = 5 * 60_000;

/**
 * `messages` (oldest first) with day pills between them, the unread line above `firstUnread`, and bursts marked;
 * `notices` (oldest first) sorted in by time. Without messages nothing is shown.
 */
export function arrange(
	messages: readonly Message[],
	firstUnread: string | null,
	notices: readonly Notice[] = []
): readonly Item[] {
	const items: Item[] = [];
	let day: number | null = null;
	const begin = (id: string, atMs: number): void => {
		const today = dayNumber(atMs);
		if (today === day) return;
		// A clock that ran backwards repeats a day: the line's own id keeps the key unique.
		items.push({ kind: 'day', key: `day ${id}`, atMs });
		day = today;
	};
	let shown = 0;
	const notify = (untilMs: number): void => {
		for (let next = notices[shown]; next && next.atMs < untilMs; next = notices[++shown]) {
			const last = items.at(-1);
			const both = last?.kind === 'notice' ? joined(last.notice, next) : null;
			if (both) items.pop();
			else begin(next.id, next.atMs);
			const notice = both ?? next;
			items.push({ kind: 'notice', key: notice.id, notice });
		}
	};
	messages.forEach((message, i) => {
		const before = shown;
		notify(message.atMs);
		const isBehindNotice = shown > before;
		const isBeforeNotice = (notices[shown]?.atMs ?? Infinity) < (messages[i + 1]?.atMs ?? -Infinity);
		begin(message.id, message.atMs);
		if (message.id === firstUnread) items.push({ kind: 'unread', key: 'unread' });
		items.push({
			kind: 'message',
			key: message.id,
			message,
			isFirst: message.id === firstUnread || isBehindNotice || !belongTogether(messages[i - 1], message),
			isLast: messages[i + 1]?.id === firstUnread || isBeforeNotice || !belongTogether(message, messages[i + 1])
		});
	});
	if (messages.length > 0) notify(Infinity);
	return items;
}

/** The index of the unread line in `items`, else -1. */
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
