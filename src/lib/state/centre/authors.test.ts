import { expect, it, vi } from 'vitest';
import type { OpenSpace } from '../session/open-space';
import { Authors } from './authors';

it('[Z2] introductions are read again after an error that nobody expected', async () => {
	const members = { get: vi.fn() };
	const space = {
		introductions: new Map([['f', new Uint8Array(1)]]),
		feeds: new Map([['f', { member: 'm' }]]),
		charter: { members },
		credentials: { member: 'me' },
		listen: () => () => undefined
	};
	members.get.mockImplementationOnce(() => {
		throw new Error('a bug');
	});
	const authors = new Authors({ space } as unknown as OpenSpace, new Uint8Array(32), {} as never);
	await expect(authors.look()).rejects.toThrow('a bug');
	const told = vi.fn();
	authors.listen(told);
	await authors.look();
	expect(told).toHaveBeenCalledOnce();
});
