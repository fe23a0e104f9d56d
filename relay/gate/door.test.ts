/** Who gets a connection to the relay. */
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { Client, testRelay } from '../../tests/support/relay/client';

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
