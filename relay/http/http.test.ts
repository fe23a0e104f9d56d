/** The HTTP side over real sockets. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { signingKey, type SigningKey } from '../../src/lib/crypto/sign';
import { certifyDevice } from '../../src/lib/wire/certificate';
import { makeToken } from '../../src/lib/wire/challenge';
import {
	encodeContent,
	encodeLease,
	packageIdOf,
	signPackage,
	type PackageContent,
	type PackageLease
} from '../../src/lib/wire/package';
import { memoryStore } from '../store/memory';
import {
	Chain,
	createSpace,
	foundCentre,
	newCentre,
	person,
	random,
	testRelay,
	type Centre,
	type Person
} from '../../tests/support/relay/client';

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

/** A request whose path is sent exactly as written. */
function raw(
	url: string,
	path: string,
	headers: Record<string, string> = {}
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }> {
	return new Promise((resolve, reject) => {
		const [host = '', port] = url.split(':');
		request({ host, port, path, headers, agent: false }, (response) => {
			let text = '';
			response.setEncoding('latin1').on('data', (part: string) => (text += part));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
		})
			.on('error', reject)
			.end();
	});
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

interface Kit {
	readonly writer: SigningKey;
	readonly issuer: SigningKey;
	readonly content: PackageContent;
	readonly lease: PackageLease;
}

async function kit(lastDay = 1_000_000): Promise<Kit> {
	const [writer, issuer] = [await signingKey(random(32)), await signingKey(random(32))];
	const id = packageIdOf(writer.publicKey);
	const content: PackageContent = { package: id, version: 1, closed: 0, writer: writer.publicKey, sealed: random(300) };
	const lease: PackageLease = {
		package: id,
		version: 1,
		writer: writer.publicKey,
		issuer: issuer.publicKey,
		lastDay,
		revoked: 0
	};
	return { writer, issuer, content, lease };
}

async function token({ centre }: Pick<Centre, 'centre'>, someone: Person, atMs = Date.now()): Promise<string> {
	const certificate = await certifyDevice(centre.space, someone.id, someone.key, someone.device.publicKey);
	return `Bearer ${await makeToken(centre.space, certificate, someone.device, atMs, '127.0.0.1')}`;
}

async function ask(url: string, path: string, body?: Uint8Array<ArrayBuffer>, authorization?: string): Promise<string> {
	const headers: Record<string, string> = authorization ? { authorization } : {};
	const response = await fetch(
		`http://${url}/v1/packages/${path}`,
		body ? { method: 'PUT', body, headers } : { headers }
	);
	if (response.status === 200) return `200 ${(await response.arrayBuffer()).byteLength}`;
	const text = await response.text();
	return `${response.status} ${text ? (JSON.parse(text) as { code: string }).code : ''}`.trim();
}

describe('packages', () => {
	it('[R15] are uploaded only by the centre’s counsellors, and given to anyone who knows the id', async () => {
		const { url, ...relay } = await testRelay();
		const centre = await foundCentre({ url, setupCode: relay.setupCode });
		const { writer, issuer, content, lease } = await kit();
		const id = content.package;
		const whole = await signPackage({ content, lease }, writer, issuer);
		const stream = await Chain.found(await person());
		await createSpace(centre.client, centre.centre.space, stream);
		const host = await person();
		const strangers = [
			undefined,
			'Bearer x',
			'Basic eA',
			await token(centre, host),
			await token(await newCentre(), centre.berta)
		];
		strangers.push(await token(centre, centre.berta, Date.now() - 3_600_000), await token({ centre: stream }, host));
		for (const stranger of strangers) expect(await ask(url, id, whole, stranger)).toBe('401 not-allowed');
		expect(await ask(url, id)).toBe('404 unknown');
		const mine = await token(centre, centre.berta);
		expect(await ask(url, id, whole, mine)).toBe('204');
		expect(await ask(url, id, whole, mine)).toBe('204');
		expect(await ask(url, id)).toBe(`200 ${whole.length}`);
		const other = await signPackage({ content: { ...content, sealed: random(10) }, lease }, writer, issuer);
		expect(await ask(url, id, other, mine)).toBe('409 exists');
		expect(await ask(url, packageIdOf(issuer.publicKey), whole, mine)).toBe('400 malformed');
		expect(await ask(url, packageIdOf(issuer.publicKey), random(200), mine)).toBe('400 malformed');
		expect(await ask(url, id, random(40_000), mine)).toBe('413 too-large');
		expect(await ask(url, 'nonsense')).toBe('404 unknown');
	});

	it('[R16] content and lease change by their own signatures, and a closed one says why', async () => {
		let nowMs = Date.now();
		const relay = await testRelay({ now: () => nowMs });
		const { url } = relay;
		const centre = await foundCentre(relay);
		const today = Math.floor(nowMs / 86_400_000);
		const { writer, issuer, content, lease } = await kit(today);
		const id = content.package;
		expect(await ask(url, `${id}/lease`, await encodeLease(lease, issuer))).toBe('404 unknown');
		await ask(url, id, await signPackage({ content, lease }, writer, issuer), await token(centre, centre.berta));

		const next = { ...content, version: 2, sealed: random(20) };
		expect(await ask(url, `${id}/content`, await encodeContent(next, issuer))).toBe('409 bad-signature');
		expect(await ask(url, `${id}/content`, await encodeContent({ ...next, version: 3 }, writer))).toBe(
			'409 head-moved'
		);
		expect(await ask(url, `${id}/content`, await encodeContent(next, writer))).toBe('204');
		expect(await ask(url, `${id}/content`, await encodeContent(next, writer))).toBe('204');
		expect(await ask(url, `${id}/content`, random(100))).toBe('409 malformed');

		nowMs += 86_400_000;
		expect(await ask(url, id)).toBe('410 expired');
		const longer = { ...lease, version: 2, lastDay: today + 7 };
		expect(await ask(url, `${id}/lease`, await encodeLease(longer, writer))).toBe('409 bad-signature');
		expect(await ask(url, `${id}/lease`, await encodeLease(longer, issuer))).toBe('204');
		expect(await ask(url, id)).toMatch(/^200/);

		expect(await ask(url, `${id}/content`, await encodeContent({ ...next, version: 3, closed: 1 }, writer))).toBe(
			'204'
		);
		expect(await ask(url, id)).toBe('410 kept');
		expect(await ask(url, `${id}/content`, await encodeContent({ ...next, version: 4 }, writer))).toBe('409 kept');
		expect(await ask(url, `${id}/lease`, await encodeLease({ ...longer, version: 3, revoked: 1 }, issuer))).toBe('204');
		expect(await ask(url, id)).toBe('410 revoked');
		expect(await ask(url, `${id}/content`, await encodeContent({ ...next, version: 4 }, writer))).toBe('409 revoked');
	});

	it('[R5] a package is stored when the answer says so, and not before', async () => {
		const store = memoryStore();
		let isBroken = false;
		const broken = {
			...store,
			commit: (writes: Parameters<typeof store.commit>[0]) =>
				isBroken ? Promise.reject(new Error('EIO')) : store.commit(writes)
		};
		const relay = await testRelay({ store: broken });
		const centre = await foundCentre(relay);
		const { writer, issuer, content, lease } = await kit();
		const whole = await signPackage({ content, lease }, writer, issuer);
		isBroken = true;
		expect(await ask(relay.url, content.package, whole, await token(centre, centre.berta))).toBe('503 storage');
		isBroken = false;
		expect(await ask(relay.url, content.package)).toBe('404 unknown');
	});

	it('[R17] whoever asks too often waits, and nobody else', async () => {
		const { url } = await testRelay({ limits: { packageRequests: [5, 0.001] } });
		const path = '/v1/packages/00000000000000000000000000000000';
		const statuses: number[] = [];
		for (let i = 0; i < 8; i++) statuses.push((await raw(url, path)).status);
		expect(statuses).toEqual([404, 404, 404, 404, 404, 429, 429, 429]);
		expect((await raw(url, path, { 'x-forwarded-for': '203.0.113.7' })).status).toBe(404);
		expect((await raw(url, '/healthz')).status).toBe(204);
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
