import { beforeAll, describe, expect, it } from 'vitest';
import {
	admit,
	after,
	begin,
	draft,
	feedId,
	found,
	grant,
	group,
	memberIn,
	person,
	rekey,
	remove,
	renewed,
	seed,
	value,
	verdict,
	type Person
} from '../../../tests/support/people';
import { fromHex } from '../base/bytes';
import { signingKey } from '../crypto/sign';
import { extend, fenceOf, readChain, type Charter } from './charter';
import type { CharterOp, FeedHead } from './charter-record';
import { MAX_GENERATIONS, MAX_GRANT_BYTES, MAX_MEMBERS, MAX_READERS, MAX_RECORD_BYTES } from './limits';

let berta: Person, cem: Person, anton: Person, mia: Person, eve: Person, rolf: Person;
let charter: Charter;

beforeAll(async () => {
	({ berta, cem, anton, mia, eve, rolf, charter } = await group());
});

describe('the outcome of a record', () => {
	it('[H5] a space keeps a host', async () => {
		const alone = await after(null, berta, ...found(berta, admit(mia, 'member'), ...begin(1, berta, mia)));
		expect(await verdict(alone, berta, [remove(berta), ...begin(2, mia)])).toBe('a space without a host');
		const handed = [remove(berta), admit(cem, 'host'), ...begin(2, cem, mia)];
		expect(await verdict(alone, berta, handed)).toBe('accepted');
	});

	it('[H5] nobody returns under keys used before, removed or not', async () => {
		const without = await after(charter, berta, remove(anton), ...begin(2, berta, cem, mia));
		expect(await verdict(without, berta, [admit(anton, 'member')])).toBe('already a member');
		expect(await verdict(without, berta, [remove(anton)])).toBe('nobody to remove');
		expect(await verdict(without, berta, [grant(anton, 2)])).toBe('nothing to grant');
		const used = 'a key that was used before';
		expect(await verdict(without, mia, [rekey(mia, anton)])).toBe(used);
		expect(await verdict(without, mia, [rekey(mia, mia)])).toBe(used);
		const renewedMia = await after(without, mia, rekey(mia, eve));
		expect(await verdict(renewedMia, renewed(mia, eve), [rekey(mia, mia)])).toBe(used);
		expect(await verdict(renewedMia, berta, [admit(eve, 'member')])).toBe(used);
		expect(await verdict(without, berta, [admit(eve, 'member')])).toBe('accepted');
	});

	it('[H5] nobody takes a key that anybody can sign under, or that nothing can be sealed to', async () => {
		const weak = fromHex(`01${'00'.repeat(31)}`);
		const weakSealing = new Uint8Array(1216);
		const asWeak = { kind: 'rekey', member: anton.id, sign: weak, seal: eve.seal.publicKey, fences: [] } as const;
		expect(await verdict(charter, anton, [asWeak])).toBe('a weak key');
		// Otherwise Anton could keep Berta from beginning an epoch: sealing it to him would fail.
		expect(await verdict(charter, anton, [{ ...asWeak, sign: eve.sign.publicKey, seal: weakSealing }])).toBe(
			'a weak key'
		);
		expect(
			await verdict(charter, berta, [{ kind: 'admit', sign: eve.sign.publicKey, seal: weakSealing, role: 'member' }])
		).toBe('a weak key');
		const founder: CharterOp = { kind: 'admit', sign: berta.sign.publicKey, seal: weakSealing, role: 'host' };
		expect(await verdict(null, berta, [found(berta)[0] ?? founder, founder])).toBe('a weak key');
	});

	it('[H5] nobody fills the chain: no empty records, a limit on new keys', async () => {
		expect(await verdict(charter, anton, [])).toBe('a record that changes nothing');
		let last = charter;
		let now = anton;
		for (let i = 1; i < MAX_GENERATIONS; i++) {
			const next = renewed(anton, await person(`Anton ${i}`));
			last = await after(last, now, rekey(anton, next));
			now = next;
		}
		expect(memberIn(last, anton).generations).toHaveLength(MAX_GENERATIONS);
		expect(await verdict(last, now, [rekey(anton, eve)])).toBe('too many keys');
	});

	it('[H5] a space has a member limit, and removed members count', async () => {
		const names = Array.from({ length: MAX_MEMBERS - charter.members.size }, (_, i) => `guest ${i}`);
		const guests = await Promise.all(names.map(guest));
		let last = charter;
		const admitAll = async (some: readonly Person[]): Promise<void> => {
			last = await after(last, berta, ...some.map((one) => admit(one, 'poster')));
		};
		for (let i = 0; i < guests.length; i += 300) await admitAll(guests.slice(i, i + 300));
		expect(last.members.size).toBe(MAX_MEMBERS);
		expect(await verdict(last, berta, [admit(eve, 'member')])).toBe('too many members');
		last = await after(last, berta, remove(anton), ...begin(2, berta, cem, mia));
		expect(await verdict(last, berta, [admit(eve, 'member')])).toBe('too many members');
	});

	it('[H5] only so many read at once as a record can grant an epoch to', async () => {
		const guests = await Promise.all(
			Array.from({ length: MAX_READERS - charter.members.size }, (_, i) => guest(`guest ${i}`))
		);
		const full = await after(charter, berta, ...guests.map((one) => admit(one, 'member')));
		expect(await verdict(full, berta, [admit(eve, 'reader')])).toBe('too many readers');
		expect(await verdict(full, berta, [admit(eve, 'poster')])).toBe('accepted');
		expect(await verdict(full, berta, [remove(anton), admit(eve, 'reader')])).toBe('a removal without a new epoch');
	});

	it('[H5] a record has a size limit, and a full space can still remove somebody', async () => {
		const fences = (count: number): FeedHead[] =>
			Array.from({ length: count }, (_, i) => ({ feed: feedId(`feed ${i}`), seq: 1_000_000 }));
		const record = await draft(charter, berta, [
			remove(anton, fences(4096)),
			{ kind: 'epoch', number: 100_000 },
			...Array.from({ length: MAX_READERS - 1 }, () => grant(mia, 100_000, new Uint8Array(MAX_GRANT_BYTES - 100)))
		]);
		expect(record.bytes.length).toBeLessThanOrEqual(MAX_RECORD_BYTES);
		const keys = [eve, rolf, mia, cem, berta, eve, rolf].map((one) => rekey(anton, one, fences(4096)));
		expect(await verdict(charter, anton, keys)).toBe('the record is too large');
	});
});

