/** Bytes that nobody honest sends. */
import { describe, expect, it } from 'vitest';
import { Client, stream, testRelay } from '../../tests/support/relay/client';
import { BAD_FRAMES, fuzz, sendRaw } from '../../tests/support/relay/hostile';

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
