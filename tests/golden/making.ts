/**
 * Makes the golden files of the current format, with fixed seeds. They were made once; a new format gets its
 * own folder, and the old files stay and open forever: `MAKE_GOLDEN=1 npx vitest run tests/golden.test.ts`
 * (never overwrites).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { fromHex, hex, utf8 } from '../../src/lib/base/bytes';
import type { DocumentId, SpaceId } from '../../src/lib/base/ids';
import { chunkKey, sealChunk } from '../../src/lib/sync/attachments/chunks';
import { encodeMeta } from '../../src/lib/sync/attachments/meta';
import { padded } from '../../src/lib/sync/attachments/padding';
import { blobIdOf, chunkHash, encodeManifest } from '../../src/lib/wire/blob';
import { signingKey } from '../../src/lib/crypto/sign';
import { extend, type Charter } from '../../src/lib/wire/charter';
import { signRecord, type CharterOp, type CharterRecord, type Role } from '../../src/lib/wire/charter-record';
import { feedIdOf, withoutPayload, type Entry } from '../../src/lib/wire/entry';
import { encodeContent, encodeLease, parsePackage } from '../../src/lib/wire/package';
import { fingerprint } from '../../src/lib/sync/keys/chain';
import { beginEpoch, grantEpoch, openEpochs } from '../../src/lib/sync/keys/epochs';
import { newFeed, type Feed } from '../../src/lib/sync/space/feeds';
import { makeLink } from '../../src/lib/sync/keys/link';
import { credentials, memberKeys, type MemberKeys } from '../../src/lib/sync/keys/member';
import { makePackage, packageKeys } from '../../src/lib/sync/exchange/packages';
import { NO_DOCUMENT, type Payload } from '../../src/lib/sync/space/payload';
import { bodyOf } from '../../src/lib/sync/space/checkpoints';
import { sealEntry, unsealEntry } from '../../src/lib/sync/space/sealing';
import { memberIdOf } from '../../src/lib/wire/certificate';
import { seed, value } from '../support/people';

/** The folder of each format's files; the last one is written. */
export const FORMAT_1 = join(import.meta.dirname, 'format-1');
export const FORMAT_2 = join(import.meta.dirname, 'format-2');
/** The nonce of the first record. */
export const NONCE = seed('golden genesis').slice(0, 16);
/** The space of the attachment. */
export const BLOB_SPACE = '5'.repeat(32) as SpaceId;
/** When all of it was written. */
export const NOW = 1_800_000_000_000;
/** What Berta wrote. */
export const TEXT = 'Guten Tag, schön, dass Sie da sind. 🌻';
/** An attachment, and what describes it. */
export const FILE = { name: 'Brief.txt', type: 'text/plain', content: utf8('Ein Anhang') };
/** The contents of the mailbox and of the package. */
export const LETTER = utf8('Ein Brief');
export const PARCEL = utf8('Ein Päckchen');

/** Makes all files; throws if one exists already. */
export async function makeGolden(): Promise<void> {
	const [berta, anton, again, mia] = await Promise.all(['Berta', 'Anton', 'Anton again', 'Mia'].map(keysOf));
	if (!berta || !anton || !again || !mia) throw new Error('bug: somebody is missing');
	const chain = await makeChain(berta, anton, again, mia);
	write(
		'charter',
		chain.records.map(({ bytes }, i) => [`record ${i}`, bytes])
	);
	write('entries', await makeEntries(chain.charters));
	write('packages', await makePackages());
	write('blobs', await makeBlob());
	const link = makeLink('https://beratung.example', {
		secret: seed('golden secret'),
		fingerprint: fingerprint(seed('golden root'))
	});
	write('links', [['link', utf8(link)]]);
}

/** An attachment's chunks, the manifest that names them, and the blob's name. */
async function makeBlob(): Promise<readonly (readonly [string, Uint8Array])[]> {
	const { name, type, content } = FILE;
	const key = await chunkKey(BLOB_SPACE, seed('golden blob'), 2);
	const plain = [encodeMeta({ name, type, size: content.length }), padded(content)];
	const chunks = await Promise.all(plain.map((part, i) => sealChunk(key, i, part)));
	const manifest = encodeManifest(await Promise.all(chunks.map(chunkHash)));
	const named = chunks.map((chunk, i) => [`chunk ${i}`, chunk] as const);
	return [...named, ['manifest', manifest], ['name', fromHex(blobIdOf(manifest))]];
}

/** A person's member keys in the golden space. */
export function keysOf(name: string): Promise<MemberKeys> {
	return memberKeys(seed(`golden ${name}`));
}

