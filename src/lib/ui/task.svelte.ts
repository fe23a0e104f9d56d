/** Work started by a button: a second press does nothing while it runs, and a failure becomes a sentence beside it. */
import { codeOf, type FaultCode, type RefusalCode } from '../base/fault';
import { sentence } from './sentence';

/** See the header. Reactive. */
export class Task {
	isBusy = $state(false);
	/** Why the last run failed; '' if it did not. */
	problem = $state('');
	/** The same as a code: which field it is about. */
	code = $state<FaultCode | RefusalCode | null>(null);

	/** Runs `work` unless it is already running. Resolves with whether it succeeded; never rejects. */
	async run(work: () => Promise<unknown>): Promise<boolean> {
		if (this.isBusy) return false;
		this.isBusy = true;
		this.forget();
		try {
			await work();
			return true;
		} catch (error) {
			this.code = codeOf(error);
			this.problem = sentence(this.code);
			return false;
		} finally {
			this.isBusy = false;
		}
	}

	/** What was wrong is being changed. */
	forget(): void {
		this.problem = '';
		this.code = null;
	}
}
