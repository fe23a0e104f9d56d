/** A token bucket: a burst, and a rate per second. */

/** Counts one kind of cost for one sender. */
export class Bucket {
	#left: number;
	#atMs: number;

	constructor(
		readonly capacity: number,
		readonly perSecond: number,
		nowMs: number
	) {
		this.#left = capacity;
		this.#atMs = nowMs;
	}

	/** Takes `amount` in any case; returns how many ms to wait until the debt is paid, 0 when there is none. */
	take(amount: number, nowMs: number): number {
		this.#refill(nowMs);
		this.#left -= amount;
		return this.#left >= 0 ? 0 : Math.ceil((-this.#left / this.perSecond) * 1000);
	}

	/** Takes `amount` if available. */
	tryTake(amount: number, nowMs: number): boolean {
		this.#refill(nowMs);
		if (this.#left < amount) return false;
		this.#left -= amount;
		return true;
	}

	/** Whether `amount` is available; takes nothing. */
	has(amount: number, nowMs: number): boolean {
		this.#refill(nowMs);
		return this.#left >= amount;
	}

	/** How much is used, from 0 (as at the beginning, so that forgetting it changes nothing) upwards. */
	load(nowMs: number): number {
		this.#refill(nowMs);
		return (this.capacity - this.#left) / this.capacity;
	}

	#refill(nowMs: number): void {
		this.#left = Math.min(this.capacity, this.#left + (Math.max(0, nowMs - this.#atMs) * this.perSecond) / 1000);
		this.#atMs = nowMs;
	}
}
