import { beforeAll, describe, expect, it } from 'vitest';
import {
	admit,
	after,
	found,
	memberIn,
	person,
	rekey,
	remove,
	renewed,
	seed,
	type Person
} from '../../../tests/support/people';
import { hex } from '../base/bytes';
import type { FeedId, MemberId, SpaceId } from '../base/ids';
import type { Charter } from './charter';
import { checkTicket, digestOf, makeTicket, showTicket, type ShownTicket } from './ticket';

const [KEY, CHALLENGE, DIGEST, TODAY] = [seed('relay'), seed('nonce'), seed('digest').slice(0, 16), 20_000];
let berta: Person, anton: Person;
let charter: Charter;

beforeAll(async () => {
	[berta, anton] = await Promise.all([person('Berta'), person('Anton')]);
	charter = await after(null, berta, ...found(berta, admit(anton, 'member')));
});

function shown(at = charter, challenge = CHALLENGE): ShownTicket {
	return showTicket(at.space, makeTicket(KEY, at.space, memberIn(at, anton), TODAY + 30), challenge, DIGEST);
}

/** Whom the relay takes this for. */
function whose(ticket: ShownTicket, at = charter, today = TODAY, key = KEY): MemberId | null {
	return checkTicket(key, at, ticket, CHALLENGE, today)?.id ?? null;
}

describe('[W7] a ticket', () => {
	it('stands for its member, on this connection, in this space, up to its day', async () => {
		expect(whose(shown())).toBe(anton.id);
		expect(whose(shown(), charter, TODAY + 30)).toBe(anton.id);
		expect(whose(shown(), charter, TODAY + 31)).toBeNull();
		expect(whose(shown(charter, seed('another nonce')))).toBeNull();
		expect(whose(shown(), charter, TODAY, seed('another relay'))).toBeNull();
		const other = await after(null, berta, ...found(berta, admit(anton, 'member')));
		expect(whose(shown(), { ...other, space: '9'.repeat(32) as SpaceId })).toBeNull();
	});

	it('bears no change', () => {
		const proof = shown().proof.slice();
		proof[0] = (proof[0] ?? 0) ^ 1;
		expect(whose({ ...shown(), proof })).toBeNull();
		expect(whose({ ...shown(), untilDay: TODAY + 31 })).toBeNull();
		expect(whose({ ...shown(), member: berta.id })).toBeNull();
		expect(whose({ ...shown(), member: '0'.repeat(32) as MemberId })).toBeNull();
	});

	it('outlasts what happens to others, but neither her removal nor her new keys', async () => {
		const mia = await person('Mia');
		const grown = await after(charter, berta, admit(mia, 'member'));
		expect(whose(shown(), grown)).toBe(anton.id);
		expect(whose(shown(), await after(charter, berta, remove(anton)))).toBeNull();
		const again = await after(charter, anton, rekey(anton, renewed(anton, await person('Anton again'))));
		expect(whose(shown(), again)).toBeNull();
		expect(whose(shown(again), again)).toBe(anton.id);
	});
});

describe('[W8] a digest', () => {
	const [a, b] = ['1'.repeat(32), '2'.repeat(32)] as [FeedId, FeedId];
	it('is the same for the same extent in any order, and differs with anything else', () => {
		const all = [
			digestOf(2, [[a, 1]]),
			digestOf(3, [[a, 1]]),
			digestOf(2, [[a, 2]]),
			digestOf(2, [[b, 1]]),
			digestOf(2, []),
			digestOf(2, [
				[a, 1],
				[b, 1]
			])
		].map(hex);
		expect(new Set(all).size).toBe(all.length);
		expect(
			hex(
				digestOf(2, [
					[b, 1],
					[a, 1]
				])
			)
		).toBe(all[5]);
	});
});
