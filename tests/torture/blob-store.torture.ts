/** 100 chunks of 1 MiB as LMDB rows or as files, each on disk before the next; and how long small commits then wait. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { lmdbStore } from '../../relay/store/lmdb';
import { noise } from '../support/files';

const CHUNKS = 100;
const folder = mkdtempSync(join(tmpdir(), 'sofortchat-blobs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Milliseconds per chunk, and the median and worst wait of small commits meanwhile. */
async function measured(keep: (index: number) => Promise<void>, small: (n: number) => Promise<void>): Promise<string> {
	const waits: number[] = [];
	let isOver = false;
	const beside = (async () => {
		for (let n = 0; !isOver; n++) {
			const at = performance.now();
			await small(n);
			waits.push(performance.now() - at);
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
	})();
	const at = performance.now();
	for (let index = 0; index < CHUNKS; index++) await keep(index);
	const perChunk = (performance.now() - at) / CHUNKS;
	isOver = true;
	await beside;
	waits.sort((a, b) => a - b);
	const [half = 0, worst = 0] = [waits[waits.length >> 1], waits.at(-1)];
	return `${perChunk.toFixed(1)} ms a chunk; a small commit meanwhile ${half.toFixed(1)} ms, worst ${worst.toFixed(1)}`;
}

it('rows and files, three rounds by turns', async () => {
	const chunk = noise(1024 * 1024 + 16);
	const lines: string[] = [];
	for (let round = 0; round < 3; round++) {
		const here = join(folder, String(round));
		mkdirSync(join(here, 'files'), { recursive: true });
		const store = lmdbStore(here);
		const small = (n: number): Promise<void> =>
			store.commit([{ table: 'entries', key: Uint8Array.of(n >> 8, n & 255), value: chunk.subarray(0, 600) }]);
		const asRow = (index: number): Promise<void> =>
			store.commit([{ table: 'chunks', key: Uint8Array.of(index), value: chunk }]);
		const asFile = async (index: number): Promise<void> => {
			const path = join(here, 'files', String(index));
			const file = await open(`${path}.new`, 'w');
			await file.writeFile(chunk);
			await file.sync();
			await file.close();
			await rename(`${path}.new`, path);
			const parent = await open(join(here, 'files'));
			await parent.sync();
			await parent.close();
		};
		lines.push(`rows:  ${await measured(asRow, small)}`, `files: ${await measured(asFile, small)}`);
		await store.close();
	}
	process.stdout.write(`${lines.join('\n')}\n`);
	expect(lines).toHaveLength(6);
});
