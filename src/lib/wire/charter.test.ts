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
	group,
	memberIn,
	person,
	rekey,
	remove,
	renewed,
	seed,
	verdict,
	type Person
} from '../../../tests/support/people';
import { extend, mayRead, newest, type Charter } from './charter';
import { parseRecord, type CharterOp } from './charter-record';

let berta: Person, cem: Person, anton: Person, mia: Person, eve: Person, rolf: Person;
let charter: Charter;

beforeAll(async () => {
	({ berta, cem, anton, mia, eve, rolf, charter } = await group());
});

describe('the first record', () => {
	it('[H1] founds the space named by its hash, with its founder as host', async () => {
		expect([...charter.members.values()].map(({ role }) => role)).toEqual(['host', 'host', 'member', 'member']);
		expect(charter).toMatchObject({ form: 'feeds', length: 1, epoch: 1 });
		const other = await after(null, berta, ...found(berta, admit(cem, 'host')));
		expect(other.space).not.toBe(charter.space);
		expect(other.epoch).toBe(0);
	});

	it('[H1] admits its founder first, as host, and is signed by nobody else', async () => {
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

	it('[H1] exists once, and admits nobody twice', async () => {
		expect(await verdict(charter, berta, found(berta))).toBe('a second first record');
		expect(await verdict(null, berta, found(berta, ...found(cem)))).toBe('a second first record');
		expect(await verdict(null, berta, found(berta, admit(berta, 'host')))).toBe('already a member');
		expect(await verdict(null, berta, found(berta, admit(mia, 'member'), admit(mia, 'host')))).toBe('already a member');
	});
});

describe('who signs', () => {
	const unsigned = 'not signed by a member';

	it('[H2] Eve admits herself in vain, whoever she claims to be', async () => {
		expect(await verdict(charter, eve, [admit(eve, 'member')])).toBe(unsigned);
		expect(await verdict(charter, eve, [admit(eve, 'member')], { signer: berta.id })).toBe(unsigned);
	});

	it('[H2] a removed member signs and grants nothing more', async () => {
		const without = await after(charter, berta, remove(anton), ...begin(2, berta, cem, mia));
		expect(await verdict(without, anton, [grant(anton, 1)])).toBe(unsigned);
		expect(await verdict(without, anton, [rekey(anton, eve)])).toBe(unsigned);
		expect(await verdict(without, anton, [admit(anton, 'member')])).toBe(unsigned);
	});

	it('[H2] new keys sign, the old ones no longer do', async () => {
		const next = await after(charter, berta, rekey(berta, eve), grant(berta, 1));
		expect(newest(memberIn(next, berta)).sign).toEqual(eve.sign.publicKey);
		expect(await verdict(next, berta, [remove(cem), ...begin(2, berta, anton, mia)])).toBe(unsigned);
		expect(await verdict(next, renewed(berta, eve), begin(2, berta, cem, anton, mia))).toBe('accepted');
	});

	it('[H2] Rolf cannot slip in a record of another space', async () => {
		const other = await after(null, berta, ...found(berta, admit(anton, 'member')));
		const record = await draft(other, berta, [admit(eve, 'host')], { previous: charter.head });
		expect((await extend(other, await draft(other, berta, [admit(eve, 'host')]))).ok).toBe(true);
		expect(await extend(charter, record)).toEqual({ ok: false, why: unsigned });
	});

	it('[H2] a flipped bit is refused', async () => {
		const { bytes } = await draft(charter, berta, [remove(anton), ...begin(2, berta, cem, mia)]);
		for (let bit = 0; bit < bytes.length * 8; bit += 5) {
			const read = parseRecord(flipped(bytes, bit));
			if (read.ok) expect((await extend(charter, read.value)).ok, `bit ${bit}`).toBe(false);
		}
	});
});

describe('who may do what', () => {
	it('[H3] Anton cannot admit, remove, begin an epoch or grant to others', async () => {
		expect(await verdict(charter, anton, [admit(eve, 'member')])).toBe('only a host admits');
		expect(await verdict(charter, anton, [remove(berta)])).toBe('only a host removes others');
		expect(await verdict(charter, anton, [rekey(berta, eve)])).toBe('only oneself takes new keys');
		expect(await verdict(charter, anton, begin(2, berta, cem, anton, mia))).toBe('only a host begins an epoch');
		expect(await verdict(charter, anton, [grant(mia, 1)])).toBe('only a host grants to others');
	});

	it('[H3] nobody takes new keys for somebody else, not even a host', async () => {
		expect(await verdict(charter, berta, [rekey(mia, eve)])).toBe('only oneself takes new keys');
		expect(await verdict(charter, berta, [rekey(eve, rolf)])).toBe('only oneself takes new keys');
	});

	it('[H3] whoever becomes host by a record has no host rights within it', async () => {
		const ops = [rekey(anton, eve), grant(anton, 1), admit(rolf, 'host')];
		expect(await verdict(charter, anton, ops)).toBe('only a host admits');
	});

	it('[H3] a poster gets no key, a reader only her own', async () => {
		const mailbox = await after(charter, berta, admit(eve, 'poster'), admit(rolf, 'reader'));
		expect(mayRead(mailbox.members.get(eve.id))).toBe(false);
		expect(await verdict(mailbox, eve, [grant(eve, 1)])).toBe('nothing to grant');
		expect(await verdict(mailbox, eve, [grant(mia, 1)])).toBe('only a host grants to others');
		expect(await verdict(mailbox, berta, [grant(eve, 1)])).toBe('nothing to grant');
		expect(await verdict(mailbox, rolf, [admit(await person('Olga'), 'member')])).toBe('only a host admits');
		expect(await verdict(mailbox, berta, begin(2, berta, cem, anton, mia, rolf))).toBe('accepted');
	});

	it('[H3] an epoch that does not exist is granted to nobody', async () => {
		for (const epoch of [0, 2]) expect(await verdict(charter, berta, [grant(mia, epoch)])).toBe('nothing to grant');
		expect(await verdict(charter, berta, [grant(eve, 1)])).toBe('nothing to grant');
	});

	it('[H3] erasing is reserved, and there are four roles', async () => {
		const erase: CharterOp = { kind: 'erase', feed: feedId('x'), seq: 1, hash: seed('x') };
		expect(await verdict(charter, berta, [erase])).toBe('erasing is reserved');
		expect(await verdict(charter, berta, [{ ...admit(eve, 'member'), role: 'owner' } as CharterOp])).toBe(
			'an unknown role'
		);
	});
});

describe('epochs', () => {
	it('[H4] go up by one, one per record', async () => {
		const everyone = [berta, cem, anton, mia];
		for (const number of [0, 1, 3])
			expect(await verdict(charter, berta, begin(number, ...everyone))).toBe('not the next epoch');
		const two: CharterOp[] = [{ kind: 'epoch', number: 2 }, ...begin(3, ...everyone)];
		expect(await verdict(charter, berta, two)).toBe('not the next epoch');
		expect((await after(charter, cem, ...begin(2, ...everyone))).epoch).toBe(2);
	});

	it('[H4] leave no reader out, not even one just admitted', async () => {
		const left = 'an epoch that leaves a reader out';
		expect(await verdict(charter, berta, begin(2, berta, cem, anton))).toBe(left);
		expect(await verdict(charter, berta, [admit(eve, 'member'), ...begin(2, berta, cem, anton, mia)])).toBe(left);
		const late = [...begin(2, berta, cem, anton, mia), rekey(berta, eve)];
		expect(await verdict(charter, berta, late)).toBe(left);
	});

	it('[H4] a removal begins one, which the removed member is not granted', async () => {
		expect(await verdict(charter, berta, [remove(anton)])).toBe('a removal without a new epoch');
		const behind = [...begin(2, berta, cem, anton, mia), remove(anton)];
		expect(await verdict(charter, berta, behind)).toBe('a removal behind its epoch');
		const both = [remove(anton), ...begin(2, berta, cem, anton, mia)];
		expect(await verdict(charter, berta, both)).toBe('nothing to grant');
		const without = await after(charter, berta, remove(anton), ...begin(2, berta, cem, mia));
		expect(memberIn(without, anton)).toMatchObject({ isRemoved: true });
		expect(memberIn(without, anton).grants.size).toBe(0);
		expect(mayRead(without.members.get(anton.id))).toBe(false);
	});

	it('[H4] new keys begin without grants; their owner grants herself the missing ones, once', async () => {
		const next = await after(charter, anton, rekey(anton, eve));
		const owner = renewed(anton, eve);
		expect(memberIn(next, anton).grants.size).toBe(0);
		const again = await after(next, owner, grant(anton, 1));
		expect([...memberIn(again, anton).grants.keys()]).toEqual([1]);
		expect(await verdict(again, owner, [grant(anton, 1)])).toBe('granted already');
		expect(await verdict(again, berta, [grant(anton, 1)])).toBe('accepted');
	});
});
