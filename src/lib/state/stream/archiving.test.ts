import { describe, expect, it } from 'vitest';
import { readZip, type Unpacked } from '../../../../tests/support/zip';
import { Fault, Refusal } from '../../base/fault';
import { archived, type ArchiveParts, type Enclosure } from './archiving';

const table = { name: 'Stream_Kim7_2026-11-25.csv', content: new Blob(['"Nr."\r\n']), atMs: 0 };

function parts(enclosures: readonly Enclosure[], rest: Partial<ArchiveParts> = {}): ArchiveParts {
	return { table, enclosures, onProgress: () => undefined, signal: new AbortController().signal, ...rest };
}

function enclosing(name: string, content: Blob | Error, atMs = 1_764_000_000_000): Enclosure {
	return { name, atMs, fetch: () => (content instanceof Error ? Promise.reject(content) : Promise.resolve(content)) };
}

const unpack = async (zip: Blob): Promise<Unpacked[]> => readZip(Buffer.from(await zip.arrayBuffer()));

describe('an archive', () => {
	it('holds the table first, then each document byte for byte, under its name', async () => {
		const noise = crypto.getRandomValues(new Uint8Array(50_000));
		const sizes: number[] = [];
		const { content, lacking } = await archived(
			parts(
				[enclosing('Dokumente/Übersicht 🌱.pdf', new Blob([noise])), enclosing('Dokumente/leer.txt', new Blob([]))],
				{
					onProgress: (bytes) => sizes.push(bytes)
				}
			)
		);
		expect(await unpack(content)).toEqual([
			{ name: table.name, bytes: Buffer.from('"Nr."\r\n') },
			{ name: 'Dokumente/Übersicht 🌱.pdf', bytes: Buffer.from(noise) },
			{ name: 'Dokumente/leer.txt', bytes: Buffer.alloc(0) }
		]);
		expect(lacking).toBe(0);
		expect(content.type).toBe('application/zip');
		expect(sizes.at(-1)).toBe(content.size);
	});

	it('leaves out what is not available, and counts it; what was erased is not missing', async () => {
		const { content, lacking } = await archived(
			parts([
				enclosing('a', new Fault('attachment-missing', { retry: true })),
				enclosing('b', new Fault('attachment-gone')),
				enclosing('c', new Refusal('not-allowed')),
				enclosing('d', new Blob(['d']))
			])
		);
		expect((await unpack(content)).map(({ name }) => name)).toEqual([table.name, 'd']);
		expect(lacking).toBe(2);
	});

	it('is called off at once, even while a document is on its way', async () => {
		const controller = new AbortController();
		const asked: string[] = [];
		const waiting: Enclosure = {
			name: 'a',
			atMs: 0,
			fetch: () => {
				asked.push('a');
				return new Promise((_, reject) => {
					controller.signal.addEventListener('abort', () => {
						reject(controller.signal.reason as Error);
					});
					queueMicrotask(() => {
						controller.abort();
					});
				});
			}
		};
		const next: Enclosure = { name: 'b', atMs: 0, fetch: () => (asked.push('b'), Promise.resolve(new Blob([]))) };
		const made = archived(parts([waiting, next], { signal: controller.signal }));
		await expect(made).rejects.toMatchObject({ name: 'AbortError' });
		expect(asked).toEqual(['a']);
	});

	it('does not hide a bug, and accepts any clock', async () => {
		await expect(archived(parts([enclosing('a', new TypeError('bug'))]))).rejects.toThrow('bug');
		const clocks = [NaN, -1, 8.64e15, Infinity].map((atMs, i) => enclosing(`${i}`, new Blob(['x']), atMs));
		expect(await unpack((await archived(parts(clocks))).content)).toHaveLength(5);
	});
});
