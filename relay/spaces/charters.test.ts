/** Charters and presence over real sockets. */
import { describe, expect, it } from 'vitest';
import {
	admit,
	type Chain,
	Client,
	Feed,
	onAnotherDevice,
	person,
	random,
	stream,
	sealing
} from '../../tests/support/relay/client';

describe('charters', () => {
	it('[R7] the loser of a race is told so and sees what won', async () => {
		const { relay, berta, anton, bertaHere, chain, reception } = await stream();
		const [first, second] = [
			await chain.draft(bertaHere, [admit(await person(), 'poster')]),
			await chain.draft(bertaHere, [admit(await person(), 'poster')])
		];
		const other = await Client.connect(relay.url, reception.space);
		await other.join(chain.space, await onAnotherDevice(bertaHere));
		berta.send({ kind: 'charterPush', space: chain.space, records: [first.bytes], final: 0 });
		expect((await berta.next('done', ({ request }) => request === 'charterPush')).space).toBe(chain.space);
		other.send({ kind: 'charterPush', space: chain.space, records: [second.bytes], final: 0 });
		expect((await other.next('refused')).code).toBe('head-moved');
		expect((await other.next('charter')).records).toEqual([first.bytes]);
		expect((await anton.next('charter')).from).toBe(2);
		berta.send({ kind: 'charterPush', space: chain.space, records: [first.bytes], final: 0 });
		await berta.next('done');
		anton.send({ kind: 'charterPull', space: chain.space, from: 1 });
		expect((await anton.next('charter')).records).toEqual([chain.bytes[1], first.bytes]);
	});

	it('[R7] a record that is not allowed is refused', async () => {
		const { anton, antonHere, bertaHere, chain } = await stream();
		const eve = await person();
		const refusal = async (record: Awaited<ReturnType<Chain['draft']>>): Promise<string> => {
			anton.send({ kind: 'charterPush', space: chain.space, records: [record.bytes], final: 0 });
			return (await anton.next('refused')).code;
		};
		expect(await refusal(await chain.draft(antonHere, [admit(eve, 'host')]))).toBe('not-allowed');
		expect(await refusal(await chain.draft({ ...bertaHere, key: antonHere.key }, [admit(eve, 'host')]))).toBe(
			'bad-signature'
		);
		expect(await refusal(await chain.draft(eve, [admit(eve, 'host')]))).toBe('bad-signature');
	});

	it('[R32] a record that would cut off acknowledged entries is refused, until it is signed with them', async () => {
		const { berta, anton, bertaHere, antonHere, chain } = await stream();
		const feed = await Feed.open(chain.space, antonHere);
		await feed.write();
		anton.push(feed);
		await anton.next('ack');
		const removal = async (seq: number, final: 0 | 1 = 0): Promise<string> => {
			const fences = [{ feed: feed.id, seq }];
			const ops = [{ kind: 'remove', member: antonHere.id, fences } as const, ...chain.epochFor(bertaHere)];
			const record = await chain.draft(bertaHere, ops);
			berta.send({ kind: 'charterPush', space: chain.space, records: [record.bytes], final });
			await berta.until(() => berta.inbox.some(({ kind }) => kind === 'refused' || kind === 'done'));
			const [answer] = berta.inbox.splice(0).filter(({ kind }) => kind === 'refused' || kind === 'done');
			return answer?.kind === 'refused' ? answer.code : 'done';
		};
		expect(await removal(1)).toBe('fence');
		// new entries wait meanwhile, so that the next fences hold
		await feed.write();
		anton.push(feed, 3);
		expect((await anton.next('refused')).code).toBe('too-fast');
		expect(await removal(0)).toBe('fence');
		expect(await removal(2)).toBe('done');
		expect((await anton.next('closed')).code).toBe('removed');
	});

	it('[R32] accepts a final record as it is, and keys that give up everything written under them', async () => {
		const { relay, berta, anton, bertaHere, antonHere, chain, reception } = await stream();
		const feed = await Feed.open(chain.space, antonHere);
		anton.push(feed);
		await anton.next('ack');
		const keys = await person();
		const rekey = { kind: 'rekey', member: antonHere.id, sign: keys.key.publicKey, seal: sealing() } as const;
		const foreign = [{ feed: (await Feed.open(chain.space, bertaHere)).id, seq: 1 }];
		const low = await chain.draft(antonHere, [{ ...rekey, fences: foreign }]);
		anton.send({ kind: 'charterPush', space: chain.space, records: [low.bytes], final: 0 });
		expect((await anton.next('refused')).code).toBe('fence');
		const given = await chain.append(antonHere, [{ ...rekey, fences: [] }]);
		anton.send({ kind: 'charterPush', space: chain.space, records: [given.bytes], final: 0 });
		await anton.next('done');
		const his = { ...keys, id: antonHere.id };
		const again = await Client.connect(relay.url, reception.space);
		await again.join(chain.space, his);
		const next = await Feed.open(chain.space, his);
		again.push(next);
		await again.next('ack');
		const removal = await chain.draft(bertaHere, [
			{ kind: 'remove', member: antonHere.id, fences: [] },
			...chain.epochFor(bertaHere)
		]);
		berta.send({ kind: 'charterPush', space: chain.space, records: [removal.bytes], final: 1 });
		await berta.next('done', ({ request }) => request === 'charterPush');
	});

	it('[R8] a removed member is out at once and stays out; nothing beyond the fence is accepted', async () => {
		const { relay, berta, anton, bertaHere, antonHere, chain } = await stream();
		const feed = await Feed.open(chain.space, antonHere);
		anton.push(feed);
		await anton.next('ack');
		const fences = [{ feed: feed.id, seq: 1 }];
		const record = await chain.append(bertaHere, [
			{ kind: 'remove', member: antonHere.id, fences },
			...chain.epochFor(bertaHere)
		]);
		berta.send({ kind: 'charterPush', space: chain.space, records: [record.bytes], final: 0 });
		expect((await anton.next('closed')).code).toBe('removed');
		await feed.write();
		anton.push(feed, 2);
		expect((await anton.next('refused')).code).toBe('not-member');
		await anton.askToJoin(chain.space, antonHere);
		expect((await anton.next('refused')).code).toBe('not-member');
		// Nor through somebody who is still there, nor in a new feed.
		berta.push(feed, 2);
		expect((await berta.next('refused')).code).toBe('not-allowed');
		berta.push(await Feed.open(chain.space, antonHere));
		expect((await berta.next('refused')).code).toBe('not-allowed');
		expect(relay.connections).toBe(2);
	});

	it('[R40] a former member is given the record that ended her membership, and nothing later; others get nothing', async () => {
		const { relay, berta, anton, bertaHere, antonHere, chain, reception } = await stream();
		const removal = await chain.append(bertaHere, [
			{ kind: 'remove', member: antonHere.id, fences: [] },
			...chain.epochFor(bertaHere)
		]);
		const later = await chain.append(bertaHere, [admit(await person(), 'poster')]);
		berta.send({ kind: 'charterPush', space: chain.space, records: [removal.bytes, later.bytes], final: 0 });
		// a removed member has it already, and may ask for it again
		await anton.next('closed');
		anton.send({ kind: 'charterPull', space: chain.space, from: removal.index });
		expect((await anton.next('charter', ({ records }) => records.length === 1)).records).toEqual([removal.bytes]);

		const again = await Client.connect(relay.url, reception.space);
		again.send({ kind: 'charterPull', space: chain.space, from: 0 });
		expect((await again.next('refused')).code).toBe('not-member');
		await again.askToJoin(chain.space, antonHere);
		expect((await again.next('refused')).code).toBe('not-member');
		again.send({ kind: 'charterPull', space: chain.space, from: 1 });
		const { records } = await again.next('charter');
		expect(records.at(-1)).toEqual(removal.bytes);
		again.send({ kind: 'charterPull', space: chain.space, from: removal.index + 1 });
		expect((await again.next('charter')).records).toEqual([]);

		const eve = await Client.connect(relay.url, reception.space);
		await eve.askToJoin(chain.space, { ...(await person()), id: antonHere.id });
		expect((await eve.next('refused')).code).toBe('not-member');
		eve.send({ kind: 'charterPull', space: chain.space, from: 0 });
		expect((await eve.next('refused')).code).toBe('not-member');
	});

	it('[R8] new keys close connections under the old ones, except the one that took them', async () => {
		const { relay, berta, anton, antonHere, chain, reception } = await stream();
		const second = await Client.connect(relay.url, reception.space);
		await second.join(chain.space, await onAnotherDevice(antonHere));
		const next = await person();
		const record = await chain.append(antonHere, [
			{ kind: 'rekey', member: antonHere.id, sign: next.key.publicKey, seal: sealing(), fences: [] }
		]);
		anton.send({ kind: 'charterPush', space: chain.space, records: [record.bytes], final: 0 });
		expect((await second.next('closed')).code).toBe('rekeyed');
		await anton.next('done');
		const renewed = { ...antonHere, key: next.key, device: next.device };
		await anton.join(chain.space, renewed);
		const feed = await Feed.open(chain.space, renewed);
		anton.push(feed);
		await anton.next('ack');
		expect((await berta.next('entries')).feed).toBe(feed.id);
		anton.push(await Feed.open(chain.space, antonHere));
		expect((await anton.next('refused')).code).toBe('not-allowed');
	});
});

