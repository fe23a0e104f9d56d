import { expect, it } from 'vitest';
import { asId, ID_BYTES, type FeedId } from './ids';

it('takes 32 lower-case hexadecimal digits as an id', () => {
	const text = '0123456789abcdef'.repeat(2);
	expect(asId<FeedId>(text)).toBe(text);
	expect(text).toHaveLength(2 * ID_BYTES);
});

it.each(['', '0'.repeat(31), '0'.repeat(33), 'A'.repeat(32), `${'0'.repeat(31)}g`, `${'0'.repeat(32)}\n`])(
	'refuses %j as an id',
	(text) => {
		expect(() => asId(text)).toThrow('not an id');
	}
);
