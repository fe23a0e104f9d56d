/** A message that somebody sent, and what she may rely on. */

/** The fate of a request. Unknown: her page died before it said. */
export type Fate = 'unknown' | 'kept' | 'refused';

/** See the header. */
export class Said {
	/** The result of sending it, as her page was told. */
	answer: Fate = 'unknown';
	/** Whether it was ever shown as being at the relay. */
	wasRelayed = false;

	/** `by`: its author: berta, cem, anton, mia or kim. */
	constructor(
		readonly text: string,
		readonly stream: string,
		readonly by: string,
		readonly page: { readonly isGone: boolean },
		readonly vault: { readonly isDurable: boolean }
	) {}

	/**
	 * What must be true of it by now. A page that keeps nothing on its device promises only for its own life, and
	 * shows the mark "unsent" until the relay has the message: nobody can expect what had not gone when it died.
	 * Once the device remembers, everything said before is kept, too.
	 */
	get fate(): Fate {
		return this.answer === 'kept' && this.page.isGone && !this.vault.isDurable ? 'unknown' : this.answer;
	}
}
