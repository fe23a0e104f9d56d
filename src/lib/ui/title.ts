/** The page's title: the number of unread messages and a neutral word, never a name. */
import { attention } from '../state/page/attention.svelte';

/** `text` preceded by the number of unread messages: "(3) Chat". */
export function counted(text: string): string {
	return attention.unread > 0 ? `(${attention.unread}) ${text}` : text;
}
