/**
 * Virtual time. Things happen one after the other, each in the place (a tab, the relay) it belongs to, and the
 * next one only when nothing of the last is under way, so that a seed always makes the same life.
 */

/** A step that takes more turns of the machine's own loop than this will never end. */
const MOST_TURNS = 3_000_000;

/** Something happens again and again without end. */
export class Storm extends Error {
	constructor(most: number, where: string) {
		super(`more than ${String(most)} steps, the last in ${where}`);
	}
}

/** Where something happens. Once `isGone`, nothing happens there any more. */
export interface Place {
	readonly name: string;
	isGone: boolean;
}

/** Something that is due. Stands for timer handles of browser and Node. */
export class Due {
	isOff = false;
	constructor(
		public atMs: number,
		public order: number,
		readonly place: Place,
		readonly work: () => void,
		readonly everyMs: number | null
	) {}
	unref(): this {
		return this;
	}
	ref(): this {
		return this;
	}
	hasRef(): boolean {
		return true;
	}
}

/** The machine's own. */
export const real = {
	Date: globalThis.Date,
	setTimeout: globalThis.setTimeout.bind(globalThis),
	setInterval: globalThis.setInterval.bind(globalThis),
	setImmediate: globalThis.setImmediate.bind(globalThis),
	clearTimeout: globalThis.clearTimeout.bind(globalThis)
};

/** See the header. */
export class Clock {
	nowMs: number;
	/** Where something is happening right now; null in between. */
	present: Place | null = null;
	/** How many things have happened. */
	steps = 0;
	/** A life with more steps than this will never end. */
	mostSteps = 18_000;
	#order = 0;
	readonly #heap: Due[] = [];
	/** Work in the machine's own threads, in the order it was requested; it ends in that order. */
	readonly #threads: { isReady: boolean; readonly deliver: () => void }[] = [];
	#immediates: { readonly place: Place | null; readonly work: () => void }[] = [];

	constructor(startMs: number) {
		this.nowMs = startMs;
	}

	/** Does `work` in a place after a while; with `everyMs` repeatedly. */
	later(place: Place, afterMs: number, work: () => void, everyMs: number | null = null): Due {
		const due = new Due(this.nowMs + Math.max(afterMs, 0), this.#order++, place, work, everyMs);
		this.#push(due);
		return due;
	}

	/** Node's `setImmediate`: within the current step. */
	soon(work: () => void): void {
		this.#immediates.push({ place: this.present, work });
	}

	/** Work by one of the machine's threads: within the current step, in the order of the requests. */
	threaded<T>(doing: Promise<T>): Promise<T> {
		return new Promise((resolve, reject) => {
			const mine = { isReady: false, deliver: (): void => void doing.then(resolve, reject) };
			this.#threads.push(mine);
			const ready = (): void => void (mine.isReady = true);
			doing.then(ready, ready);
		});
	}

	/** Does `work` in a place now; resolves when everything that follows at once is done. */
	async at<T>(place: Place, work: () => T): Promise<T> {
		if (this.present) throw new Error(`bug: two things at once, in ${this.present.name} and ${place.name}`);
		if (++this.steps > this.mostSteps) throw new Storm(this.mostSteps, place.name);
		this.present = place;
		try {
			return work();
		} finally {
			await this.#rest();
			this.present = null;
		}
	}

	/** Lets time pass until `untilMs`, doing everything due. */
	async run(untilMs: number): Promise<void> {
		for (let due = this.#heap[0]; due && due.atMs <= untilMs; due = this.#heap[0]) {
			this.#pop();
			if (due.isOff || due.place.isGone) continue;
			this.nowMs = Math.max(this.nowMs, due.atMs);
			if (due.everyMs !== null) {
				due.atMs = this.nowMs + Math.max(due.everyMs, 1);
				due.order = this.#order++;
				this.#push(due);
			}
			await this.at(due.place, due.work);
		}
		this.nowMs = Math.max(this.nowMs, untilMs);
	}

	/** Lets time pass until `isSo`, at most `withinMs`; returns whether it came true. */
	async until(isSo: () => boolean, withinMs: number): Promise<boolean> {
		const endMs = this.nowMs + withinMs;
		while (!isSo() && this.nowMs < endMs) await this.run(Math.min(this.#heap[0]?.atMs ?? endMs, endMs));
		return isSo();
	}

	/** Resolves when microtasks, immediates and the machine's threads have nothing more to do. */
	async #rest(): Promise<void> {
		for (let turns = 0; ; turns++) {
			if (turns > MOST_TURNS) throw new Error(`bug: ${this.present?.name ?? ''} never comes to rest`);
			await new Promise<void>((resolve) => void real.setImmediate(resolve));
			const [thread] = this.#threads;
			const immediates = this.#immediates;
			if (thread) {
				if (thread.isReady) this.#threads.shift()?.deliver();
			} else if (immediates.length > 0) {
				this.#immediates = [];
				for (const { work } of immediates) work();
			} else return;
		}
	}

	#push(due: Due): void {
		const heap = this.#heap;
		let at = heap.push(due) - 1;
		while (at > 0) {
			const up = (at - 1) >> 1;
			const parent = heap[up];
			if (!parent || isBefore(parent, due)) break;
			heap[at] = parent;
			at = up;
		}
		heap[at] = due;
	}

	#pop(): void {
		const heap = this.#heap;
		const last = heap.pop();
		if (!last || heap.length === 0) return;
		let at = 0;
		for (;;) {
			let down = 2 * at + 1;
			const [left, right] = [heap[down], heap[down + 1]];
			if (!left) break;
			let child = left;
			if (right && isBefore(right, left)) {
				child = right;
				down++;
			}
			if (isBefore(last, child)) break;
			heap[at] = child;
			at = down;
		}
		heap[at] = last;
	}
}

function isBefore(a: Due, b: Due): boolean {
	return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

let current: Clock | null = null;

/** The current virtual clock; null while the machine's own applies. */
export function clock(): Clock | null {
	return current;
}

/** Uses this clock from now on; null for the machine's own. */
export function wind(next: Clock | null): void {
	current = next;
}

/** The clock, where there must be one. */
export function ticking(): Clock {
	if (!current) throw new Error('bug: no virtual time');
	return current;
}
