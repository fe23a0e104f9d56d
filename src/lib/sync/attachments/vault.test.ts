/** Chunks, descriptions, and opening from the vault. SPEC.md A1, A2, A5, A8. */
import { describe, expect, it } from 'vitest';
import { noise } from '../../../../tests/support/files';
import { flipped } from '../../../../tests/support/people';
import type { BlobId, SpaceId } from '../../base/ids';
import { concat, utf8 } from '../../base/bytes';
import { freshSeed } from '../../crypto/random';
import { CHUNK_BYTES } from '../../wire/limits';
import { MemoryVault } from '../vault/memory';
import { SealedRows } from '../vault/sealed';
import type { Vault } from '../vault/vault';
import { chunkKey, openChunk, sealChunk } from './chunks';
import { eraseAttachment } from './erasing';
import { keepAttachment, type BlobRef } from './keeping';
import { MAX_NAME_BYTES, MAX_PREVIEW_BYTES, MAX_TYPE_BYTES } from './limits';
import { encodeMeta, readMeta } from './meta';
import { attachmentState, findMeta, openAttachment } from './opening';
import { paddedLength } from './padding';
import { chunkName, findBlob } from './rows';

const space = '5'.repeat(32) as SpaceId;
const other = '6'.repeat(32) as SpaceId;
const META = { name: 'Gehaltszettel März.pdf', type: 'application/pdf' };

async function rowsOver(vault: Vault = new MemoryVault()): Promise<SealedRows> {
	return SealedRows.under(vault, freshSeed());
}

describe('a chunk', () => {
	it('[A1] opens in its own position, file and space, unaltered, and nowhere else', async () => {
		const secret = freshSeed();
		const key = await chunkKey(space, secret, 3);
		const sealed = await sealChunk(key, 1, utf8('ein Stück'));
		expect(await openChunk(key, 1, sealed)).toEqual({ ok: true, value: utf8('ein Stück') });
		const wrong = await Promise.all([
			openChunk(key, 2, sealed),
			openChunk(await chunkKey(space, secret, 4), 1, sealed),
			openChunk(await chunkKey(other, secret, 3), 1, sealed),
			openChunk(await chunkKey(space, freshSeed(), 3), 1, sealed),
			openChunk(key, 1, sealed.slice(0, -1)),
			openChunk(key, 1, concat(sealed, Uint8Array.of(0)))
		]);
		expect(wrong.some(({ ok }) => ok)).toBe(false);
		for (let bit = 0; bit < sealed.length * 8; bit++)
			expect((await openChunk(key, 1, flipped(sealed, bit))).ok).toBe(false);
	});

	it('[A1] reveals by its length only the powers of two between which its content lies', async () => {
		expect([0, 1, 4080, 4081, 65_537, CHUNK_BYTES].map((length) => 16 + paddedLength(length))).toEqual([
			4096,
			4096,
			4096,
			8192,
			131_072,
			1024 * 1024
		]);
		const vault = new MemoryVault();
		const rows = await rowsOver(vault);
		for (const size of [1, 2000, 4080]) await keepAttachment(rows, space, new Blob([noise(size)]), META);
		const lengths = (await vault.list('chunks', space)).map(([, sealed]) => sealed.length);
		expect(new Set(lengths)).toEqual(new Set([4096]));
	});
});

