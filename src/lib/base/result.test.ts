import { expect, it } from 'vitest';
import { attempt, bad, good } from './result';

it('holds a value or a reason', () => {
	expect(good(0)).toEqual({ ok: true, value: 0 });
	expect(bad('too large')).toEqual({ ok: false, why: 'too large' });
});

it('turns every exception into a reason that reveals no content', () => {
	expect(attempt('malformed', () => JSON.parse('{"a":1}') as unknown)).toEqual(good({ a: 1 }));
	expect(attempt('malformed', () => JSON.parse('a secret') as unknown)).toEqual(bad('malformed'));
});