/** Every kind of record: founding, admission, new keys, removal. */
async function makeChain(berta: MemberKeys, anton: MemberKeys, again: MemberKeys, mia: MemberKeys) {
	const admit = (keys: MemberKeys, role: Role): CharterOp => ({
		kind: 'admit',
		role,
		sign: keys.sign.publicKey,
		seal: keys.seal.publicKey
	});
	const reader = (keys: MemberKeys, first = keys) => ({
		member: memberIdOf(first.sign.publicKey),
		seal: keys.seal.publicKey
	});
	const records: CharterRecord[] = [];
	const charters: Charter[] = [];
	const append = async (signer: MemberKeys, first: MemberKeys, ops: readonly CharterOp[]): Promise<void> => {
		const last = charters.at(-1) ?? null;
		const place = { previous: last?.head ?? new Uint8Array(32), index: records.length };
		const body = { version: 2 as const, ...place, atMs: NOW, signer: memberIdOf(first.sign.publicKey), ops };
		const record = await signRecord(last?.space ?? null, body, signer.sign);
		charters.push(value(await extend(last, record)));
		records.push(record);
	};
	const first = await beginEpoch(NONCE, 1, [reader(berta), reader(anton)]);
	const genesis: CharterOp = { kind: 'genesis', form: 0, nonce: NONCE };
	await append(berta, berta, [genesis, admit(berta, 'host'), admit(anton, 'member'), ...first.ops]);
	await append(berta, berta, [admit(mia, 'poster')]);
	const rekey: CharterOp = {
		kind: 'rekey',
		member: memberIdOf(anton.sign.publicKey),
		sign: again.sign.publicKey,
		seal: again.seal.publicKey,
		fences: []
	};
	await append(anton, anton, [rekey, await grantEpoch(NONCE, 1, first.secret, reader(again, anton))]);
	const space = charters[0]?.space ?? ('' as SpaceId);
	const fences = [{ feed: feedIdOf(space, mia.sign.publicKey, NONCE), seq: 2 }];
	const second = await beginEpoch(NONCE, 2, [reader(berta), reader(again, anton)]);
	await append(berta, berta, [{ kind: 'remove', member: memberIdOf(mia.sign.publicKey), fences }, ...second.ops]);
	return { records, charters };
}

/** An opened feed with a message, the same without its payload, and a letter. */
async function makeEntries(charters: readonly Charter[]): Promise<[string, Uint8Array][]> {
	const charter = charters[1];
	if (!charter) throw new Error('bug: no charter');
	const as = async (name: string) => {
		const creds = await credentials(charter.space, seed(`golden ${name}`), seed(`golden ${name}'s device`));
		const epochs = await openEpochs(charter, NONCE, creds);
		const feed = newFeed(charter.space, creds.member, 0, creds.device.publicKey, NONCE);
		return { keys: { id: charter.space, charter, credentials: creds, epochs }, feed };
	};
	const doc = new Y.Doc();
	doc.clientID = 7;
	doc.getArray('messages').push([TEXT]);
	const payload = (document: DocumentId, body: Uint8Array): Payload => ({
		clock: { ms: NOW, count: 1 },
		seen: [],
		document,
		body
	});
	const next = async (
		who: Awaited<ReturnType<typeof as>>,
		kind: 'open' | 'update' | 'drop',
		content: Payload
	): Promise<Entry> => {
		const entry = await sealEntry(who.keys, who.feed, kind, content);
		const feed: Feed = who.feed;
		feed.seq = entry.header.seq;
		feed.hash = entry.hash;
		return entry;
	};
	const [berta, mia] = [await as('Berta'), await as('Mia')];
	const opening = await next(berta, 'open', payload(NO_DOCUMENT, utf8('Berta')));
	const update = await next(
		berta,
		'update',
		payload(berta.feed.member as string as DocumentId, Y.encodeStateAsUpdate(doc))
	);
	const posting = await next(mia, 'open', payload(NO_DOCUMENT, utf8('Mia')));
	const letter = await next(mia, 'drop', payload(NO_DOCUMENT, LETTER));
	return [
		['open', opening.bytes],
		['update', update.bytes],
		['update without payload', withoutPayload(charter.space, update).bytes],
		['open by a poster', posting.bytes],
		['drop', letter.bytes]
	];
}

/** A checkpoint of Berta's that stands for her message. */
export async function makeCheckpoint(charter: Charter, update: Entry): Promise<void> {
	const creds = await credentials(charter.space, seed('golden Berta'), seed("golden Berta's device"));
	const keys = { id: charter.space, charter, credentials: creds, epochs: await openEpochs(charter, NONCE, creds) };
	const feed = newFeed(charter.space, creds.member, 0, creds.device.publicKey, NONCE);
	const payload = value(await unsealEntry(keys, feed, update));
	Object.assign(feed, { seq: update.header.seq, hash: update.hash });
	const body = await bodyOf([payload]);
	if (!body) throw new Error('bug: it does not fit');
	const checkpoint = await sealEntry(keys, feed, { checkpointFrom: 2 }, { ...payload, seen: [], body });
	write('checkpoints', [['checkpoint', checkpoint.bytes]]);
}

/** A package, a later content that closes it, a later lease that revokes it. */
async function makePackages(): Promise<[string, Uint8Array][]> {
	const keys = await packageKeys(seed('golden secret'), 'link');
	const issuer = seed('golden issuer');
	const raw = await makePackage(keys, issuer, PARCEL, 20_840);
	const { content, lease } = value(await parsePackage(raw));
	const closed = await encodeContent({ ...content.body, version: 2, closed: 1, sealed: new Uint8Array() }, keys.writer);
	const revoked = await encodeLease({ ...lease.body, version: 2, revoked: 1 }, await signingKey(issuer));
	return [
		['package', raw],
		['content, closed', closed],
		['lease, revoked', revoked]
	];
}

/** Writes one file, with a name and hexadecimal bytes on each line. */
function write(name: string, lines: readonly (readonly [string, Uint8Array])[]): void {
	mkdirSync(FORMAT_2, { recursive: true });
	const text = lines.map(([title, bytes]) => `${title}: ${hex(bytes)}\n`).join('');
	writeFileSync(join(FORMAT_2, `${name}.hex`), text, { flag: 'wx' });
}
