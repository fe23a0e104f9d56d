import { expect, it } from 'vitest';
import { firstAt } from './search';

it('finds the first place that is not before, in any number of places', () => {
	for (let count = 0; count < 9; count++)
		for (let first = 0; first <= count; first++) expect(firstAt(count, (place) => place < first)).toBe(first);
});
