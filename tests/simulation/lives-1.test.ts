import './globals';
import { expect, it } from 'vitest';
import { countOf, half, SEED } from './halves';

it(`holds in random lives, part 1 (SEED=${String(SEED)})`, async () => {
	expect(await half(1, countOf(300))).toBe('');
});