/** Somebody with a signing key of her own; making sealing keys takes longer, and many may share one. */
async function guest(name: string): Promise<Person> {
	return { ...eve, sign: await signingKey(seed(name)) };
}

describe('fences', () => {
	it('[H6] after new keys, feeds of the old ones end where the record says, and new feeds of theirs never existed', async () => {
		const [phone, laptop] = [feedId('phone'), feedId('laptop')];
		const first = memberIn(charter, anton);
		expect(fenceOf(first, 0, phone)).toBe(Number.MAX_SAFE_INTEGER);
		const next = await after(charter, anton, rekey(anton, eve, [{ feed: phone, seq: 7 }]));
		const now = memberIn(next, anton);
		expect(fenceOf(now, 0, phone)).toBe(7);
		expect(fenceOf(now, 0, laptop)).toBe(0);
		expect(fenceOf(now, 1, laptop)).toBe(Number.MAX_SAFE_INTEGER);
		expect(fenceOf(now, 2, laptop)).toBe(0);
	});

	it('[H6] a removal ends the newest feeds and leaves older fences in place', async () => {
		const [phone, laptop] = [feedId('phone'), feedId('laptop')];
		const next = await after(charter, anton, rekey(anton, eve, [{ feed: phone, seq: 7 }]));
		const high = [
			{ feed: phone, seq: 99 },
			{ feed: laptop, seq: 3 }
		];
		const without = memberIn(await after(next, berta, remove(anton, high), ...begin(2, berta, cem, mia)), anton);
		expect([0, 1, 2].map((generation) => fenceOf(without, generation, phone))).toEqual([7, 99, 0]);
		expect([0, 1, 2].map((generation) => fenceOf(without, generation, laptop))).toEqual([0, 3, 0]);
		expect(without.generations).toHaveLength(2);
	});
});

describe('the chain', () => {
	it('[H7] Rolf can neither reorder, repeat nor omit a record', async () => {
		const first = await draft(null, berta, found(berta, admit(cem, 'host')));
		const one = value(await extend(null, first));
		const second = await draft(one, berta, [admit(anton, 'member')]);
		const two = value(await extend(one, second));
		const third = await draft(two, cem, [admit(mia, 'member')]);
		expect(value(await readChain([first, second, third])).members.size).toBe(4);
		for (const wrong of [
			[],
			[second],
			[first, third, second],
			[first, third],
			[first, second, second],
			[first, first]
		]) {
			expect((await readChain(wrong)).ok).toBe(false);
		}
		expect(await extend(one, third)).toEqual({ ok: false, why: 'does not continue the chain' });
		expect(await verdict(two, berta, [admit(eve, 'member')], { previous: one.head })).toBe(
			'does not continue the chain'
		);
		expect(await verdict(two, berta, [admit(eve, 'member')], { index: 1 })).toBe('does not continue the chain');
	});

	it('[H7] of two records on one head, only one continues', async () => {
		const [mine, theirs] = [
			await draft(charter, berta, [admit(eve, 'member')]),
			await draft(charter, cem, [admit(rolf, 'member')])
		];
		expect((await extend(value(await extend(charter, mine)), theirs)).ok).toBe(false);
	});

	it('[H7] a refused record changes nothing, an accepted one only its outcome', async () => {
		const before = structuredClone(charter);
		await verdict(charter, berta, [remove(anton), admit(eve, 'member')]);
		await after(charter, berta, remove(anton), ...begin(2, berta, cem, mia));
		expect(charter).toEqual(before);
	});

	it('[H7] the time in a record decides nothing', async () => {
		for (const atMs of [0, Number.MAX_SAFE_INTEGER]) {
			expect(await verdict(charter, berta, [admit(eve, 'member')], { atMs })).toBe('accepted');
		}
	});
});
