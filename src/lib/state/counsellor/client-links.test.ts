/** What a counsellor sees of her clients' links. SPEC.md U2, U3. */
import { expect, it, vi } from 'vitest';
import type { LinkRecord, StreamRecord } from '../../domain/tables/desk';
import type { Access } from '../access/access';
import type { Colleagues } from '../centre/colleagues.svelte';
import type { Preview } from '../session/preview';
import { ClientLinks } from './client-links';
import type { Records } from './records.svelte';

const STREAM = 's';

function seen(stream: StreamRecord, link: LinkRecord | null, isRelayed = true) {
	const access = {
		url: () => (link && link.over !== true ? 'https://relay.test/k#x' : null),
		isRelayed: () => isRelayed,
		offer: () => null,
		renew: () => Promise.resolve(),
		lock: () => Promise.reject(new Error('no'))
	};
	const records = {
		streams: new Map([[STREAM, stream]]),
		links: new Map(link ? [[STREAM, link]] : []),
		clients: new Map(),
		client: () => ({ name: 'Kim7', pictureUrl: null })
	};
	const onDecided = vi.fn();
	const links = new ClientLinks(
		records as unknown as Records,
		access as unknown as Access,
		{} as unknown as Colleagues,
		onDecided
	);
	return { links, onDecided };
}

const mine: StreamRecord = { kind: 'single', client: 'c' };
const opened = (openedAtMs: number | null, last: Preview['last'] = null): Preview =>
	({ openedAtMs, last }) as unknown as Preview;

it('a link that the relay does not have yet is being renewed, whatever else is wanted', () => {
	expect(seen(mine, {}, false).links.state(STREAM)).toBe('renewing');
	expect(seen(mine, {}).links.state(STREAM)).toBe('open');
	expect(seen(mine, {}).links.link(STREAM)).toMatchObject({ clientName: 'Kim7', isRelayed: true });
	expect(seen(mine, { over: true }).links.link(STREAM)).toBeNull();
});

it('says in the list whether a link was opened: as news for a day, and not once something was written', () => {
	const { links } = seen(mine, {});
	expect(links.news(STREAM, opened(null))).toBe('unopened');
	expect(links.news(STREAM, opened(Date.now()))).toBe('opened');
	expect(links.news(STREAM, opened(Date.now() - 25 * 3_600_000))).toBeNull();
	expect(links.news(STREAM, opened(Date.now(), { text: '', isOwn: false, atMs: 1 }))).toBeNull();
	expect(seen(mine, null).links.news(STREAM, opened(null)), 'a colleague made it').toBeNull();
	expect(seen({ ...mine, isLocked: true, wishLock: true, wish: 1 }, {}).links.news(STREAM, opened(null))).toBe(
		'locked'
	);
});

it('a decision is carried out, a refused one is not', async () => {
	const { links, onDecided } = seen(mine, {});
	await links.renew(STREAM);
	expect(onDecided).toHaveBeenCalledOnce();
	await expect(links.lock(STREAM)).rejects.toThrow('no');
	expect(onDecided).toHaveBeenCalledOnce();
});