describe('presence', () => {
	it('[R9] reaches those present, greets newcomers, ends with its connection, and names nobody', async () => {
		const { relay, berta, anton, bertaHere, antonHere, chain, reception } = await stream();
		const body = random(40);
		anton.send({ kind: 'presence', space: chain.space, body });
		const seen = await berta.next('presence');
		expect(seen.body).toEqual(body);
		const late = await Client.connect(relay.url, reception.space);
		await late.join(chain.space, await onAnotherDevice(bertaHere));
		expect(await late.next('presence')).toMatchObject({ body, connection: seen.connection });
		await anton.close();
		expect(await berta.next('presence')).toMatchObject({ body: new Uint8Array(), connection: seen.connection });
		const again = await Client.connect(relay.url, reception.space);
		await again.join(chain.space, antonHere);
		again.send({ kind: 'presence', space: chain.space, body });
		expect((await berta.next('presence')).connection).not.toEqual(seen.connection);
		again.send({ kind: 'leave', space: chain.space });
		expect((await berta.next('presence')).body).toHaveLength(0);
	});

	it('[R9] comes no faster than allowed', async () => {
		const { berta, anton, chain } = await stream({ limits: { presence: [3, 0.001] } });
		for (let i = 0; i < 20; i++) anton.send({ kind: 'presence', space: chain.space, body: random(10) });
		await anton.settle();
		await berta.settle();
		expect(berta.inbox.filter(({ kind }) => kind === 'presence')).toHaveLength(3);
	});
});
