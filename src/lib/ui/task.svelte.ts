/** Work started by a button: a second press does nothing while it runs, and a failure becomes a sentence beside it. */
import { sentenceOf } from './sentence';

/** See the header. Reactive. */
export class Task {
	isBusy = $state(false);
	/** Why the last run failed; '' if it did not. */
	problem = $state('');

	/** Runs `work` unless it is already running. Resolves with whether it succeeded; never rejects. */
	async run(work: () => Promise<unknown>): Promise<boolean> {
		if (this.isBusy) return false;
		this.isBusy = true;
		this.problem = '';
		try {
			await work();
			return true;
		} catch (error) {
			this.problem = sentenceOf(error);
			return false;
		} finally {
			this.isBusy = false;
		}
	}
}
