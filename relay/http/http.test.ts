/** The HTTP side over real sockets: the app, and requests that never end. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testRelay } from '../../tests/support/relay/client';
import { raw } from '../../tests/support/relay/raw';

function app(): string {
	const outer = mkdtempSync(join(tmpdir(), 'sofortchat-app-'));
	onTestFinished(() => rmSync(outer, { recursive: true, force: true }));
	const folder = join(outer, 'app');
	mkdirSync(join(folder, '_app/immutable'), { recursive: true });
	writeFileSync(join(outer, 'secret.txt'), 'not for you');
	const pages = {
		'index.html': 'start',
		'chat.html': 'chat',
		'404.html': 'nothing here',
		'service-worker.js': 'worker'
	};
	for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder, name), text);
	mkdirSync(join(folder, 'k'));
	writeFileSync(join(folder, 'k/index.html'), 'door');
	const script = 'export {};'.repeat(50);
	writeFileSync(join(folder, '_app/immutable/a.js'), script);
	writeFileSync(join(folder, '_app/immutable/a.js.br'), brotliCompressSync(script));
	return folder;
}

describe('the app', () => {
	it('[R23] is served with its types, its caching, and our headers', async () => {
		const { url } = await testRelay({ app: app() });
		const texts = await Promise.all(
			['/', '/chat', '/chat.html', '/k', '/k/', '/?x=1'].map(async (path) => (await raw(url, path)).text)
		);
		expect(texts).toEqual(['start', 'chat', 'chat', 'door', 'door', 'start']);
		const start = await fetch(`http://${url}/`);
		expect(Object.fromEntries(start.headers)).toMatchObject({
			'cache-control': 'no-cache',
			'content-security-policy': "frame-ancestors 'none'",
			'content-type': 'text/html; charset=utf-8',
			'cross-origin-opener-policy': 'same-origin',
			'referrer-policy': 'no-referrer',
			'x-content-type-options': 'nosniff',
			'x-robots-tag': 'noindex'
		});
		expect(start.headers.get('access-control-allow-origin')).toBeNull();
		const script = await fetch(`http://${url}/_app/immutable/a.js`);
		expect(script.headers.get('cache-control')).toContain('immutable');
		expect(script.headers.get('content-type')).toContain('text/javascript');
		expect((await fetch(`http://${url}/service-worker.js`)).headers.get('cache-control')).toBe('no-cache');
		expect(
			(await fetch(`http://${url}/`, { headers: { 'if-none-match': start.headers.get('etag') ?? '' } })).status
		).toBe(304);
	});

	it('[R23] a link in a messenger’s spelling leads to the client’s page, and nothing else does', async () => {
		const { url } = await testRelay({ app: app() });
		const leadsTo = async (path: string): Promise<unknown> => {
			const { status, headers } = await raw(url, path);
			return status === 308 ? headers.location : status;
		};
		expect(await leadsTo('/K')).toBe('/k');
		expect(await leadsTo('/K/?fbclid=1')).toBe('/k');
		expect(await leadsTo('/k%23AQAx_-9')).toBe('/k#AQAx_-9');
		expect(await leadsTo('/K/%2523AQAx')).toBe('/k#AQAx');
		expect(await leadsTo('/k%23a%0d%0aset-cookie:%20x'), 'a header stays one line').toBe('/k#a%0D%0Aset-cookie%3A%20x');
		expect([await leadsTo('/k'), await leadsTo('/kAQAx'), await leadsTo('/k/AQAx')]).toEqual([200, 404, 404]);
	});

	it('[R23] is compressed for clients that accept it, and plain for others', async () => {
		const { url } = await testRelay({ app: app() });
		const path = '/_app/immutable/a.js';
		expect((await raw(url, path, { 'accept-encoding': 'gzip, br;q=0.9' })).headers['content-encoding']).toBe('br');
		expect((await raw(url, path, { 'accept-encoding': 'br;q=0, gzip' })).headers['content-encoding']).toBeUndefined();
		expect((await raw(url, path)).text).toHaveLength(500);
		expect((await raw(url, '/_app/immutable/a.js.br')).status).toBe(404);
	});

	it('[R23] nothing outside its folder exists, however it is spelled', async () => {
		const { url } = await testRelay({ app: app() });
		const paths = [
			'/../secret.txt',
			'/%2e%2e/secret.txt',
			'/..%2fsecret.txt',
			'/k/../../secret.txt',
			'//secret.txt',
			'/%',
			'/%00',
			'/__proto__',
			'/constructor'
		];
		for (const path of paths) {
			const { status, text } = await raw(url, path);
			expect([path, status, text]).toEqual([path, 404, 'nothing here']);
		}
		expect((await fetch(`http://${url}/`, { method: 'POST' })).status).toBe(405);
		expect((await fetch(`http://${url}/healthz`)).status).toBe(204);
	});
});

it('[R17] half a request is not waited for', async () => {
	const { url } = await testRelay({ limits: { headersMs: 200 } });
	const [host = '', port] = url.split(':');
	const sockets = Array.from({ length: 50 }, () => connect(Number(port), host));
	await Promise.all(
		sockets.map((socket) => {
			socket.on('error', () => undefined);
			socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
			socket.resume();
			return new Promise((resolve) => socket.on('close', resolve));
		})
	);
});
