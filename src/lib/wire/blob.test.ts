import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flipped, seed, value } from '../../../tests/support/people';
import { concat, hex } from '../base/bytes';
import { hash } from '../crypto/hash';
import {
	blobIdOf,
	chunkHash,
	chunksOf,
	countChunks,
	encodeInventory,
	encodeListing,
	encodeManifest,
	hasChunk,
	noChunks,
	readInventory,
	readListing,
	readManifest,
	withChunk,
	withoutChunk
} from './blob';
import { CHUNK_BYTES, MAX_BLOB_BYTES, MAX_BLOB_CHUNKS, MAX_MANIFEST_BYTES } from './limits';

const chunks = [seed('a'), seed('b'), seed('c')];

describe('a manifest', () => {
	it('[B1] has the bytes that the layout describes, and names the blob', () => {
		const raw = encodeManifest(chunks);
		expect(hex(raw)).toBe(`0203${chunks.map(hex).join('')}`);
		expect(value(readManifest(raw))).toEqual(chunks);
		expect(blobIdOf(raw)).toBe(hex(hash('blob', raw)));
		expect(blobIdOf(raw)).toHaveLength(64);
	});

	it('[B1] a different order, count or bit makes a different blob', () => {
		const id = blobIdOf(encodeManifest(chunks));
		expect(blobIdOf(encodeManifest(chunks.toReversed()))).not.toBe(id);
		expect(blobIdOf(encodeManifest(chunks.slice(1)))).not.toBe(id);
		const raw = encodeManifest(chunks);
		for (let bit = 0; bit < raw.length * 8; bit++) expect(blobIdOf(flipped(raw, bit))).not.toBe(id);
	});

	it('[B1] names at least one chunk and at most the limit; no byte is missing or left over', () => {
		const raw = encodeManifest(chunks);
		expect(readManifest(encodeManifest([])).ok).toBe(false);
		for (let length = 0; length < raw.length; length++) expect(readManifest(raw.slice(0, length)).ok).toBe(false);
		expect(readManifest(concat(raw, Uint8Array.of(0))).ok).toBe(false);
		const most = Array.from({ length: MAX_BLOB_CHUNKS }, () => seed('x'));
		expect(encodeManifest(most)).toHaveLength(MAX_MANIFEST_BYTES);
		expect(readManifest(encodeManifest(most)).ok).toBe(true);
		expect(readManifest(Uint8Array.of(1, 0x82, 8, ...new Uint8Array(1026 * 32))).ok).toBe(false);
	});

	it('[B1] a chunk is identified by the hash of its sealed bytes', async () => {
		expect(await chunkHash(seed('sealed'))).toEqual(hash('chunk', seed('sealed')));
	});

	it('[B2] one chunk describes the file, the others hold 1 MiB of it each, sealed', () => {
		expect([0, 1, CHUNK_BYTES, CHUNK_BYTES + 1, MAX_BLOB_BYTES].map(chunksOf)).toEqual([1, 2, 2, 3, 102]);
	});
});

describe('what the relay says about blobs', () => {
	it('[B3] round-trips, and nothing else is accepted', () => {
		const manifest = encodeManifest(chunks);
		const raw = encodeInventory({ manifest, here: Uint8Array.of(5) });
		expect(value(readInventory(raw))).toEqual({ manifest, here: Uint8Array.of(5) });
		expect(readInventory(encodeInventory({ manifest, here: Uint8Array.of(5, 0) })).ok).toBe(false);
		expect(readInventory(encodeInventory({ manifest: Uint8Array.of(1), here: new Uint8Array() })).ok).toBe(false);
		const blobs = [
			{ blob: seed('x'), state: 0 as const },
			{ blob: seed('y'), state: 2 as const }
		];
		expect(value(readListing(encodeListing(blobs)))).toEqual(blobs);
		expect(readListing(Uint8Array.of(...encodeListing(blobs), 0)).ok).toBe(false);
	});

	it('[B3] a bitmap holds what was put in, and random bytes never throw', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 100 })), fc.uint8Array(), (indexes, noise) => {
				const here = indexes.reduce<Uint8Array>(withChunk, noChunks(101));
				for (let i = 0; i < 101; i++) expect(hasChunk(here, i)).toBe(indexes.includes(i));
				expect(countChunks(here, 101)).toBe(indexes.length);
				expect(countChunks(indexes.reduce<Uint8Array>(withoutChunk, here), 101)).toBe(0);
				for (const read of [readManifest, readInventory, readListing]) expect(typeof read(noise).ok).toBe('boolean');
			})
		);
	});
});
