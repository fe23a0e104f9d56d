/** Accessibility of a screen in light and dark mode. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './browser';

/** The rules whose answer depends on colours. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Expects axe to find nothing on `page` as it is now, in either colour scheme. */
export async function expectAccessibleInBothLights(page: Page): Promise<void> {
	await page.emulateMedia({ colorScheme: 'dark' });
	await expectAccessible(page, COLOURS);
	await page.emulateMedia({ colorScheme: 'light' });
	await expectAccessible(page);
}
