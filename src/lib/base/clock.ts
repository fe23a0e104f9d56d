/**
 * Hybrid logical clocks (Kulkarni et al. 2014): wall time in milliseconds and a counter, so that an
 * answer sorts behind what it answers even when the two devices' clocks differ.
 */

/** `ms` since 1970 (UTC) and `count` within that millisecond. */
export interface Clock {
	readonly ms: number;
	readonly count: number;
}

/** How far somebody else's clock may pull ours past our wall time. */
export const MAX_PULL_MS = 5 * 60_000;
/** From this distance between a message's clock and the time of its arrival on, it is labelled. */
export const IMPLAUSIBLE_MS = 10 * 60_000;

/** Within one millisecond nobody honest counts this far. */
const MAX_COUNT = 2 ** 31;

/** Before anything. */
export const ZERO: Clock = { ms: 0, count: 0 };

/** -1, 0 or 1: by `ms`, then by `count`. */
export function order(a: Clock, b: Clock): number {
	return Math.sign(a.ms - b.ms) || Math.sign(a.count - b.count);
}

/** The next own clock at wall time `nowMs`, after `last`. */
export function tick(last: Clock, nowMs: number): Clock {
	if (nowMs > last.ms) return { ms: nowMs, count: 0 };
	// Somebody else's count may be as large as numbers go: it must not stop ours.
	return last.count < MAX_COUNT ? { ms: last.ms, count: last.count + 1 } : { ms: last.ms + 1, count: 0 };
}

/** `last` after having seen `theirs` at `nowMs`: never more than MAX_PULL_MS past the wall time. */
export function see(last: Clock, theirs: Clock, nowMs: number): Clock {
	return theirs.ms > nowMs + MAX_PULL_MS || order(theirs, last) <= 0 ? last : theirs;
}

/** Whether a message that claims `ms` can have been written by then, judged on arrival. */
export function isPlausible(ms: number, arrivedMs: number): boolean {
	return ms <= arrivedMs + IMPLAUSIBLE_MS;
}
