/** A screen in light and in dark: accessible in both. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './browser';

/** Expects that axe finds nothing on what `page` shows now, in either colour scheme. */
export async function expectAccessibleInBothLights(page: Page): Promise<void> {
	for (const colorScheme of ['dark', 'light'] as const) {
		await page.emulateMedia({ colorScheme });
		await expectAccessible(page);
	}
}
