import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenIdle } from './idle';

const listeners = new Map<string, () => void>();

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('addEventListener', (type: string, listener: () => void) => listeners.set(type, listener));
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

it('acts once nobody has touched the page for that long, and not before', () => {
	const act = vi.fn();
	const isHere = whenIdle(60_000, act);
	vi.advanceTimersByTime(50_000);
	listeners.get('keydown')?.();
	vi.advanceTimersByTime(60_000);
	expect(act).not.toHaveBeenCalled();
	isHere();
	vi.advanceTimersByTime(60_000);
	expect(act).not.toHaveBeenCalled();
	vi.advanceTimersByTime(20_000);
	expect(act).toHaveBeenCalled();
});
