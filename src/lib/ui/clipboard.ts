/** Copying to the clipboard. */
import { Fault } from '../base/fault';

/** Puts `text` on the clipboard. Rejects with 'copy-refused' if the browser does not allow it. */
export async function copyText(text: string): Promise<void> {
	try {
		await navigator.clipboard.writeText(text);
	} catch (cause) {
		// A TypeError if there is no clipboard at all.
		if (!(cause instanceof DOMException || cause instanceof TypeError)) throw cause;
		throw new Fault('copy-refused', { cause });
	}
}
