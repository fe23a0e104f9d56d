/** Copying for a person. */
import { Fault } from '../base/fault';

/** Puts `text` on the clipboard. Rejects with 'copy-refused' where the browser does not let a page do that. */
export async function copyText(text: string): Promise<void> {
	try {
		await navigator.clipboard.writeText(text);
	} catch (cause) {
		// a TypeError where there is no clipboard at all
		if (!(cause instanceof DOMException || cause instanceof TypeError)) throw cause;
		throw new Fault('copy-refused', { cause });
	}
}
