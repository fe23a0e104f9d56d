/** The recovery sheet as it is shown. */

/** What the recovery sheet says, once, at founding. `words` in order. */
export interface RecoverySheet {
	readonly words: readonly string[];
	readonly centreName: string;
	readonly counsellorName: string;
}
