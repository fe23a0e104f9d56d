/**
 * Hybrid logical clocks (Kulkarni et al. 2014): wall time in milliseconds and a counter, so that an
 * answer sorts after what it answers even when the two devices' clocks differ.
 */

/** `ms` since 1970 (UTC) and `count` within that millisecond. */
export interface Clock {
	readonly ms: number;
	readonly count: number;
}

/** How far a foreign clock may pull ours past our wall time. */
export const MAX_PULL_MS = 5 * 60_000;
/** A message whose clock is this far ahead of its arrival is labelled. */
export const IMPLAUSIBLE_MS = 10 * 60_000;

/** No honest device counts this far within one millisecond. */
const MAX_COUNT = 2 ** 31;

/** Before every other clock. */
export const ZERO: Clock = { ms: 0, count: 0 };

/** -1, 0 or 1: by `ms`, then by `count`. */
export function order(a: Clock, b: Clock): number {
	return Math.sign(a.ms - b.ms) || Math.sign(a.count - b.count);
}

/** Our next clock at wall time `nowMs`, after `last`. */
export function tick(last: Clock, nowMs: number): Clock {
	if (nowMs > last.ms) return { ms: nowMs, count: 0 };
	// A foreign count may be as large as numbers go: it must not stop ours.
	return last.count < MAX_COUNT ? { ms: last.ms, count: last.count + 1 } : { ms: last.ms + 1, count: 0 };
}

/** `last` after seeing `theirs` at `nowMs`: never more than MAX_PULL_MS past the wall time. */
export function see(last: Clock, theirs: Clock, nowMs: number): Clock {
	return theirs.ms > nowMs + MAX_PULL_MS || order(theirs, last) <= 0 ? last : theirs;
}

/** Whether a message that arrived at `arrivedMs` can have been written at `ms`. */
export function isPlausible(ms: number, arrivedMs: number): boolean {
	return ms <= arrivedMs + IMPLAUSIBLE_MS;
}
