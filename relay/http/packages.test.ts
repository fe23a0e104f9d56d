/** Packages over real HTTP: who may bring, change and get them. */
import { describe, expect, it } from 'vitest';
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
import { raw } from '../../tests/support/relay/raw';

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
