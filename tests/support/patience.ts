/** For every unit test: how long something may take is no question of right or wrong. */
import { vi } from 'vitest';

/** So much later it does not come any more, on a machine with much else to do, too. */
const IN_VAIN_MS = 30_000;

const { waitFor, waitUntil } = vi;
vi.waitFor = (look, options) => waitFor(look, longer(options));
vi.waitUntil = (look, options) => waitUntil(look, longer(options));

function longer<T extends object>(options: number | T | undefined): T & { timeout: number } {
	const given = typeof options === 'number' ? { timeout: options } : options;
	return { timeout: IN_VAIN_MS, interval: 10, ...given } as T & { timeout: number };
}
