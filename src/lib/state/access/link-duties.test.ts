/** Links whose streams were handed on before the client got her seat through them. */
import { expect, it } from 'vitest';
import type { Fields } from '../../domain/tables/records';
import type { PackageOutbox } from '../letters/package-outbox.svelte';
import type { Session } from '../session/session';
import { holdsUpNothing, LinkDuties, linksInVain, seatedByLink } from './link-duties';
import type { LinkRecords } from './link-records';

const OVER = { over: true, wishMine: true, wishBox: 'new', mailbox: 'old' };
const LINK = { package: 'p' };

const inVain = (streams: Readonly<Record<string, Fields>>, link: Fields = LINK): readonly string[] =>
	linksInVain(
		new Map(Object.entries(streams)),
		new Map([['p', LINK], ...Object.keys(streams).map((id): [string, Fields] => [id, link])])
	);

it('[U12] a link is in vain if its stream was handed on or locked and its client was seated nowhere through it', () => {
	expect(inVain({ a: OVER })).toEqual(['a']);
	expect(inVain({ a: { ...OVER, over: false } }), 'she still may be').toEqual([]);
	expect(inVain({ a: { ...OVER, over: false, wishLock: true } }), 'another device has locked it').toEqual(['a']);
	expect(inVain({ a: { ...OVER, mailbox: 'new' } }), 'she uses it').toEqual([]);
	expect(inVain({ a: { ...OVER, wishMine: false } }), 'a colleague’s').toEqual([]);
	expect(inVain({ a: OVER }, { ...LINK, over: true }), 'done once').toEqual([]);
});

it('[U12] it is not while another stream with her uses it, or will', () => {
	expect(inVain({ a: OVER, b: { ...OVER, over: false } })).toEqual([]);
	expect(inVain({ a: OVER, b: { ...OVER, mailbox: 'new' } })).toEqual([]);
	expect(inVain({ a: OVER, b: OVER })).toEqual(['a', 'b']);
});

it('[U2] colleagues are offered the link that has found her a seat', () => {
	const streams = { a: { ...OVER, over: false }, b: { ...OVER, mailbox: 'new' }, c: {} };
	expect(seatedByLink(new Map<string, Fields>(Object.entries(streams)))).toEqual([streams.b]);
});

it('[U12] no link waits for a stream that is over, nor where another device has brought the seat', () => {
	const streams = new Map<string, Fields>([
		['a', OVER],
		['b', { ...OVER, over: false, mailbox: 'new' }],
		['c', { wishMine: true, wishBox: 'newer', mailbox: 'old' }]
	]);
	const waitsNot = ['a', 'b', 'c', 'new', 'newer', 'old'].filter((space) => holdsUpNothing(streams, space));
	expect(waitsNot).toEqual(['a', 'new']);
});

it('[U12] a link that another device has replaced is to be given up, whoever hears of it', () => {
	const isDue = (replaced: Fields): boolean => {
		const links = new Map<string, Fields>([
			['stream', { package: 'new' }],
			['new', { package: 'new', of: 'stream' }],
			['old', { package: 'old', of: 'stream', ...replaced }]
		]);
		const records = { links: () => links, streams: () => new Map(), client: () => undefined };
		const packages = { waiting: new Set(['old']) } as unknown as PackageOutbox;
		const copies = { refresh: () => Promise.resolve(), restore: () => Promise.resolve() };
		return new LinkDuties(records as unknown as LinkRecords, {} as Session, packages, copies).isDue;
	};
	expect(isDue({})).toBe(true);
	expect(isDue({ revoked: true }), 'done').toBe(false);
});
