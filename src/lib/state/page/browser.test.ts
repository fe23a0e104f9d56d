import { afterEach, expect, it, vi } from 'vitest';
import { staysHere } from './browser';

const SAFARI =
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const CHROME_ON_IOS = SAFARI.replace('Version/18.5', 'CriOS/137.0.7151.51');
const CHROME =
	'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

afterEach(() => {
	vi.unstubAllGlobals();
});

function browser(userAgent: string, persist: (() => Promise<boolean>) | undefined, isOnHomeScreen = false): void {
	vi.stubGlobal('navigator', { userAgent, storage: { persist } });
	vi.stubGlobal('matchMedia', (query: string) => ({
		matches: isOnHomeScreen && query === '(display-mode: standalone)'
	}));
}
const never = (): Promise<boolean> => new Promise(() => undefined);

it.each([
	['Safari that does not promise', SAFARI, () => Promise.resolve(false), false, false],
	['Safari that promises', SAFARI, () => Promise.resolve(true), false, true],
	['Safari before 15.2, which cannot be asked', SAFARI, undefined, false, false],
	['Safari that fails to answer', SAFARI, () => Promise.reject(new TypeError()), false, false],
	['a page on the Home Screen', SAFARI, () => Promise.resolve(false), true, true],
	['Chrome on an iPhone, which is Safari inside', CHROME_ON_IOS, () => Promise.resolve(false), false, false],
	['Chrome', CHROME, () => Promise.resolve(false), false, true],
	['Firefox, which is never asked', FIREFOX, never, false, true]
])('[K9] knows whether what is kept may be deleted: %s', async (_, userAgent, persist, isOnHomeScreen, stays) => {
	browser(userAgent, persist, isOnHomeScreen);
	expect(await staysHere()).toBe(stays);
});
