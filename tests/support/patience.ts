/** For every unit test: how long something takes does not decide whether it is right. */
import { vi } from 'vitest';

/** After this long it will not come any more, even on a busy machine. */
const IN_VAIN_MS = 30_000;

const { waitFor, waitUntil } = vi;
vi.waitFor = (look, options) => waitFor(look, longer(options));
vi.waitUntil = (look, options) => waitUntil(look, longer(options));

function longer<T extends object>(options: number | T | undefined): T & { timeout: number } {
	const given = typeof options === 'number' ? { timeout: options } : options;
	return { timeout: IN_VAIN_MS, interval: 10, ...given } as T & { timeout: number };
}
