/** Accessibility of a screen, judged by axe, in light and dark mode. */
import axe, { type RunOnly } from 'axe-core';
import { expect, type Page } from '@playwright/test';
import { lineOf } from './belongings';

/** What WCAG 2.0 to 2.2 ask for, A and AA. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** The rules whose answer depends on colours. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Expects axe to find nothing on `page` as it is now, by WCAG or by the rules that are named. */
export async function expectAccessible(page: Page, rules: readonly string[] = []): Promise<void> {
	// axe's answer is more than this Firefox's automation can carry: its process crashes.
	if (lineOf(page.context())) return;
	// Reading half a megabyte of program costs more than using it: once for each page.
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
	const runOnly: RunOnly = rules.length > 0 ? { type: 'rule', values: [...rules] } : { type: 'tag', values: WCAG };
	const found = await page.evaluate(async (only) => {
		// Halfway through a fade every contrast is wrong; what moves without end is looked at as it is.
		await Promise.allSettled(
			document
				.getAnimations()
				.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
				.map((animation) => animation.finished)
		);
		const injected = (window as unknown as { readonly axe: typeof axe }).axe;
		const { violations } = await injected.run(document, { runOnly: only, resultTypes: ['violations'], preload: false });
		return violations.flatMap(({ id, help, nodes }) =>
			nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`)
		);
	}, runOnly);
	expect(found, `axe on ${new URL(page.url()).pathname}`).toEqual([]);
}

/** Expects axe to find nothing on `page` as it is now in either colour scheme. */
export async function expectAccessibleInBothLights(page: Page): Promise<void> {
	await page.emulateMedia({ colorScheme: 'dark' });
	await expectAccessible(page, COLOURS);
	await page.emulateMedia({ colorScheme: 'light' });
	await expectAccessible(page);
}
