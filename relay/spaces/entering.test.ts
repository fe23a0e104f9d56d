/** Many spaces at once, each with a ticket. SPEC.md R41. */
import { describe, expect, it } from 'vitest';
import {
	admit,
	Client,
	createSpace,
	Feed,
	foundCentre,
	person,
	random,
	stream,
	testRelay,
	Chain,
	sealing
} from '../../tests/support/relay/client';
import type { SpaceId } from '../../src/lib/base/ids';
import type { RelayFrame } from '../../src/lib/wire/frames';
import { digestOf, showTicket, type ShownTicket, type Ticket } from '../../src/lib/wire/ticket';
import { memoryStore } from '../store/memory';

type Joined = Extract<RelayFrame, { kind: 'joined' }>;

function ticketIn({ tickets }: Joined): Ticket {
	return tickets[0] ?? expect.fail('no ticket');
}

/** The ticket of an earlier connection, shown on this one by a device that knows what `joined` says. */
function show(client: Client, joined: Joined, given = ticketIn(joined)): ShownTicket {
	const heads = joined.feeds.map(({ feed, seq }) => [feed, seq] as const);
	return showTicket(joined.space, given, client.nonce, digestOf(joined.length, heads));
}

async function enter(client: Client, ...tickets: readonly ShownTicket[]): Promise<readonly SpaceId[]> {
	client.send({ kind: 'enter', tickets });
	return (await client.next('entered')).refused;
}

describe('[R41] tickets', () => {
	it('let a device in again without a signature, and say nothing of what it knows already', async () => {
		const { relay, berta, bertaHere, anton, antonHere, chain } = await stream();
		const before = await anton.join(chain.space, antonHere);
		await anton.close();
		const again = await Client.connect(relay.url);
		expect(await enter(again, show(again, before))).toEqual([]);
		expect(again.inbox).toEqual([]);
		const feed = await Feed.open(chain.space, bertaHere);
		berta.push(feed);
		const notice = await again.next('notice');
		expect(notice).toMatchObject({ space: chain.space, feed: feed.id, seq: 1 });
		await again.close();
		const third = await Client.connect(relay.url);
		expect(await enter(third, show(third, before))).toEqual([]);
		const differing = third.inbox.filter(({ kind }) => kind === 'joined');
		expect(differing, 'what differs is said, and costs no new ticket').toMatchObject([
			{ feeds: [{ feed: feed.id, seq: 1 }], tickets: [] }
		]);
	});

	it('are for reading: whoever shows one writes nothing, founds nothing and is not seen', async () => {
		const { relay, anton, antonHere, chain, centre, bertaInCentre } = await stream();
		const before = await anton.join(chain.space, antonHere);
		const again = await Client.connect(relay.url);
		const inCentre = await again.join(centre.space, bertaInCentre);
		const third = await Client.connect(relay.url);
		expect(await enter(third, show(third, before), show(third, inCentre))).toEqual([]);
		third.push(await Feed.open(chain.space, antonHere));
		expect(await third.next('refused')).toMatchObject({ request: 'push', code: 'not-allowed' });
		third.send({ kind: 'charterPush', space: chain.space, records: [], final: 0 });
		expect(await third.next('refused')).toMatchObject({ request: 'charterPush', code: 'not-allowed' });
		third.send({ kind: 'presence', space: chain.space, body: random(8) });
		expect(await third.next('refused')).toMatchObject({ request: 'presence', code: 'not-allowed' });
		const fresh = await Chain.found(await person());
		third.send({ kind: 'create', space: fresh.space, centre: centre.space, records: fresh.bytes });
		expect(await third.next('refused')).toMatchObject({ request: 'create', code: 'not-allowed' });
		third.send({ kind: 'pull', space: chain.space, have: [], brief: 0 });
		await third.next('pulled');
	});

	it('of somebody removed, of another connection, or made up let nobody in', async () => {
		const { relay, berta, bertaHere, anton, antonHere, chain } = await stream();
		const before = await anton.join(chain.space, antonHere);
		const other = await Client.connect(relay.url);
		const stale = show(anton, before);
		const madeUp = show(other, before, { ...ticketIn(before), secret: random(32) });
		const nowhere = { ...show(other, before), space: '7'.repeat(32) as SpaceId };
		expect(await enter(other, stale, madeUp, nowhere)).toEqual([chain.space, chain.space, nowhere.space]);
		other.send({ kind: 'pull', space: chain.space, have: [], brief: 0 });
		expect(await other.next('refused')).toMatchObject({ request: 'pull', code: 'not-member' });
		const removal = await chain.append(bertaHere, [
			{ kind: 'remove', member: antonHere.id, fences: [] },
			...chain.epochFor(bertaHere)
		]);
		berta.send({ kind: 'charterPush', space: chain.space, records: [removal.bytes], final: 1 });
		await berta.next('done');
		expect(await enter(other, show(other, before))).toEqual([chain.space]);
	});

	it('end with the keys they were given to, also where one has just been shown', async () => {
		const { relay, anton, antonHere, chain } = await stream();
		const before = await anton.join(chain.space, antonHere);
		const watching = await Client.connect(relay.url);
		expect(await enter(watching, show(watching, before))).toEqual([]);
		const renewed = await person();
		const rekey = await chain.append(antonHere, [
			{ kind: 'rekey', member: antonHere.id, sign: renewed.key.publicKey, seal: sealing(), fences: [] }
		]);
		anton.send({ kind: 'charterPush', space: chain.space, records: [rekey.bytes], final: 1 });
		await anton.next('done');
		expect(await watching.next('closed')).toMatchObject({ space: chain.space });
		expect(await enter(watching, show(watching, before))).toEqual([chain.space]);
	});

	it('outlast the relay, and lapse by themselves', async () => {
		let nowMs = Date.now();
		const store = { ...memoryStore(), close: () => Promise.resolve() };
		const first = await testRelay({ store, now: () => nowMs });
		const { client, berta, centre } = await foundCentre(first);
		const chain = await Chain.found(berta, 'feeds', [admit(await person(), 'member')]);
		await createSpace(client, centre.space, chain);
		const before = await client.join(chain.space, berta);
		await first.stop();
		const second = await testRelay({ store, now: () => nowMs });
		const again = await Client.connect(second.url, undefined, {}, '127.0.0.1');
		expect(await enter(again, show(again, before))).toEqual([]);
		nowMs += 61 * 86_400_000;
		const later = await Client.connect(second.url);
		expect(await enter(later, show(later, before))).toEqual([chain.space]);
	});

	it('are not given for the reception, which nobody only watches', async () => {
		const relay = await testRelay();
		const { client, berta, reception } = await foundCentre(relay);
		expect((await client.join(reception.space, berta)).tickets).toEqual([]);
	});
});