describe('the description', () => {
	it('[A2] round-trips, with the size that the chunks have, and in no other form', () => {
		const full = { ...META, size: CHUNK_BYTES, width: 640, height: 480, preview: noise(MAX_PREVIEW_BYTES) };
		const most = { name: 'ü'.repeat(MAX_NAME_BYTES / 2), type: 'x'.repeat(MAX_TYPE_BYTES), size: 0 };
		for (const meta of [full, { ...META, size: CHUNK_BYTES }]) {
			expect(readMeta(encodeMeta(meta), 2)).toEqual({ ok: true, value: meta });
			expect(readMeta(encodeMeta(meta), 3).ok).toBe(false);
		}
		expect(readMeta(encodeMeta(most), 1)).toEqual({ ok: true, value: most });
		const plain = encodeMeta({ ...META, size: 5 });
		expect(plain).toHaveLength(4080);
		for (let length = 0; length < 4080; length += 7) expect(readMeta(plain.slice(0, length), 2).ok).toBe(false);
		expect(readMeta(concat(plain, new Uint8Array(4096 + 16)), 2).ok).toBe(false);
		expect(readMeta(flipped(plain, 4079 * 8), 2).ok, 'only zeros may follow').toBe(false);
		for (let seed = 1; seed < 200; seed++) expect(readMeta(noise(4080, seed), 2).ok).toBe(false);
	});
});

describe('opening', () => {
	async function two(): Promise<{ vault: MemoryVault; rows: SealedRows; a: BlobRef; b: BlobRef }> {
		const vault = new MemoryVault();
		const rows = await rowsOver(vault);
		const [a, b] = [
			await keepAttachment(rows, space, new Blob([noise(2 * CHUNK_BYTES, 1)]), META),
			await keepAttachment(rows, space, new Blob([noise(2 * CHUNK_BYTES, 2)]), META)
		];
		return { vault, rows, a, b };
	}

	it('[A5] a damaged or substituted chunk is rejected and fetched again', async () => {
		for (const swap of ['flip', 'place', 'file', 'gone'] as const) {
			const { vault, rows, a, b } = await two();
			const [rowA, rowB] = [await findBlob(rows, space, a.blob), await findBlob(rows, space, b.blob)];
			const names = (rowA?.chunks ?? []).map((chunk) => chunkName(space, chunk));
			const [, name = '', place = ''] = names;
			const chunk = await vault.get('chunks', name);
			const value = {
				flip: chunk && flipped(chunk, 4711),
				place: await vault.get('chunks', place),
				file: await vault.get('chunks', chunkName(space, rowB?.chunks[1] ?? new Uint8Array())),
				gone: null
			}[swap];
			await vault.commit([{ table: 'chunks', key: name, value }]);
			await expect(openAttachment(rows, space, a)).rejects.toMatchObject({ code: 'attachment-missing' });
			expect(await attachmentState(rows, space, a.blob)).toMatchObject({ isWhole: false, here: 2, total: 3 });
			expect((await openAttachment(rows, space, b)).size).toBe(2 * CHUNK_BYTES);
		}
	});

	it('[A5] another key, or the blob of another file, opens nothing', async () => {
		const { rows, a, b } = await two();
		const wrong: BlobRef[] = [
			{ blob: a.blob, key: b.key },
			{ blob: a.blob, key: freshSeed() }
		];
		for (const ref of wrong) {
			await expect(openAttachment(rows, space, ref)).rejects.toMatchObject({ code: 'attachment-damaged' });
			await expect(findMeta(rows, space, ref)).rejects.toMatchObject({ code: 'attachment-damaged' });
		}
		const unknown = { blob: 'f'.repeat(64) as BlobId, key: a.key };
		await expect(openAttachment(rows, space, unknown)).rejects.toMatchObject({ code: 'attachment-missing' });
		expect(await findMeta(rows, space, unknown)).toBeNull();
		await expect(openAttachment(rows, other, a)).rejects.toMatchObject({ code: 'attachment-missing' });
	});

	it('[A8] an erased attachment is gone from the vault at once, and no longer opens', async () => {
		const { vault, rows, a, b } = await two();
		await eraseAttachment(rows, space, a.blob, true);
		expect((await vault.list('chunks', space)).length).toBe(3);
		await expect(openAttachment(rows, space, a)).rejects.toMatchObject({ code: 'attachment-gone' });
		expect(await attachmentState(rows, space, a.blob)).toMatchObject({ isErased: true, hasMeta: false });
		expect((await openAttachment(rows, space, b)).size).toBe(2 * CHUNK_BYTES);
	});
});
