import { describe, expect, it } from 'vitest';
import { dueMs, isLarge } from './mark-pace';

const UNWRITTEN = { sinceMs: 1_000_000, untoldSinceMs: 1_000_000, toldMs: 0, isTold: false, dice: 0 };

describe('[U21] a mark', () => {
	it('is written at once where few read', () => {
		expect(isLarge(8)).toBe(false);
		expect(dueMs(2, { ...UNWRITTEN, toldMs: 999_999, isTold: true, dice: 1 })).toBe(1_000_000);
	});

	it('is told by one of many, who begin at different times', () => {
		expect(isLarge(51)).toBe(true);
		expect(dueMs(51, UNWRITTEN)).toBe(1_000_000);
		expect(dueMs(51, { ...UNWRITTEN, dice: 1 })).toBe(1_015_300);
	});

	it('is not due at once for all who have long had one to write that is told', () => {
		expect(dueMs(51, { ...UNWRITTEN, sinceMs: 0, dice: 1 })).toBe(1_015_300);
	});

	it('leaves a pause after what was told last', () => {
		expect(dueMs(51, { ...UNWRITTEN, toldMs: 999_000 })).toBe(1_029_600);
	});

	it('waits long when only its writer needs it', () => {
		expect(dueMs(51, { ...UNWRITTEN, isTold: true })).toBe(2_530_000);
	});
});
