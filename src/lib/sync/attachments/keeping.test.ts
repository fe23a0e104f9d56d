/** Taking files into the vault. SPEC.md A3, A4. */
import 'fake-indexeddb/auto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bytesOf, fileOf, noise } from '../../../../tests/support/files';
import { TestVault } from '../../../../tests/support/failing-vault';
import { FolderVault } from '../../../../tests/support/folder-vault';
import { flipped } from '../../../../tests/support/people';
import { shownIn } from '../../../../tests/support/showing';
import type { SpaceId } from '../../base/ids';
import { utf8 } from '../../base/bytes';
import { freshSeed } from '../../crypto/random';
import { CHUNK_BYTES, MAX_BLOB_BYTES } from '../../wire/limits';
import { DexieVault } from '../vault/dexie';
import { MemoryVault } from '../vault/memory';
import { MovingVault } from '../vault/moving';
import { SealedRows } from '../vault/sealed';
import type { Vault } from '../vault/vault';
import { sweepAttachments } from './erasing';
import { keepAttachment } from './keeping';
import { attachmentState, findMeta, openAttachment } from './opening';

const space = '5'.repeat(32) as SpaceId;
const META = { name: 'Gehaltszettel März.pdf', type: 'application/pdf' };

async function rowsOver(vault: Vault = new MemoryVault()): Promise<SealedRows> {
	return SealedRows.under(vault, freshSeed());
}

/** Whether the vault is completely empty. */
async function isEmpty(vault: Vault): Promise<boolean> {
	return (await vault.list('chunks', '')).length + (await vault.list('blobs', '')).length === 0;
}

const SIZES = [0, 1, 4080, 4081, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES + 77];

