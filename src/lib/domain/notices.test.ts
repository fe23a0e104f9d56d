import { describe, expect, it } from 'vitest';
import { arrange } from './arrange';
import type { Message } from './messages';
import { noticesOf, type MemberChange, type MemberDevice } from './notices';

const MINUTE = 60_000;
const change = (
	kind: MemberChange['kind'],
	member: string,
	index: number,
	atMs = index * MINUTE * 10
): MemberChange => ({
	kind,
	member,
	role: member.startsWith('host') ? 'host' : member.startsWith('poster') ? 'poster' : 'member',
	index,
	atMs
});
const device = (member: string, name: string, ms: number, isHere = false): MemberDevice => ({
	member,
	role: member.startsWith('host') ? 'host' : 'member',
	device: name,
	ms,
	count: 0,
	isHere
});
const kinds = (changes: readonly MemberChange[], devices: readonly MemberDevice[] = []) =>
	noticesOf(changes, devices).map(({ kind, member }) => `${kind} ${member}`);
const message = (id: string, atMs: number) => ({ id, atMs, author: 'a', side: 'client' }) as Message;
const drawn = (messages: readonly Message[], devices: readonly MemberDevice[]) =>
	arrange(messages, null, noticesOf([], devices)).map((item) =>
		item.kind === 'notice'
			? `${item.notice.kind}x${String(item.notice.times)}`
			: item.kind === 'message'
				? item.key
				: item.kind
	);

describe('notices', () => {
	it('say nothing about first devices, nor about the keys a member takes on arrival', () => {
		expect(kinds([change('admit', 'host', 0), change('admit', 'mia', 0), change('rekey', 'mia', 1)])).toEqual([]);
	});

	it('tell a new link from a lock, and later keys from first ones', () => {
		const lock = change('remove', 'mia', 2);
		expect(kinds([lock, change('admit', 'mia2', 3, lock.atMs + 1)])).toEqual(['link mia2']);
		expect(kinds([lock, change('admit', 'mia2', 3)])).toEqual(['locked mia', 'link mia2']);
		expect(kinds([change('rekey', 'mia', 1), change('rekey', 'mia', 2)])).toEqual(['keys mia']);
		expect(kinds([change('admit', 'poster', 4)])).toEqual([]);
	});

	it('name counsellors who come and go', () => {
		expect(kinds([change('admit', 'host2', 1), change('remove', 'host', 2)])).toEqual(['came host2', 'left host']);
	});

	it('begin with the client’s second device, under whatever keys, and each counsellor’s', () => {
		const devices = [
			device('mia2', 'd3', 30),
			device('mia', 'd1', 10),
			device('host', 'd2', 20),
			device('host2', 'd5', 50)
		];
		expect(kinds([], devices)).toEqual(['device mia2']);
		expect(kinds([], [...devices, device('host', 'd4', 40)])).toEqual(['device mia2', 'device host']);
	});

	it('stand between the messages by day; consecutive ones of a kind merge', () => {
		const devices = [1, 2, 3, 5].map((at) => device('mia', `d${String(at)}`, at * MINUTE));
		const messages = [message('a', MINUTE), message('b', 4 * MINUTE), message('c', 24 * 60 * MINUTE)];
		expect(drawn(messages, devices)).toEqual(['day', 'a', 'devicex2', 'b', 'devicex1', 'day', 'c']);
		expect(drawn(messages.slice(0, 2), devices).at(-1)).toBe('devicex1');
		expect(drawn([], devices)).toEqual([]);
	});

	it('end a burst', () => {
		const items = arrange(
			[message('a', MINUTE), message('b', 3 * MINUTE)],
			null,
			noticesOf([], [device('m', 'x', 0), device('m', 'y', 2 * MINUTE)])
		);
		const bursts = items.flatMap((item) => (item.kind === 'message' ? [[item.isFirst, item.isLast]] : []));
		expect(bursts).toEqual([
			[true, true],
			[true, true]
		]);
	});
});
