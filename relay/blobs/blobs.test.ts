/** Blobs over real sockets: who may ask, and what is trusted. */
import { describe, expect, it } from 'vitest';
import { concat } from '../../src/lib/base/bytes';
import { encodeManifest } from '../../src/lib/wire/blob';
import { CHUNK_BYTES, MAX_MANIFEST_BYTES, MAX_SEALED_CHUNK_BYTES } from '../../src/lib/wire/limits';
import { memoryStore } from '../store/memory';
import { admit, Chain, createSpace, newCentre, person, random } from '../../tests/support/relay/client';
import { Asker, blobScene, countRows, madeBlob } from '../../tests/support/relay/blobs';

describe('access to blobs', () => {
	it('[R25] hosts and members of that space, and nobody else; nothing is read or kept before that', async () => {
		const store = memoryStore();
		const { relay, chain, bertaHere, antonHere, bertaAsks, antonAsks, centre, bertaInCentre, berta } = await blobScene({
			store
		});
		const [poster, reader, mia] = [await person(), await person(), await person()];
		await chain.append(bertaHere, [
			admit(poster, 'poster'),
			admit(reader, 'reader'),
			{ kind: 'grant', member: reader.id, epoch: 1, sealed: random(80) }
		]);
		berta.send({ kind: 'charterPush', space: chain.space, records: chain.bytes.slice(-1), final: 0 });
		await berta.next('done', ({ request }) => request === 'charterPush');
		const elsewhere = await Chain.found(mia);
		await createSpace(berta, centre.space, elsewhere);
		const blob = await madeBlob(100);
		const strangers = [
			new Asker(relay.url, chain.space, poster),
			new Asker(relay.url, chain.space, reader),
			new Asker(relay.url, chain.space, mia),
			new Asker(relay.url, chain.space, antonHere, () => Date.now() - 3_600_000),
			new Asker(relay.url, (await newCentre()).centre.space, bertaInCentre)
		];
		const [chunk = random(0)] = blob.chunks;
		for (const stranger of strangers) {
			expect(await stranger.say(`/${blob.id}`, blob.manifest)).toBe('401 not-allowed');
			expect(await stranger.say(`/${blob.id}/0`, chunk)).toBe('401 not-allowed');
			for (const path of ['', `/${blob.id}`, `/${blob.id}/0`]) expect(await stranger.say(path)).toBe('401 not-allowed');
			expect(await stranger.say(`/${blob.id}`, undefined, 'DELETE')).toBe('401 not-allowed');
		}
		expect((await fetch(`http://${relay.url}/v1/blobs/${blob.id}`)).status).toBe(401);
		expect(await countRows(store, 'blobs')).toBe(0);
		// another space's member does not find it there
		expect(await antonAsks.bring(blob)).toBe('204');
		expect(await bertaAsks.hasAll(blob)).toBe(true);
		expect(await new Asker(relay.url, elsewhere.space, mia).say(`/${blob.id}`)).toBe('404 unknown');
		const end = [{ kind: 'remove', member: antonHere.id, fences: [] } as const, ...chain.epochFor(bertaHere, reader)];
		await chain.append(bertaHere, end);
		berta.send({ kind: 'charterPush', space: chain.space, records: chain.bytes.slice(-1), final: 0 });
		await berta.next('done', ({ request }) => request === 'charterPush');
		expect(await antonAsks.say(`/${blob.id}/0`)).toBe('401 not-allowed');
	});

	it('[R31] answers are octets that no browser displays or runs, and each address has one form', async () => {
		const { bertaAsks, relay } = await blobScene();
		const blob = await madeBlob(100, 50);
		await bertaAsks.bring(blob);
		for (const path of ['', `/${blob.id}`, `/${blob.id}/1`]) {
			const { headers } = await bertaAsks.ask(path);
			expect(Object.fromEntries(headers)).toMatchObject({
				'content-type': 'application/octet-stream',
				'x-content-type-options': 'nosniff',
				'content-disposition': 'attachment',
				'cache-control': 'no-store'
			});
			expect(headers.get('content-security-policy')).toContain('sandbox');
		}
		const wrong = [
			`/${blob.id}/`,
			`/${blob.id}/01`,
			`/${blob.id}/-1`,
			`/${blob.id.toUpperCase()}`,
			'/..%2f',
			`/${blob.id}?x`
		];
		for (const path of wrong) expect((await bertaAsks.ask(path)).status, path).toBe(404);
		expect(await bertaAsks.say(`/${blob.id}`, undefined, 'HEAD')).toBe('405');
		expect(await bertaAsks.say('', blob.manifest)).toBe('405 malformed');
		expect(await bertaAsks.say(`/${blob.id}/2`)).toBe('404 unknown');
		expect(relay.lines.join('\n')).not.toContain(blob.id.slice(0, 8));
	});
});

describe('what is trusted', () => {
	it('[R26] a manifest only under its own name, and each chunk only at its own index', async () => {
		const { bertaAsks, antonAsks } = await blobScene();
		const [a, b] = [await madeBlob(100, 200, 300), await madeBlob(100, 200)];
		expect(await antonAsks.say(`/${b.id}`, a.manifest)).toBe('400 malformed');
		expect(await antonAsks.say(`/${a.id}`, a.manifest.slice(1))).toBe('400 malformed');
		expect(await antonAsks.say(`/${a.id}/0`, a.chunks[0])).toBe('404 unknown');
		for (const { id, manifest } of [a, b]) expect(await antonAsks.say(`/${id}`, manifest)).toBe('204');
		const [first = random(0), second = random(0)] = a.chunks;
		const flipped = second.slice();
		flipped[7] = (flipped[7] ?? 0) ^ 1;
		const wrong: [string, Uint8Array<ArrayBuffer>][] = [
			['truncated', second.slice(0, -1)],
			['longer', concat(second, Uint8Array.of(0))],
			['empty', new Uint8Array()],
			['altered', flipped],
			['of another place', first],
			['of another file', b.chunks[1] ?? first]
		];
		for (const [why, chunk] of wrong) expect(await antonAsks.say(`/${a.id}/1`, chunk), why).toBe('409 malformed');
		expect(await antonAsks.say(`/${a.id}/3`, first)).toBe('409 malformed');
		expect(await bertaAsks.here(a)).toBe('000');
		expect(await antonAsks.say(`/${a.id}/1`, second)).toBe('204');
		expect(await antonAsks.say(`/${a.id}/1`, second), 'the same again').toBe('204');
		expect(await bertaAsks.bring(a), 'by somebody else').toBe('204');
		expect(await bertaAsks.hasAll(a)).toBe(true);
	});

	it('[R26] nothing beyond the size limit', async () => {
		const { antonAsks } = await blobScene({ limits: { bytesPerBlob: 2 * CHUNK_BYTES } });
		const fits = encodeManifest([random(32), random(32), random(32)]);
		const large = await madeBlob(1, 2, 3, 4);
		expect(await antonAsks.say(`/${large.id}`, large.manifest)).toBe('413 too-large');
		expect(await antonAsks.say(`/${large.id}`, random(MAX_MANIFEST_BYTES + 1))).toBe('413 too-large');
		expect(fits).toHaveLength(98);
		const most = await madeBlob(MAX_SEALED_CHUNK_BYTES);
		expect(await antonAsks.bring(most)).toBe('204');
		expect(await antonAsks.hasAll(most)).toBe(true);
	});
});
