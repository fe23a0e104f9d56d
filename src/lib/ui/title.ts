/** The page's title: how many messages wait, and a neutral word; never a name. */
import { attention } from '../state/page/attention.svelte';

/** `text` with the count of unread messages before it: "(3) Chat". */
export function counted(text: string): string {
	return attention.unread > 0 ? `(${attention.unread}) ${text}` : text;
}
