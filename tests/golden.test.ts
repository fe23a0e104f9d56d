/**
 * Whatever was written in a released format opens forever; format 1, which never was, is refused. A file here is never
 * changed, only others are added.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { equal, fromHex, fromUtf8, hex } from '../src/lib/base/bytes';
import { chunkKey, openChunk } from '../src/lib/sync/attachments/chunks';
import { readMeta } from '../src/lib/sync/attachments/meta';
import { blobIdOf, chunkHash, readManifest } from '../src/lib/wire/blob';
import { unseal } from '../src/lib/crypto/seal';
import { fingerprint } from '../src/lib/sync/keys/chain';
import { openEpochs } from '../src/lib/sync/keys/epochs';
import { carriedBy } from '../src/lib/sync/space/checkpoints';
import { newFeed } from '../src/lib/sync/space/feeds';
import { parseLink } from '../src/lib/sync/keys/link';
import { credentials } from '../src/lib/sync/keys/member';
import { packageKeys } from '../src/lib/sync/exchange/packages';
import type { Payload } from '../src/lib/sync/space/payload';
import { unsealEntry } from '../src/lib/sync/space/sealing';
import { isCertifiedBy, memberIdOf } from '../src/lib/wire/certificate';
import { extend, newest, type Charter } from '../src/lib/wire/charter';
import { parseRecord } from '../src/lib/wire/charter-record';
import { certificateOf, isSignedByDevice, parseEntry, standsFor, type Entry } from '../src/lib/wire/entry';
import { closedBecause, parsePackage, withContent, withLease } from '../src/lib/wire/package';
import {
	BLOB_SPACE,
	FILE,
	FORMAT_1,
	FORMAT_2,
	keysOf,
	LETTER,
	makeCheckpoint,
	makeGolden,
	NONCE,
	NOW,
	PARCEL,
	TEXT
} from './golden/making';
import { seed, value } from './support/people';

/** The lines of a golden file: title, bytes. */
function golden(name: string, folder = FORMAT_2): Map<string, Uint8Array<ArrayBuffer>> {
	const lines = readFileSync(join(folder, `${name}.hex`), 'utf8')
		.trimEnd()
		.split('\n');
	return new Map(
		lines.map((line) => {
			const [title = '', bytes = ''] = line.split(': ');
			return [title, fromHex(bytes)];
		})
	);
}

function line(name: string, title: string): Uint8Array<ArrayBuffer> {
	return golden(name).get(title) ?? expect.fail(`no line ${title}`);
}

const charters: Charter[] = [];

beforeAll(async () => {
	if (process.env['MAKE_GOLDEN'] === '1') await makeGolden();
	for (const raw of golden('charter').values()) {
		charters.push(value(await extend(charters.at(-1) ?? null, value(parseRecord(raw)))));
	}
	if (process.env['MAKE_GOLDEN'] === 'checkpoints')
		await makeCheckpoint(charterAfter(1), (await opened('update')).entry);
});

function charterAfter(index: number): Charter {
	return charters[index] ?? expect.fail('no such record');
}

/** The payload of a golden entry, as `reader` opens it after the charter's second record. */
async function opened(title: string, reader = 'Berta', file = 'entries'): Promise<{ entry: Entry; payload: Payload }> {
	const charter = charterAfter(1);
	const entry = value(parseEntry(charter.space, line(file, title)));
	const keys = await credentials(charter.space, seed(`golden ${reader}`), seed('any device'));
	const epochs = await openEpochs(charter, NONCE, keys);
	const feed = newFeed(charter.space, keys.member, 0, keys.device.publicKey, NONCE);
	const payload = await unsealEntry({ id: charter.space, charter, credentials: keys, epochs }, feed, entry);
	return { entry, payload: value(payload) };
}

describe('format 1', () => {
	it('[H1] [E1] [P1] is refused, each part of it', async () => {
		for (const raw of golden('charter', FORMAT_1).values()) expect(parseRecord(raw).ok).toBe(false);
		for (const raw of golden('entries', FORMAT_1).values()) expect(parseEntry(BLOB_SPACE, raw).ok).toBe(false);
		const whole = golden('packages', FORMAT_1).get('package') ?? expect.fail();
		expect((await parsePackage(whole)).ok).toBe(false);
	});
});

