/** Outsiders and members who send too much, or read too little. */
import { describe, expect, it } from 'vitest';
import { memoryStore } from '../store/memory';
import {
	Client,
	Feed,
	newCentre,
	onAnotherDevice,
	person,
	random,
	stream,
	testRelay
} from '../../tests/support/relay/client';

describe('floods', () => {
	it('[R17] a connection that has not joined makes the relay store nothing, write nothing, load little', async () => {
		let [commits, reads] = [0, 0];
		const store = memoryStore();
		const { relay, chain, antonHere, centre } = await stream({
			store: {
				...store,
				commit: (writes) => (commits++, store.commit(writes)),
				range: (...asked) => (reads++, store.range(...asked))
			}
		});
		const feed = await Feed.open(chain.space, antonHere);
		[commits, reads] = [0, 0];
		const before = process.memoryUsage().rss;
		const strangers = await Promise.all(Array.from({ length: 40 }, () => Client.connect(relay.url, 'new')));
		const mine = await newCentre();
		for (const eve of strangers) {
			for (let i = 0; i < 50; i++) {
				eve.push(feed);
				eve.send({ kind: 'pull', space: chain.space, have: [], brief: 0 });
				eve.send({ kind: 'charterPull', space: chain.space, from: 0 });
				eve.send({ kind: 'presence', space: chain.space, body: random(1024) });
				eve.send({ kind: 'create', space: mine.centre.space, centre: centre.space, records: mine.centre.bytes });
				eve.ws.send(Uint8Array.of(0, 0, 1, 0));
				eve.ws.send(Uint8Array.of(3));
			}
		}
		await Promise.all(strangers.map((eve) => eve.settle()));
		expect([commits, reads]).toEqual([0, 0]);
		expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
		await Promise.all(
			strangers.map((eve) =>
				eve.askToJoin(chain.space, antonHere, 0, { member: antonHere.id, device: random(32), signature: random(64) })
			)
		);
		await Promise.all(strangers.map((eve) => eve.next('refused', ({ request }) => request === 'join')));
		expect([commits, reads]).toEqual([0, 0]);
	});

	it('[R17] wrong proofs are checked only so often, whoever else is at the same address', async () => {
		const { relay, anton, chain, antonHere } = await stream({ limits: { failures: [5, 0.001] } });
		const eve = await Client.connect(relay.url, 'new', { headers: { 'x-forwarded-for': '203.0.113.5' } });
		const codes: string[] = [];
		for (let i = 0; i < 8; i++) {
			await eve.askToJoin(chain.space, await person());
			codes.push((await eve.next('refused')).code);
		}
		expect(codes).toEqual([...Array<string>(5).fill('not-member'), ...Array<string>(3).fill('too-fast')]);
		await anton.join(chain.space, antonHere);
	});

	it('[R17] only so much is read before joining', async () => {
		const { url } = await testRelay({ limits: { bytesBeforeJoining: 100_000 } });
		const eve = await Client.connect(url);
		for (let i = 0; i < 5; i++)
			eve.send({
				kind: 'found',
				code: '',
				root: random(32),
				claim: random(64),
				centre: [random(30_000)],
				reception: []
			});
		await eve.until(() => eve.closedWith === 1008);
	});

	it('[R18] a member who sends too fast is slowed down, and loses nothing', async () => {
		const { anton, antonHere, chain } = await stream({ limits: { frames: [20, 200] } });
		const feed = await Feed.open(chain.space, antonHere);
		for (let i = 0; i < 120; i++) await feed.write(random(4_000));
		const started = Date.now();
		for (let first = 1; first <= 121; first++) anton.push(feed, first, feed.from(first).slice(0, 1));
		await anton.next('ack', ({ seq }) => seq === 121);
		// At least: 101 frames beyond the first 20, at 200 per second. A slow machine takes longer.
		expect(Date.now() - started).toBeGreaterThan(250);
	});

	it('[R18] a reader who does not read is closed, and costs no more than the limit', async () => {
		const { relay, anton, berta, antonHere, bertaHere, chain } = await stream({ limits: { unread: 1024 * 1024 } });
		const slow = await Client.connect(relay.url);
		await slow.join(chain.space, await onAnotherDevice(bertaHere));
		slow.ws.pause();
		const feed = await Feed.open(chain.space, antonHere);
		const sealed = random(64_000);
		for (let i = 0; i < 250; i++) await feed.write(sealed);
		for (let first = 1; first <= 251; first += 6) anton.push(feed, first, feed.from(first).slice(0, 6));
		await anton.next('ack', ({ seq }) => seq === 251);
		await berta.until(
			() => berta.inbox.reduce((sum, frame) => sum + (frame.kind === 'entries' ? frame.entries.length : 0), 0) === 251
		);
		await expect.poll(() => relay.lines.some((line) => line.includes('slow reader closed'))).toBe(true);
		expect(relay.connections).toBe(2);
	});

	it('[R18] a slow reader who catches up gets everything, in no more memory than the limit', async () => {
		const { relay, anton, antonHere, bertaHere, chain } = await stream({ limits: { unread: 2 * 1024 * 1024 } });
		const feed = await Feed.open(chain.space, antonHere);
		const sealed = random(64_000);
		for (let i = 0; i < 200; i++) await feed.write(sealed);
		for (let first = 1; first <= 201; first += 6) anton.push(feed, first, feed.from(first).slice(0, 6));
		await anton.next('ack', ({ seq }) => seq === 201);
		const slow = await Client.connect(relay.url);
		await slow.join(chain.space, await onAnotherDevice(bertaHere));
		slow.send({ kind: 'pull', space: chain.space, have: [], brief: 0 });
		for (let pause = 0; pause < 5; pause++) {
			slow.ws.pause();
			// Long enough for more than the limit to be waiting, short enough to repeat.
			await new Promise((resolve) => setTimeout(resolve, 60));
			slow.ws.resume();
			// A little of it is read.
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		await slow.next('pulled');
		expect(slow.inbox.reduce((sum, frame) => sum + (frame.kind === 'entries' ? frame.entries.length : 0), 0)).toBe(201);
	});

	it('[R1] a connection removed between two frames is nobody', async () => {
		const { anton, chain } = await stream();
		anton.send({ kind: 'leave', space: chain.space });
		anton.push(await Feed.open(chain.space, await person()));
		expect((await anton.next('refused')).code).toBe('not-member');
	});
});
