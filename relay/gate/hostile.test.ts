/** Attacks on the relay by outsiders and members. */
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
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
import { BAD_FRAMES, fuzz, sendRaw } from '../../tests/support/relay/hostile';

/** The HTTP status of a refused handshake, or 101. */
function handshake(url: string, path: string, headers: Record<string, string> = {}): Promise<number> {
	return new Promise((resolve) => {
		const ws = new WebSocket(`ws://${url}${path}`, { headers });
		ws.on('error', () => undefined);
		ws.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode ?? 0));
		ws.on('open', () => {
			ws.terminate();
			resolve(101);
		});
	});
}

describe('the door', () => {
	it('[R17] opens to pages of this host and of those the operator names', async () => {
		const { url } = await testRelay({ origins: ['https://chat.example.org'] });
		const tries = [
			{},
			{ origin: `http://${url}` },
			{ origin: 'https://chat.example.org' },
			{ origin: 'https://evil.example' },
			{ origin: 'null' },
			{ origin: `http://${url}.evil.example` }
		];
		expect(await Promise.all(tries.map((headers) => handshake(url, '/ws/new', headers)))).toEqual([
			101, 101, 101, 403, 403, 403
		]);
	});

	it('[R17] opens on a port of its own, whether or not the proxy names it', async () => {
		const { url, lines } = await testRelay();
		const from = (host: string, origin: string): Promise<number> => handshake(url, '/ws/new', { host, origin });
		expect(await from('Chat.example.org', 'https://chat.example.org:8443')).toBe(101);
		expect(await from('chat.example.org:8443', 'https://chat.example.org:8443')).toBe(101);
		expect(lines.join('')).not.toContain('refused');
		expect(await from('chat.example.org:8443', 'https://chat.example.org')).toBe(403);
		expect(await from('chat.example.org', 'https://evil.example:8443')).toBe(403);
		expect(lines.filter((line) => line.includes('foreign origin'))).toHaveLength(1);
	});

	it('[R17] leads to a reception or nowhere', async () => {
		const { url } = await testRelay();
		const paths = [
			'/',
			'/ws',
			'/ws/',
			'/ws/../new',
			`/ws/${'a'.repeat(31)}`,
			`/ws/${'A'.repeat(32)}`,
			'/ws/__proto__',
			`/ws/${'a'.repeat(32)}/x`,
			'/ws/new?',
			'/ws/new?x=%'
		];
		expect(await Promise.all(paths.map((path) => handshake(url, path)))).toEqual([
			404, 404, 404, 404, 404, 404, 404, 404, 101, 101
		]);
		expect(await handshake(url, `/ws/${'a'.repeat(7_000)}`)).toBe(404);
	});

	it('[R17] limits connections, in total and per address', async () => {
		const { url, lines } = await testRelay({ limits: { connections: 5, connectionsPerAddress: 3 } });
		const from = (address: string): Promise<Client> =>
			Client.connect(url, 'new', { headers: { 'x-forwarded-for': address } });
		const mine = await Promise.all([from('203.0.113.1'), from('203.0.113.1'), from('203.0.113.1')]);
		expect(await handshake(url, '/ws/new', { 'x-forwarded-for': '203.0.113.1' })).toBe(429);
		await Promise.all([from('203.0.113.2'), from('203.0.113.3')]);
		expect(await handshake(url, '/ws/new', { 'x-forwarded-for': '203.0.113.4' })).toBe(503);
		expect(lines.map((line) => line.replace(/^\S+Z /, '').trim())).toEqual([
			'started',
			'connection refused: too many from one address',
			'connection refused: too many'
		]);
		await mine[0].close();
		await expect.poll(() => handshake(url, '/ws/new', { 'x-forwarded-for': '203.0.113.1' })).toBe(101);
	});
});

describe('hostile bytes', () => {
	it.each(BAD_FRAMES)('[R19] %s ends one connection and no other', async (_name, bytes) => {
		const { relay, anton } = await stream();
		await sendRaw(await Client.connect(relay.url), bytes);
		await anton.settle();
	});

	it('[R19] text, noise and empty messages end the connection after a few', async () => {
		const { url } = await testRelay();
		for (const message of [
			'text',
			Buffer.alloc(0),
			Buffer.of(255, 1, 2),
			Buffer.of(100, 99),
			Buffer.alloc(500_000, 100)
		]) {
			const client = await Client.connect(url);
			for (let i = 0; i < 12; i++) client.ws.send(message);
			await client.until(() => client.closedWith === 1008);
			expect(client.inbox.every((frame) => frame.kind === 'refused' && frame.code === 'malformed')).toBe(true);
		}
		const large = await Client.connect(url);
		large.ws.send(Buffer.alloc(600 * 1024));
		await large.until(() => large.closedWith === 1009);
	});

	it('[R19] three thousand spoiled frames from strangers and members disturb nobody', async () => {
		const before = process.memoryUsage().rss;
		const { closed } = await fuzz(await stream(), 3_000, 7);
		expect(closed).toBeGreaterThan(20);
		expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
	});

	it('[R19] a flood of pings is not answered endlessly', async () => {
		const { relay, anton } = await stream();
		const eve = await Client.connect(relay.url);
		for (let i = 0; i < 5_000; i++) eve.ws.ping();
		await eve.until(() => eve.closedWith !== null);
		await anton.settle();
	});
});

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
				eve.send({ kind: 'pull', space: chain.space, have: [] });
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
		slow.send({ kind: 'pull', space: chain.space, have: [] });
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