describe('format 2', () => {
	it('[H1] [H2] the chain is read, and says the same', async () => {
		expect(charters).toHaveLength(4);
		const [berta, anton, again, mia] = await Promise.all(['Berta', 'Anton', 'Anton again', 'Mia'].map(keysOf));
		const idOf = (keys: typeof berta) => memberIdOf(keys?.sign.publicKey ?? new Uint8Array());
		const end = charterAfter(3);
		expect(end).toMatchObject({ form: 'feeds', epoch: 2, length: 4, space: charterAfter(0).space });
		expect([...end.members.values()].map(({ id, role, isRemoved }) => [id, role, isRemoved])).toEqual([
			[idOf(berta), 'host', false],
			[idOf(anton), 'member', false],
			[idOf(mia), 'poster', true]
		]);
		const now = end.members.get(idOf(anton)) ?? expect.fail();
		expect(newest(now).sign).toEqual(again?.sign.publicKey);
		for (const [keys, name] of [
			[again, idOf(anton)],
			[berta, idOf(berta)]
		] as const) {
			if (!keys) expect.fail();
			const opener = { member: name, keys, sealing: () => Promise.resolve([keys.seal] as const) };
			expect([...(await openEpochs(end, NONCE, opener)).keys()]).toEqual([1, 2]);
		}
	});

	it('[E1] [E3] [E4] a message opens for whoever has the epoch, and reads as it was written', async () => {
		for (const reader of ['Berta', 'Anton']) {
			const { payload } = await opened('update', reader);
			expect(payload).toMatchObject({
				clock: { ms: NOW, count: 1 },
				seen: [],
				document: await keyId('Berta')
			});
			const doc = new Y.Doc();
			Y.applyUpdate(doc, payload.body);
			expect(doc.getArray('messages').toArray()).toEqual([TEXT]);
		}
	});

	it('[E2] [W2] feeds are opened by certified devices, their entries chained and signed', async () => {
		const { space, members } = charterAfter(1);
		for (const [first, second] of [
			['open', 'update'],
			['open by a poster', 'drop']
		] as const) {
			const { entry } = await opened(first);
			const next = value(parseEntry(space, line('entries', second)));
			const certificate = certificateOf(entry) ?? expect.fail();
			const member = members.get(certificate.member) ?? expect.fail();
			expect(await isCertifiedBy(space, newest(member).sign, certificate)).toBe(true);
			expect(await isSignedByDevice(space, certificate.device, entry)).toBe(true);
			expect(await isSignedByDevice(space, certificate.device, next)).toBe(true);
			expect(next.header.previous).toEqual(entry.hash);
		}
	});

	it('[E5] an entry without its payload stays the same entry', () => {
		const { space } = charterAfter(1);
		const [whole, bare] = ['update', 'update without payload'].map((title) =>
			value(parseEntry(space, line('entries', title)))
		);
		expect(bare?.sealed).toBeNull();
		expect(bare?.hash).toEqual(whole?.hash);
	});

	it('[E7] a checkpoint carries again what the entries before it carry', async () => {
		const message = await opened('update');
		const { entry, payload } = await opened('checkpoint', 'Anton', 'checkpoints');
		expect(standsFor(entry.header, 2)).toBe(true);
		expect(entry.header.previous).toEqual(message.entry.hash);
		expect(value((await carriedBy(entry, { ok: true, value: payload })) ?? expect.fail())).toEqual([message.payload]);
	});

	it('[E6] a letter opens for the host alone', async () => {
		const { entry, payload } = await opened('drop');
		expect(entry.header).toMatchObject({ kind: 'drop', epoch: 0, seq: 2 });
		expect(equal(payload.body, LETTER)).toBe(true);
		await expect(opened('drop', 'Anton')).rejects.toThrow('refused');
	});

	it('[P1] [P2] [P3] a package opens with its secret; closed and revoked it does not', async () => {
		const keys = await packageKeys(seed('golden secret'), 'link');
		const whole = value(await parsePackage(line('packages', 'package')));
		expect(whole.content.body.package).toBe(keys.id);
		expect(equal(value(await unseal(keys.seal, 'package', whole.content.body.sealed)), PARCEL)).toBe(true);
		expect([20_840, 20_841].map((day) => closedBecause(whole, day))).toEqual([null, 'expired']);
		const closed = value(await withContent(whole, line('packages', 'content, closed')));
		expect(closedBecause(closed, 20_840)).toBe('kept');
		const revoked = value(await withLease(whole, line('packages', 'lease, revoked')));
		expect(closedBecause(revoked, 20_840)).toBe('revoked');
	});

	it('[A1] [A2] [B1] [B2] an attachment opens with its key, under its name', async () => {
		const chunks = [line('blobs', 'chunk 0'), line('blobs', 'chunk 1')];
		const manifest = line('blobs', 'manifest');
		expect(blobIdOf(manifest)).toBe(hex(line('blobs', 'name')));
		expect(value(readManifest(manifest))).toEqual(await Promise.all(chunks.map(chunkHash)));
		const key = await chunkKey(BLOB_SPACE, seed('golden blob'), chunks.length);
		const [first, second] = await Promise.all(chunks.map(async (chunk, i) => value(await openChunk(key, i, chunk))));
		const { name, type, content } = FILE;
		expect(value(readMeta(first ?? expect.fail(), 2))).toEqual({ name, type, size: content.length });
		expect(second?.slice(0, content.length)).toEqual(content);
	});

	it('a link is read, and leads to its package', async () => {
		const link = fromUtf8(line('links', 'link'));
		expect(link).toMatch(/^https:\/\/beratung\.example\/k#[\w-]{67}$/);
		const { secret, fingerprint: printed } = value(parseLink(new URL(link).hash));
		expect(printed).toEqual(fingerprint(seed('golden root')));
		const whole = value(await parsePackage(line('packages', 'package')));
		expect((await packageKeys(secret, 'link')).id).toBe(whole.content.body.package);
	});
});

async function keyId(name: string): Promise<string> {
	return memberIdOf((await keysOf(name)).sign.publicKey);
}
