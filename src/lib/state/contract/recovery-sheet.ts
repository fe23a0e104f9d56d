/** The recovery sheet as shown. */

/** What the recovery sheet says, shown once. `words` in order. */
export interface RecoverySheet {
	readonly words: readonly string[];
	readonly centreName: string;
	readonly counsellorName: string;
}
