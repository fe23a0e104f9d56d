/** Spaces that nobody has begun. SPEC.md Z2. */
import { expect, it, vi } from 'vitest';
import { Fault } from '../../base/fault';
import { beginIfNew } from './unbegun';
import { openSpace } from '../../../../tests/support/open-space';

it('[Z2] a space begins once, if the relay has nothing of it and the device can keep it', async () => {
	const feeds = new Map<string, object>();
	const space = { feeds, pending: [] as object[], missing: 1 };
	const replica = { isCurrent: false };
	const introduce = vi.fn<() => Promise<void>>();
	let isOut = true;
	const begin = (): Promise<void> => beginIfNew(openSpace(space, replica, { isOut: () => isOut, introduce }));
	for (const change of [() => (replica.isCurrent = true), () => (space.missing = 0), () => (isOut = false)]) {
		await begin();
		expect(introduce).not.toHaveBeenCalled();
		change();
	}
	introduce.mockImplementationOnce(() => {
		// A feed is reserved, but could not be begun.
		feeds.set('f', { seq: 0 });
		return Promise.reject(new Fault('storage-full', { retry: true }));
	});
	await expect(begin()).rejects.toMatchObject({ code: 'storage-full' });
	introduce.mockImplementationOnce(() => Promise.resolve(void space.pending.push({})));
	await begin();
	expect(introduce).toHaveBeenCalledTimes(2);
	await begin();
	space.pending = [];
	feeds.set('f', { seq: 1 });
	await begin();
	expect(introduce).toHaveBeenCalledTimes(2);
});
