/** Files chosen but not yet in the stream: prepared and taken in one after the other; each can be called off. */
import { codeOf, Fault } from '../../base/fault';
import { shownName } from '../../domain/attachment-names';
import type { Sending } from '../contract/attachments';
import { prepare, type Prepared } from './pictures';

/** Takes one prepared file in. Rejects with a `Fault`, a `Refusal`, or the signal's reason. */
export type Keeper = (prepared: Prepared, onProgress: (percent: number) => void, signal: AbortSignal) => Promise<void>;

interface Job {
	readonly file: File;
	readonly controller: AbortController;
	/** Allowed to go on although it says where it was taken. */
	mayGo: boolean;
}

/** See the header. */
export class Sendings {
	#all: readonly Sending[] = [];
	readonly #jobs = new Map<number, Job>();
	#next = 1;
	#isRunning = false;

	constructor(
		readonly keep: Keeper,
		/** Called with the whole list after each change. */
		readonly tell: (all: readonly Sending[]) => void
	) {}

	get all(): readonly Sending[] {
		return this.#all;
	}

	add(files: readonly File[], how: 'chosen' | 'pasted'): void {
		for (const file of files) {
			const id = this.#next++;
			this.#jobs.set(id, { file, controller: new AbortController(), mayGo: false });
			const step = how === 'pasted' ? 'pasted' : 'waiting';
			const row: Sending = { id, name: shownName(file.name), bytes: file.size, percent: 0, step, failure: null };
			this.#put([...this.#all, row]);
		}
		void this.#run();
	}

	cancel(id: number): void {
		this.#jobs.get(id)?.controller.abort();
		this.#drop(id);
	}

	/** Retries one that failed or asked. */
	proceed(id: number): void {
		const job = this.#jobs.get(id);
		const row = this.all.find((one) => one.id === id);
		if (!job || !row) return;
		if (row.step === 'place') job.mayGo = true;
		this.#show(id, { step: 'waiting', failure: null, percent: 0 });
		void this.#run();
	}

	/** Calls all of them off. */
	stop(): void {
		for (const { controller } of this.#jobs.values()) controller.abort();
		this.#jobs.clear();
		this.#put([]);
	}

	async #run(): Promise<void> {
		if (this.#isRunning) return;
		this.#isRunning = true;
		try {
			for (;;) {
				const row = this.all.find(({ step }) => step === 'waiting');
				const job = row && this.#jobs.get(row.id);
				if (!row || !job) break;
				await this.#one(row.id, job);
			}
		} finally {
			this.#isRunning = false;
		}
	}

	async #one(id: number, { file, controller, mayGo }: Job): Promise<void> {
		const { signal } = controller;
		this.#show(id, { step: 'preparing' });
		try {
			const prepared = await prepare(file).catch((cause: unknown) => {
				// A file that was moved or may not be read; the browser's own error.
				if (!(cause instanceof DOMException)) throw cause;
				throw new Fault('file-unreadable', { cause, retry: true });
			});
			signal.throwIfAborted();
			if (prepared.tellsPlace && !mayGo) {
				this.#show(id, { step: 'place' });
				return;
			}
			await this.keep(
				prepared,
				(percent) => {
					this.#show(id, { percent });
				},
				signal
			);
			this.#drop(id);
		} catch (error) {
			if (signal.aborted) return;
			this.#show(id, { step: 'failed', failure: codeOf(error) });
		}
	}

	#show(id: number, change: Partial<Sending>): void {
		this.#put(this.#all.map((row) => (row.id === id ? { ...row, ...change } : row)));
	}

	#drop(id: number): void {
		this.#jobs.delete(id);
		this.#put(this.#all.filter((row) => row.id !== id));
	}

	#put(all: readonly Sending[]): void {
		this.#all = all;
		this.tell(all);
	}
}