describe('keeping', () => {
	for (const kind of ['memory', 'dexie'] as const) {
		it(`[A4] [A5] returns every byte, of empty files and on both sides of each edge (${kind})`, async () => {
			const rows = await rowsOver(kind === 'memory' ? new MemoryVault() : await DexieVault.open('attachments'));
			for (const size of SIZES) {
				const content = noise(size);
				const seen: number[] = [];
				const ref = await keepAttachment(rows, space, new Blob([content]), META, {
					onProgress: (done) => seen.push(done)
				});
				const back = await openAttachment(rows, space, ref);
				expect(back.size).toBe(size);
				expect(Buffer.compare(await bytesOf(back), content)).toBe(0);
				expect(back.type).toBe('application/octet-stream');
				expect(seen.at(-1) ?? 0).toBe(size);
				expect(await findMeta(rows, space, ref)).toEqual({ ...META, size });
				expect(await attachmentState(rows, space, ref.blob)).toMatchObject({
					isOwn: true,
					isWhole: true,
					isRelayed: false
				});
			}
		});
	}

	it('[A3] the same file twice gets two names, and nothing in the vault shows its content or name', async () => {
		const vault = new MemoryVault();
		const rows = await rowsOver(vault);
		const content = utf8('Frau Muster, Burnout. '.repeat(500));
		const refs = [
			await keepAttachment(rows, space, new Blob([content]), META),
			await keepAttachment(rows, space, new Blob([content]), META)
		];
		expect(refs[0]?.blob).not.toBe(refs[1]?.blob);
		const kept = (await Promise.all((['chunks', 'blobs'] as const).map((table) => vault.list(table, '')))).flat();
		expect(kept.length).toBeGreaterThan(2);
		const shown = kept.flatMap(([key, value]) => [utf8(key), value]);
		expect(shownIn(shown, ['Muster', 'Burnout', 'Gehaltszettel', 'application/pdf'])).toEqual([]);
	});

	it('[A3] moves with a vault from memory to disk, chunks included; a failure loses and leaves nothing', async () => {
		const vault = new MovingVault(new MemoryVault());
		const rows = await rowsOver(vault);
		const content = noise(2 * CHUNK_BYTES + 5);
		const ref = await keepAttachment(rows, space, new Blob([content]), META);
		for (let at = 0; at < 5; at++) {
			const full = new TestVault(new MemoryVault());
			full.failIn = at;
			await expect(vault.moveTo(full, [])).rejects.toThrow('storage-full');
			expect(await isEmpty(full.inner)).toBe(true);
		}
		const target = await DexieVault.open('moved-attachments');
		await vault.moveTo(target, []);
		expect(Buffer.compare(await bytesOf(await openAttachment(rows, space, ref)), content)).toBe(0);
		expect((await target.list('chunks', space)).length).toBe(4);
	});

	it('[A4] refuses a file that is too large before reading anything', async () => {
		const rows = await rowsOver();
		const file = fileOf(101, () => Promise.reject(new Error('read')));
		await expect(keepAttachment(rows, space, file, META, { maxBytes: 100 })).rejects.toMatchObject({
			code: 'attachment-too-large'
		});
	});

	it('[A4] a file that cannot be read, or changes meanwhile, leaves nothing behind', async () => {
		const size = 3 * CHUNK_BYTES;
		const content = noise(size);
		const cases: [string, (at: number, end: number, call: number) => Promise<Uint8Array>][] = [
			['file-unreadable', (at, end, call) => (call === 2 ? Promise.reject(new Error('gone')) : read(at, end))],
			['file-changed', (at, end, call) => Promise.resolve(content.subarray(at, call === 1 ? end - 1 : end))],
			[
				'file-changed',
				async (at, end, call) => (call === 3 && at === 0 ? flipped(await read(at, end), 99) : read(at, end))
			],
			['file-changed', async (at, end, call) => (call === 4 ? flipped(await read(at, end), 99) : read(at, end))]
		];
		const read = (at: number, end: number): Promise<Uint8Array> => Promise.resolve(content.slice(at, end));
		for (const [code, reading] of cases) {
			const vault = new MemoryVault();
			await expect(keepAttachment(await rowsOver(vault), space, fileOf(size, reading), META)).rejects.toMatchObject({
				code
			});
			expect(await isEmpty(vault)).toBe(true);
		}
	});

	it('[A4] can be cancelled at each step, and leaves nothing behind', async () => {
		const size = 4 * CHUNK_BYTES;
		for (let at = 0; at <= 4; at++) {
			const vault = new MemoryVault();
			const stop = new AbortController();
			if (at === 0) stop.abort();
			const kept = keepAttachment(await rowsOver(vault), space, new Blob([noise(size)]), META, {
				signal: stop.signal,
				onProgress: (done) => {
					if (done === at * CHUNK_BYTES) stop.abort();
				}
			});
			await expect(kept).rejects.toMatchObject({ name: 'AbortError' });
			expect(await isEmpty(vault)).toBe(true);
		}
	});

	it('[A4] a full disk at any write leaves nothing behind, and the next try works', async () => {
		const content = noise(2 * CHUNK_BYTES);
		for (let at = 0; at < 4; at++) {
			const vault = new TestVault(new MemoryVault());
			const rows = await rowsOver(vault);
			vault.failIn = at;
			await expect(keepAttachment(rows, space, new Blob([content]), META)).rejects.toThrow('storage-full');
			expect(await isEmpty(vault)).toBe(true);
			const ref = await keepAttachment(rows, space, new Blob([content]), META);
			expect((await openAttachment(rows, space, ref)).size).toBe(content.length);
		}
	});

	it('[A4] what a killed page began is dropped a day later; finished files stay', async () => {
		const disk = new MemoryVault();
		const rows = await rowsOver(disk);
		const kept = await keepAttachment(rows, space, new Blob([noise(9)]), META);
		const dying = new TestVault(disk);
		let commits = 0;
		dying.before = () => void (++commits === 3 && dying.close());
		void keepAttachment(new SealedRows(dying, rows.key), space, new Blob([noise(4 * CHUNK_BYTES)]), META);
		while (!dying.isDead) await new Promise((resolve) => setTimeout(resolve, 1));
		expect((await disk.list('chunks', space)).length).toBeGreaterThan(2);
		await sweepAttachments(rows, space, Date.now());
		expect((await disk.list('chunks', space)).length).toBeGreaterThan(2);
		await sweepAttachments(rows, space, Date.now() + 25 * 3600 * 1000);
		expect((await disk.list('chunks', space)).length).toBe(2);
		expect((await openAttachment(rows, space, kept)).size).toBe(9);
	});

	it('[A4] [A5] 100 MiB go in and out while memory grows by less than 32 MiB', { timeout: 90_000 }, async () => {
		setFlagsFromString('--expose-gc');
		const collect = runInNewContext('gc') as () => void;
		// a disk whose chunks are in a file, so that only our own reading holds on to any
		const folder = mkdtempSync(join(tmpdir(), 'sofortchat-chunks-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const disk = new FolderVault(folder);
		const rows = await rowsOver(disk);
		const size = MAX_BLOB_BYTES;
		// less than 8 on a quiet machine; on a busy one the collector runs later
		const promised = 32 * CHUNK_BYTES;
		const inUse = (): number => {
			collect();
			const { heapUsed, arrayBuffers } = process.memoryUsage();
			return heapUsed + arrayBuffers;
		};
		const before = inUse();
		let most = 0;
		const file = fileOf(size, (at, end) => {
			if ((at / CHUNK_BYTES) % 9 === 0) most = Math.max(most, inUse() - before);
			return Promise.resolve(new Uint8Array(end - at).fill((at / CHUNK_BYTES) % 251));
		});
		const ref = await keepAttachment(rows, space, file, META);
		expect(most, 'taking in').toBeLessThan(promised);
		most = 0;
		let read = 0;
		disk.onGet = () => void (read++ % 9 === 0 && (most = Math.max(most, inUse() - before)));
		const content = await openAttachment(rows, space, ref);
		expect(content.size).toBe(size);
		// Node keeps a Blob's bytes in its own memory, a browser outside the page
		expect(most - size, 'opening').toBeLessThan(promised);
		for (const part of [0, 50, 99]) {
			const slice = await bytesOf(content.slice(part * CHUNK_BYTES, part * CHUNK_BYTES + 10));
			expect([...slice]).toEqual(new Array(10).fill(part));
		}
	});
});
