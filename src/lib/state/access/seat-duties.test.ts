/** Berta counsels Mia and Kim; Cem and Eve are her colleagues. Eve writes what she likes into the centre's records. */
import { describe, expect, it } from 'vitest';
import { world } from '../../../../tests/support/seat-scene';
import type { SpaceId } from '../../base/ids';
import { readLetters } from '../../sync/exchange/letters';
import { memberOf } from '../../sync/keys/member';
import { Access } from './access';
import { readJson } from '../session/json';
import { letter } from '../letters/letters';
import { accessOf, isHers, seatDutyOf } from './seat-duties';

const [OLD, NEW] = ['c', 'd'].map((char) => char.repeat(32)) as [string, string];

describe('what a stream’s host wants of her client', () => {
	const stream = { kind: 'single', client: OLD, mailbox: OLD, poster: 'p' } as const;

	it('another mailbox moves the seat, a lock takes it away, a new link brings it back', () => {
		expect(seatDutyOf(stream)).toBe('none');
		const moved = { ...stream, wish: 2, wishBox: NEW, wishPoster: 'q', wishLock: false };
		expect([seatDutyOf(moved), accessOf(moved)]).toEqual(['move', 'renewing']);
		expect(seatDutyOf({ ...moved, mailbox: NEW })).toBe('none');
		const locked = { ...stream, wish: 3, wishLock: true };
		expect([seatDutyOf(locked), accessOf(locked)]).toEqual(['take away', 'locking']);
		expect([seatDutyOf({ ...locked, isLocked: true }), accessOf({ ...locked, isLocked: true })]).toEqual([
			'none',
			'locked'
		]);
		expect(seatDutyOf({ ...moved, isLocked: true })).toBe('move');
		expect(seatDutyOf({ ...moved, mailbox: NEW, isLocked: true })).toBe('move');
	});

	it('[U3] a counsellor who took a stream over for good decides like its founder; a stand-in or a former host does not', () => {
		const wish = { wish: 3, wishLock: true };
		const deputy = { ...stream, ...wish, provisional: 'x', keeps: 'an earlier letter' };
		expect([isHers(deputy), seatDutyOf(deputy), accessOf(deputy)]).toEqual([false, 'none', 'another']);
		const keeper = { ...deputy, keeps: 'x' };
		expect([isHers(keeper), seatDutyOf(keeper), accessOf(keeper)]).toEqual([true, 'take away', 'locking']);
		expect(isHers({ ...keeper, over: true })).toBe(false);
		expect(isHers({ kind: 'group' })).toBe(false);
	});
});

it('[U1] Eve writes another mailbox and a lock into the directory: Berta’s stream stays as it is', async () => {
	const { eve, other, poster, say, client, mia, clientsIn, carryOut, berta, fields } = await world();
	const { length } = berta.stream.space.charter;
	await say(eve, 'clients', client, { mailbox: other.space, poster: poster(other), locked: true });
	expect(seatDutyOf(fields())).toBe('none');
	await carryOut();
	expect(clientsIn()).toEqual([mia.space.credentials.member]);
	expect(berta.stream.space.charter.length, 'nothing was written').toBe(length);
});

it('[U2] a colleague’s new link is an offer, named by its writer; once accepted, the seat moves to it', async () => {
	const { cem, eve, people, other, poster, say, client, mia, mailbox, parts, stream, carryOut, clientsIn, fields } =
		await world();
	const access = new Access(parts);
	expect(access.offer(stream.space)).toBeNull();
	await say(cem, 'clients', client, { mailbox: other.space, poster: poster(other) });
	await parts.authors.look();
	expect(access.offer(stream.space)).toEqual({ by: people[1]?.id });
	expect(seatDutyOf(fields()), 'it moves nothing').toBe('none');
	await say(eve, 'clients', client, { poster: poster(other) });
	await say(eve, 'clients', client, { mailbox: NEW });
	expect(access.offer(stream.space), 'an offer by two people is nobody’s').toBeNull();
	await say(cem, 'clients', client, { mailbox: other.space });
	await access.accept(stream.space);
	expect(accessOf(fields())).toBe('renewing');
	await carryOut();
	await carryOut();
	const [offered] = await readLetters(mailbox.space);
	const read = readJson(offered?.body ?? new Uint8Array(), letter);
	expect(read.ok && clientsIn()).toEqual([await memberOf((read.ok ? read.value.seed : new Uint8Array()) as never)]);
	expect(clientsIn()).not.toContain(mia.space.credentials.member);
	expect(accessOf(fields())).toBe('open');
	access.stop();
});

it('[U2] a counsellor without her own stream with a client can neither renew her link nor lock her out', async () => {
	const { parts, say, berta, stream } = await world();
	const access = new Access(parts);
	await say(berta.desk, 'streams', stream.space, { provisional: 'x' });
	await expect(access.renew(stream.space)).rejects.toThrow('not-allowed');
	await expect(access.lock(stream.space)).rejects.toThrow('not-allowed');
	await expect(access.accept(stream.space)).rejects.toThrow('not-allowed');
	await expect(access.renew('e'.repeat(32) as SpaceId)).rejects.toThrow('not-allowed');
	access.stop();
});
