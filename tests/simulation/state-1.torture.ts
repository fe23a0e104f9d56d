import './globals';
/** The long campaign against the layer people see: COUNT lives (default 10,000) from SEED on, in two parts. */
import { expect, it } from 'vitest';
import { countOf, half, SEED } from './halves';

const COUNT = countOf(10_000);

it(`finds nothing in random lives, part 1 (SEED=${String(SEED)} COUNT=${String(COUNT)})`, { timeout: 0 }, async () => {
	expect(await half(1, COUNT)).toBe('');
});
