import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isoDay } from '../../domain/time';
import { now } from './day.svelte';

beforeEach(() => {
	vi.useFakeTimers();
	// Half a minute before midnight in Berlin.
	vi.setSystemTime('2026-11-30T22:59:30Z');
});
afterEach(() => void vi.useRealTimers());

/** The days that a page has shown so far. */
function shown(): { readonly days: readonly string[]; readonly end: () => void } {
	const days: string[] = [];
	const end = $effect.root(() => {
		const day = $derived(isoDay(now()));
		$effect(() => {
			days.push(day);
		});
	});
	flushSync();
	return { days, end };
}

it('[Z12] shows another day as soon as it begins', async () => {
	const { days, end } = shown();
	await vi.advanceTimersByTimeAsync(29_000);
	flushSync();
	expect(days).toEqual(['2026-11-30']);
	await vi.advanceTimersByTimeAsync(2_000);
	flushSync();
	expect(days).toEqual(['2026-11-30', '2026-12-01']);
	await vi.advanceTimersByTimeAsync(24 * 3_600_000);
	flushSync();
	expect(days).toEqual(['2026-11-30', '2026-12-01', '2026-12-02']);
	end();
});

it('[Z12] shows it when the device wakes, or the page is looked at again', () => {
	const { days, end } = shown();
	vi.setSystemTime('2026-12-03T08:00:00Z');
	document.dispatchEvent(new Event('visibilitychange'));
	flushSync();
	expect(days).toEqual(['2026-11-30', '2026-12-03']);
	end();
});

it('waits for nothing once nobody shows it', async () => {
	const { end } = shown();
	expect(vi.getTimerCount()).toBe(1);
	end();
	await vi.advanceTimersByTimeAsync(0);
	expect(vi.getTimerCount()).toBe(0);
});
