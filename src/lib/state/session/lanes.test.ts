import { expect, it } from 'vitest';
import { Lanes } from './lanes';

it('[Z3] a few are done at once, the rest in their order; one that does not end, or fails, holds up no other', async () => {
	const lanes = new Lanes(2);
	const order: string[] = [];
	const ends = new Map<string, (error?: Error) => void>();
	const work = (name: string): Promise<void> =>
		lanes.run(() => {
			order.push(name);
			return new Promise((resolve, reject) => ends.set(name, (error) => (error ? reject(error) : resolve())));
		});
	const all = ['a', 'b', 'c', 'd'].map(work);
	expect(order).toEqual(['a', 'b']);
	ends.get('b')?.(new Error('no'));
	await expect(all[1]).rejects.toThrow('no');
	expect(order).toEqual(['a', 'b', 'c']);
	ends.get('c')?.();
	await all[2];
	expect(order).toEqual(['a', 'b', 'c', 'd']);
	const late = work('e');
	expect(order).not.toContain('e');
	ends.get('a')?.();
	await all[0];
	expect(order).toContain('e');
	for (const end of ends.values()) end();
	await Promise.all([all[3], late]);
});
