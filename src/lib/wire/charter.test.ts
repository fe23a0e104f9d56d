import { beforeAll, describe, expect, it } from 'vitest';
import {
	admit,
	after,
	begin,
	draft,
	feedId,
	flipped,
	found,
	grant,
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
import { extend, fenceOf, mayRead, newest, readChain, type Charter, type CharterMember } from './charter';
import type { CharterOp, FeedHead } from './charter-record';
import { MAX_GENERATIONS, MAX_MEMBERS, MAX_RECORD_BYTES } from './limits';

let berta: Person, cem: Person, anton: Person, mia: Person, eve: Person, rolf: Person;
/** Berta's group: Cem and she are hosts, Anton and Mia members, one epoch. */
let group: Charter;

beforeAll(async () => {
	[berta, cem, anton, mia, eve, rolf] = await Promise.all([
		person('Berta'),
		person('Cem'),
		person('Anton'),
		person('Mia'),
		person('Eve'),
		person('Rolf')
	]);
	const others = [admit(cem, 'host'), admit(anton, 'member'), admit(mia, 'member')];
	group = await after(null, berta, ...found(berta, ...others, ...begin(1, berta, cem, anton, mia)));
});

function member(charter: Charter, { id }: Person): CharterMember {
	const found = charter.members.get(id);
	return found ?? expect.fail('no such member');
}

describe('the first record', () => {
	it('[H1] founds the space that its hash names, with its founder as host', async () => {
		expect([...group.members.values()].map(({ role }) => role)).toEqual(['host', 'host', 'member', 'member']);
		expect(group).toMatchObject({ form: 'feeds', length: 1, epoch: 1 });
		const other = await after(null, berta, ...found(berta, admit(cem, 'host')));
		expect(other.space).not.toBe(group.space);
		expect(other.epoch).toBe(0);
	});

	it('[H1] admits its founder first, as host, and is signed by no one else', async () => {
		const genesis = found(berta)[0] ?? expect.fail();
		const wrong = 'not a first record';
		expect(await verdict(null, berta, [genesis])).toBe(wrong);
		expect(await verdict(null, berta, [admit(berta, 'host'), genesis])).toBe(wrong);
		expect(await verdict(null, berta, [genesis, admit(berta, 'member'), admit(cem, 'host')])).toBe(wrong);
		expect(await verdict(null, berta, found(berta), { index: 1 })).toBe(wrong);
		expect(await verdict(null, berta, found(berta), { previous: seed('x') })).toBe(wrong);
		const foreign = 'not signed by its founder';
		expect(await verdict(null, berta, [genesis, admit(cem, 'host'), admit(berta, 'host')])).toBe(foreign);
		expect(await verdict(null, eve, found(berta), { signer: berta.id })).toBe(foreign);
	});

	it('[H1] there is only one, and it admits nobody twice', async () => {
		expect(await verdict(group, berta, found(berta))).toBe('a second first record');
		expect(await verdict(null, berta, found(berta, ...found(cem)))).toBe('a second first record');
		expect(await verdict(null, berta, found(berta, admit(berta, 'host')))).toBe('already a member');
		expect(await verdict(null, berta, found(berta, admit(mia, 'member'), admit(mia, 'host')))).toBe('already a member');
	});
});

describe('who signs', () => {
	const unsigned = 'not signed by a member';

	it('[H2] Eve admits herself in vain, whoever she says she is', async () => {
		expect(await verdict(group, eve, [admit(eve, 'member')])).toBe(unsigned);
		expect(await verdict(group, eve, [admit(eve, 'member')], { signer: berta.id })).toBe(unsigned);
	});

	it('[H2] a removed member signs nothing more, and grants nothing', async () => {
		const without = await after(group, berta, remove(anton), ...begin(2, berta, cem, mia));
		expect(await verdict(without, anton, [grant(anton, 1)])).toBe(unsigned);
		expect(await verdict(without, anton, [rekey(anton, eve)])).toBe(unsigned);
		expect(await verdict(without, anton, [admit(anton, 'member')])).toBe(unsigned);
	});

	it('[H2] new keys sign, the old ones no longer', async () => {
		const next = await after(group, berta, rekey(berta, eve), grant(berta, 1));
		expect(newest(member(next, berta)).sign).toEqual(eve.sign.publicKey);
		expect(await verdict(next, berta, [remove(cem), ...begin(2, berta, anton, mia)])).toBe(unsigned);
		expect(await verdict(next, renewed(berta, eve), begin(2, berta, cem, anton, mia))).toBe('accepted');
	});

	it('[H2] Rolf gets no record of another space in', async () => {
		const other = await after(null, berta, ...found(berta, admit(anton, 'member')));
		const record = await draft(other, berta, [admit(eve, 'host')], { previous: group.head });
		expect((await extend(other, await draft(other, berta, [admit(eve, 'host')]))).ok).toBe(true);
		expect(await extend(group, record)).toEqual({ ok: false, why: unsigned });
	});

	it('[H2] no bit of a record can be turned', async () => {
		const { parseRecord } = await import('./charter-record');
		const { bytes } = await draft(group, berta, [remove(anton), ...begin(2, berta, cem, mia)]);
		for (let bit = 0; bit < bytes.length * 8; bit++) {
			const read = parseRecord(flipped(bytes, bit));
			if (read.ok) expect((await extend(group, read.value)).ok, `bit ${bit}`).toBe(false);
		}
	});
});

describe('who may do what', () => {
	it('[H3] Anton neither admits nor removes nor begins an epoch, nor grants to others', async () => {
		expect(await verdict(group, anton, [admit(eve, 'member')])).toBe('only a host admits');
		expect(await verdict(group, anton, [remove(berta)])).toBe('only a host removes others');
		expect(await verdict(group, anton, [rekey(berta, eve)])).toBe('only oneself takes new keys');
		expect(await verdict(group, anton, begin(2, berta, cem, anton, mia))).toBe('only a host begins an epoch');
		expect(await verdict(group, anton, [grant(mia, 1)])).toBe('only a host grants to others');
	});

	it('[H3] nobody takes new keys for somebody else, a host neither', async () => {
		expect(await verdict(group, berta, [rekey(mia, eve)])).toBe('only oneself takes new keys');
		expect(await verdict(group, berta, [rekey(eve, rolf)])).toBe('only oneself takes new keys');
	});

	it('[H3] whoever becomes host by a record is none within it', async () => {
		const ops = [rekey(anton, eve), grant(anton, 1), admit(rolf, 'host')];
		expect(await verdict(group, anton, ops)).toBe('only a host admits');
	});

	it('[H3] a poster gets no key, a reader no more than his own', async () => {
		const mailbox = await after(group, berta, admit(eve, 'poster'), admit(rolf, 'reader'));
		expect(mayRead(mailbox.members.get(eve.id))).toBe(false);
		expect(await verdict(mailbox, eve, [grant(eve, 1)])).toBe('nothing to grant');
		expect(await verdict(mailbox, eve, [grant(mia, 1)])).toBe('only a host grants to others');
		expect(await verdict(mailbox, berta, [grant(eve, 1)])).toBe('nothing to grant');
		expect(await verdict(mailbox, rolf, [admit(await person('Olga'), 'member')])).toBe('only a host admits');
		expect(await verdict(mailbox, berta, begin(2, berta, cem, anton, mia, rolf))).toBe('accepted');
	});

	it('[H3] an epoch that is not there is granted to nobody', async () => {
		for (const epoch of [0, 2]) expect(await verdict(group, berta, [grant(mia, epoch)])).toBe('nothing to grant');
		expect(await verdict(group, berta, [grant(eve, 1)])).toBe('nothing to grant');
	});

	it('[H3] erasing is reserved, and roles are four', async () => {
		const erase: CharterOp = { kind: 'erase', feed: feedId('x'), seq: 1, hash: seed('x') };
		expect(await verdict(group, berta, [erase])).toBe('erasing is reserved');
		expect(await verdict(group, berta, [{ ...admit(eve, 'member'), role: 'owner' } as CharterOp])).toBe('an unknown role');
	});
});

describe('epochs', () => {
	it('[H4] go up by one, one in a record', async () => {
		const everyone = [berta, cem, anton, mia];
		for (const number of [0, 1, 3]) expect(await verdict(group, berta, begin(number, ...everyone))).toBe('not the next epoch');
		const two: CharterOp[] = [{ kind: 'epoch', number: 2 }, ...begin(3, ...everyone)];
		expect(await verdict(group, berta, two)).toBe('not the next epoch');
		expect((await after(group, cem, ...begin(2, ...everyone))).epoch).toBe(2);
	});

	it('[H4] leave no reader out, one just admitted neither', async () => {
		const left = 'an epoch that leaves a reader out';
		expect(await verdict(group, berta, begin(2, berta, cem, anton))).toBe(left);
		expect(await verdict(group, berta, [admit(eve, 'member'), ...begin(2, berta, cem, anton, mia)])).toBe(left);
		const late = [...begin(2, berta, cem, anton, mia), rekey(berta, eve)];
		expect(await verdict(group, berta, late)).toBe(left);
	});

	it('[H4] a removal begins one, which the removed member is not granted', async () => {
		expect(await verdict(group, berta, [remove(anton)])).toBe('a removal without a new epoch');
		const behind = [...begin(2, berta, cem, anton, mia), remove(anton)];
		expect(await verdict(group, berta, behind)).toBe('a removal behind its epoch');
		const both = [remove(anton), ...begin(2, berta, cem, anton, mia)];
		expect(await verdict(group, berta, both)).toBe('nothing to grant');
		const without = await after(group, berta, remove(anton), ...begin(2, berta, cem, mia));
		expect(member(without, anton)).toMatchObject({ isRemoved: true });
		expect(member(without, anton).grants.size).toBe(0);
		expect(mayRead(without.members.get(anton.id))).toBe(false);
	});

	it('[H4] new keys begin without grants; their owner grants himself what he lacks, once', async () => {
		const next = await after(group, anton, rekey(anton, eve));
		const owner = renewed(anton, eve);
		expect(member(next, anton).grants.size).toBe(0);
		const again = await after(next, owner, grant(anton, 1));
		expect([...member(again, anton).grants.keys()]).toEqual([1]);
		expect(await verdict(again, owner, [grant(anton, 1)])).toBe('granted already');
		expect(await verdict(again, berta, [grant(anton, 1)])).toBe('accepted');
	});
});

describe('what must come out', () => {
	it('[H5] a space keeps a host', async () => {
		const alone = await after(null, berta, ...found(berta, admit(mia, 'member'), ...begin(1, berta, mia)));
		expect(await verdict(alone, berta, [remove(berta), ...begin(2, mia)])).toBe('a space without a host');
		const handed = [remove(berta), admit(cem, 'host'), ...begin(2, cem, mia)];
		expect(await verdict(alone, berta, handed)).toBe('accepted');
	});

	it('[H5] nobody comes back under keys that were used before, removed or not', async () => {
		const without = await after(group, berta, remove(anton), ...begin(2, berta, cem, mia));
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

	it('[H5] nobody takes a key that everybody signs under, or that nothing can be sealed to', async () => {
		const weak = fromHex(`01${'00'.repeat(31)}`);
		const asWeak = { kind: 'rekey', member: anton.id, sign: weak, seal: eve.seal.publicKey, fences: [] } as const;
		expect(await verdict(group, anton, [asWeak])).toBe('a weak key');
		// Else Anton could keep Berta from beginning an epoch: sealing it to him would fail.
		expect(await verdict(group, anton, [{ ...asWeak, sign: eve.sign.publicKey, seal: weak }])).toBe('a weak key');
		expect(await verdict(group, berta, [{ kind: 'admit', sign: eve.sign.publicKey, seal: weak, role: 'member' }])).toBe('a weak key');
		const founder: CharterOp = { kind: 'admit', sign: berta.sign.publicKey, seal: weak, role: 'host' };
		expect(await verdict(null, berta, [found(berta)[0] ?? founder, founder])).toBe('a weak key');
	});

	it('[H5] nobody fills the chain: no empty record, an end to new keys', async () => {
		expect(await verdict(group, anton, [])).toBe('a record that changes nothing');
		let charter = group;
		let now = anton;
		for (let i = 1; i < MAX_GENERATIONS; i++) {
			const next = renewed(anton, await person(`Anton ${i}`));
			charter = await after(charter, now, rekey(anton, next));
			now = next;
		}
		expect(member(charter, anton).generations).toHaveLength(MAX_GENERATIONS);
		expect(await verdict(charter, now, [rekey(anton, eve)])).toBe('too many keys');
	});

	it('[H5] a record has a size, and a full space can still remove somebody', async () => {
		const fences = (count: number): FeedHead[] =>
			Array.from({ length: count }, (_, i) => ({ feed: feedId(`feed ${i}`), seq: 1_000_000 }));
		const record = await draft(group, berta, [
			remove(anton, fences(1024)),
			{ kind: 'epoch', number: 100_000 },
			...Array.from({ length: MAX_MEMBERS - 1 }, () => grant(mia, 100_000, new Uint8Array(80)))
		]);
		expect(record.bytes.length).toBeLessThanOrEqual(MAX_RECORD_BYTES);
		expect(await verdict(group, anton, [rekey(anton, eve, fences(4096)), ...twice(fences(4096))])).toBe('the record is too large');
	});

	/** As much again, in ops that come later. */
	function twice(fences: readonly FeedHead[]): CharterOp[] {
		return [rekey(anton, rolf, fences)];
	}
});

describe('fences', () => {
	it('[H6] after new keys the feeds of the old ones end where the record says, and new feeds of theirs never were', async () => {
		const [phone, laptop] = [feedId('phone'), feedId('laptop')];
		const first = member(group, anton);
		expect(fenceOf(first, 0, phone)).toBe(Number.MAX_SAFE_INTEGER);
		const next = await after(group, anton, rekey(anton, eve, [{ feed: phone, seq: 7 }]));
		const now = member(next, anton);
		expect(fenceOf(now, 0, phone)).toBe(7);
		expect(fenceOf(now, 0, laptop)).toBe(0);
		expect(fenceOf(now, 1, laptop)).toBe(Number.MAX_SAFE_INTEGER);
		expect(fenceOf(now, 2, laptop)).toBe(0);
	});

	it('[H6] a removal ends the newest feeds and leaves older fences where they were', async () => {
		const [phone, laptop] = [feedId('phone'), feedId('laptop')];
		const next = await after(group, anton, rekey(anton, eve, [{ feed: phone, seq: 7 }]));
		const high = [
			{ feed: phone, seq: 99 },
			{ feed: laptop, seq: 3 }
		];
		const without = member(await after(next, berta, remove(anton, high), ...begin(2, berta, cem, mia)), anton);
		expect([0, 1, 2].map((generation) => fenceOf(without, generation, phone))).toEqual([7, 99, 0]);
		expect([0, 1, 2].map((generation) => fenceOf(without, generation, laptop))).toEqual([0, 3, 0]);
		expect(without.generations).toHaveLength(2);
	});
});

describe('the chain', () => {
	it('[H7] Rolf can neither reorder, repeat nor leave out a record', async () => {
		const first = await draft(null, berta, found(berta, admit(cem, 'host')));
		const one = value(await extend(null, first));
		const second = await draft(one, berta, [admit(anton, 'member')]);
		const two = value(await extend(one, second));
		const third = await draft(two, cem, [admit(mia, 'member')]);
		expect(value(await readChain([first, second, third])).members.size).toBe(4);
		for (const wrong of [[], [second], [first, third, second], [first, third], [first, second, second], [first, first]]) {
			expect((await readChain(wrong)).ok).toBe(false);
		}
		expect(await extend(one, third)).toEqual({ ok: false, why: 'does not continue the chain' });
		expect(await verdict(two, berta, [admit(eve, 'member')], { previous: one.head })).toBe('does not continue the chain');
		expect(await verdict(two, berta, [admit(eve, 'member')], { index: 1 })).toBe('does not continue the chain');
	});

	it('[H7] of two records on one head only one goes on', async () => {
		const [mine, theirs] = [await draft(group, berta, [admit(eve, 'member')]), await draft(group, cem, [admit(rolf, 'member')])];
		expect((await extend(value(await extend(group, mine)), theirs)).ok).toBe(false);
	});

	it('[H7] a refused record changes nothing, an accepted one only its outcome', async () => {
		const before = structuredClone(group);
		await verdict(group, berta, [remove(anton), admit(eve, 'member')]);
		await after(group, berta, remove(anton), ...begin(2, berta, cem, mia));
		expect(group).toEqual(before);
	});

	it('[H7] the time in a record decides nothing', async () => {
		for (const atMs of [0, Number.MAX_SAFE_INTEGER]) {
			expect(await verdict(group, berta, [admit(eve, 'member')], { atMs })).toBe('accepted');
		}
	});
});
