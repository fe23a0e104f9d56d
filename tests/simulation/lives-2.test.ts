import './globals';
import { expect, it } from 'vitest';
import { countOf, half, SEED } from './halves';

it(`holds in random lives, part 2 (SEED=${String(SEED)})`, async () => {
	expect(await half(2, countOf(300))).toBe('');
});
