/** A message that somebody sent, and what she may rely on. */

/** What became of something that somebody asked for. Unknown: her page died before it said. */
export type Fate = 'unknown' | 'kept' | 'refused';

/** See the header. */
export class Said {
	/** What sending it came to, as her page was told. */
	answer: Fate = 'unknown';
	/** Whether it was ever shown as being at the relay. */
	wasRelayed = false;

	/** `by`: whose it is: berta, cem, anton, mia, kim. */
	constructor(
		readonly text: string,
		readonly stream: string,
		readonly by: string,
		readonly page: { readonly isGone: boolean },
		readonly vault: { readonly isDurable: boolean }
	) {}

	/**
	 * What must be true of it by now. A page that keeps nothing on its device promises its own life alone, and shows
	 * the mark "unsent" until the relay has the message: what had not gone when it died is nobody's to find. Once the
	 * device remembers, all that was said before is kept, too.
	 */
	get fate(): Fate {
		return this.answer === 'kept' && this.page.isGone && !this.vault.isDurable ? 'unknown' : this.answer;
	}
}
