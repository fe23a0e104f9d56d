/** Accessibility of a screen in light and dark mode. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './browser';

/** Expects axe to find nothing on `page` as it is now, in either colour scheme. */
export async function expectAccessibleInBothLights(page: Page): Promise<void> {
	for (const colorScheme of ['dark', 'light'] as const) {
		await page.emulateMedia({ colorScheme });
		await expectAccessible(page);
	}
}
