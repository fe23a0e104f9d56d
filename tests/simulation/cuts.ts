/** Something is done again and again, and cut off at another place each time, until it comes through. */
import { codeOf, Fault } from '../../src/lib/base/fault';
import { SEED } from './halves';
import type { Browser } from './tab';

/** What becomes of a browser: at a commit, or when the relay has heard something of it. */
export const ENDS = ['dies before a commit', 'dies after a commit', 'cannot keep', 'dies before an answer'] as const;
export type End = (typeof ENDS)[number];

/** Lets that become of a browser at the given commit or answer from now on, counted from 0. */
export function cutOff(browser: Browser, end: End, at: number): void {
	browser.failures = 0;
	if (end === 'cannot keep') browser.disk.failIn = at;
	else if (end === 'dies before an answer') browser.deafIn = at;
	else Object.assign(browser.disk, { dieIn: at, diesAfter: end === 'dies after a commit' });
}

/** Nothing becomes of it any more; returns whether something has. */
export function spare(browser: Browser): boolean {
	browser.disk.failIn = browser.disk.dieIn = browser.deafIn = -1;
	return browser.failures > 0;
}

/** What `work` is refused with, or fails with as a product fails; null when it is done. */
export function refusalOf(work: Promise<unknown>): Promise<string | null> {
	return work.then(
		() => null,
		(error: unknown) => codeOf(error)
	);
}

/** `work` may fail as a product fails. */
export async function mayFail(work: Promise<unknown>): Promise<void> {
	await work.catch((error: unknown) => {
		if (!(error instanceof Fault)) throw error;
	});
}

/** One place in how many is tried, beginning somewhere else under another seed: 1 for all of them. */
const EVERY = Number(process.env['EVERY'] ?? 3);

/** Does it, cut off at one place after the other, until `what` says that it came through before it was. */
export async function everywhere(what: (at: number) => Promise<boolean>): Promise<void> {
	for (let at = SEED % EVERY, isCut = true; isCut; at += EVERY)
		isCut = await what(at).catch((cause: unknown) => {
			throw new Error(`cut off at ${String(at)}: ${String(cause)}`, { cause });
		});
}
