import { expect, it, vi } from 'vitest';
import { Refusal } from '../base/fault';
import { t } from './language.svelte';
import { Task } from './task.svelte';

it('does once what is asked for twice, and says what went wrong until it is tried again', async () => {
	const task = new Task();
	const finish: (() => void)[] = [];
	const work = vi.fn(() => new Promise<void>((resolve) => finish.push(resolve)));
	const [first, second] = [task.run(work), task.run(work)];
	expect(task.isBusy).toBe(true);
	expect(await second).toBe(false);
	finish[0]?.();
	expect(await first).toBe(true);
	expect(work).toHaveBeenCalledOnce();
	expect(await task.run(() => Promise.reject(new Refusal('name-empty')))).toBe(false);
	expect([task.isBusy, task.problem]).toEqual([false, t.errors['name-empty']]);
	expect(await task.run(() => Promise.resolve())).toBe(true);
	expect(task.problem).toBe('');
});
