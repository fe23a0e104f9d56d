/** Something is done again and again, cut off at a different place each time, until it comes through. */
import { codeOf, Fault } from '../../src/lib/base/fault';
import { SEED } from './halves';
import type { Browser } from './tab';

/** What happens to a browser: at a commit, or when the relay has received something from it. */
export const ENDS = ['dies before a commit', 'dies after a commit', 'cannot keep', 'dies before an answer'] as const;
export type End = (typeof ENDS)[number];

/** Makes that happen to a browser at the given commit or answer from now on, counted from 0. */
export function cutOff(browser: Browser, end: End, at: number): void {
	browser.failures = 0;
	if (end === 'cannot keep') browser.disk.failIn = at;
	else if (end === 'dies before an answer') browser.deafIn = at;
	else Object.assign(browser.disk, { dieIn: at, diesAfter: end === 'dies after a commit' });
}

/** Cancels it; returns whether something has happened. */
export function spare(browser: Browser): boolean {
	browser.disk.failIn = browser.disk.dieIn = browser.deafIn = -1;
	return browser.failures > 0;
}

/** The code that `work` is refused with or fails with as the product may fail; null when it succeeds. */
export function refusalOf(work: Promise<unknown>): Promise<string | null> {
	return work.then(
		() => null,
		(error: unknown) => codeOf(error)
	);
}

/** `work` may fail as the product may fail. */
export async function mayFail(work: Promise<unknown>): Promise<void> {
	await work.catch((error: unknown) => {
		if (!(error instanceof Fault)) throw error;
	});
}

/** One in this many places is tried, starting elsewhere with another seed; 1 for all of them. */
const EVERY = Number(process.env['EVERY'] ?? 3);

/** Does it with a cut at one place after the other, until `what` says that it came through without one. */
export async function everywhere(what: (at: number) => Promise<boolean>): Promise<void> {
	for (let at = SEED % EVERY, isCut = true; isCut; at += EVERY)
		isCut = await what(at).catch((cause: unknown) => {
			throw new Error(`cut off at ${String(at)}: ${String(cause)}`, { cause });
		});
}
