import { expect, it } from 'vitest';
import { hex } from '../base/bytes';
import { freshSeed, randomBytes } from './random';

it('gives fresh bytes every time', () => {
	const seeds = Array.from({ length: 100 }, () => hex(freshSeed()));
	expect(new Set(seeds).size).toBe(100);
	expect(seeds[0]).toHaveLength(64);
	expect(randomBytes(0)).toHaveLength(0);
	expect(randomBytes(12)).toHaveLength(12);
});
