import { describe, expect, it, vi } from 'vitest';
import { Fault } from '../../base/fault';
import type { Prepared } from './pictures';
import { Sendings } from './sendings';

const file = (name: string, content = name): File => new File([content], name, { type: 'text/plain' });
/** Retries until it holds; a file is read at its own pace. */
const eventually = (look: () => void): Promise<void> => vi.waitFor(look, { timeout: 30_000, interval: 2 });
/** A JPEG that no browser decodes, with a place in its metadata. */
const PLACED = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe1]), '..Exif\0\0GPS and more'], 'IMG_1.jpg');

/** A queue whose keeper waits until told. */
function queue() {
	const kept: string[] = [];
	const waiting: { readonly name: string; readonly signal: AbortSignal; readonly end: (error?: Error) => void }[] = [];
	const sendings = new Sendings(
		({ name }: Prepared, onProgress, signal) =>
			new Promise<void>((resolve, reject) => {
				onProgress(50);
				const end = (error?: Error): void => {
					if (error) reject(error);
					else resolve(void kept.push(name));
				};
				signal.addEventListener('abort', () => {
					reject(signal.reason as Error);
				});
				waiting.push({ name, signal, end });
			}),
		() => undefined
	);
	return { sendings, kept, waiting };
}

describe('files on their way into a stream', () => {
	it('go one after the other, in the order they were chosen', async () => {
		const { sendings, kept, waiting } = queue();
		sendings.add([file('a.txt'), file('b.txt')], 'chosen');
		await eventually(() =>
			expect(sendings.all.map(({ name, step, percent }) => [name, step, percent])).toEqual([
				['a.txt', 'preparing', 50],
				['b.txt', 'waiting', 0]
			])
		);
		waiting[0]?.end();
		await eventually(() => expect(waiting.length).toBeGreaterThan(1));
		waiting[1]?.end();
		await eventually(() => expect([kept, sendings.all]).toEqual([['a.txt', 'b.txt'], []]));
	});
	it('wait for what is already on its way', async () => {
		const { sendings, kept, waiting } = queue();
		sendings.add([file('a.txt')], 'chosen');
		await eventually(() => expect(waiting).toHaveLength(1));
		sendings.add([file('b.txt')], 'chosen');
		expect(sendings.all.map(({ step }) => step)).toEqual(['preparing', 'waiting']);
		waiting[0]?.end();
		await eventually(() => expect(waiting).toHaveLength(2));
		expect(kept).toEqual(['a.txt']);
	});
	it('can be called off, before and in the middle; the others go on', async () => {
		const { sendings, kept, waiting } = queue();
		sendings.add([file('a.txt'), file('b.txt'), file('c.txt')], 'chosen');
		await eventually(() => expect(waiting).toHaveLength(1));
		const [a, b] = sendings.all;
		sendings.cancel(b?.id ?? 0);
		sendings.cancel(a?.id ?? 0);
		await eventually(() =>
			expect([waiting[0]?.signal.aborted, waiting.map(({ name }) => name)]).toEqual([true, ['a.txt', 'c.txt']])
		);
		waiting[1]?.end();
		await eventually(() => expect([kept, sendings.all]).toEqual([['c.txt'], []]));
	});
	it('ask first if they were pasted', async () => {
		const { sendings, waiting } = queue();
		sendings.add([file('a.txt')], 'pasted');
		await eventually(() => expect([sendings.all[0]?.step, waiting]).toEqual(['pasted', []]));
		sendings.proceed(sendings.all[0]?.id ?? 0);
		await eventually(() => expect(waiting.map(({ name }) => name)).toEqual(['a.txt']));
	});
	it('ask first if they say where they were taken, and that cannot be removed', async () => {
		const { sendings, kept, waiting } = queue();
		sendings.add([PLACED, file('b.txt')], 'chosen');
		await eventually(() => expect(sendings.all.map(({ step }) => step)).toEqual(['place', 'preparing']));
		waiting[0]?.end();
		await eventually(() => expect(kept).toEqual(['b.txt']));
		sendings.proceed(sendings.all[0]?.id ?? 0);
		await eventually(() => expect(waiting.map(({ name }) => name)).toEqual(['b.txt', 'IMG_1.jpg']));
	});
	it('say why they failed, and are retried when told', async () => {
		const { sendings, kept, waiting } = queue();
		sendings.add([file('a.txt')], 'chosen');
		await eventually(() => expect(waiting.length).toBeGreaterThan(0));
		waiting[0]?.end(new Fault('storage-full', { retry: true }));
		await eventually(() =>
			expect(sendings.all.map(({ step, failure }) => [step, failure])).toEqual([['failed', 'storage-full']])
		);
		sendings.proceed(sendings.all[0]?.id ?? 0);
		await eventually(() => expect(waiting.length).toBeGreaterThan(1));
		waiting[1]?.end();
		await eventually(() => expect([kept, sendings.all]).toEqual([['a.txt'], []]));
	});
	it('say so if they cannot be read', async () => {
		const { sendings } = queue();
		const gone = Object.assign(file('a.txt'), {
			slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) })
		});
		sendings.add([gone], 'chosen');
		await eventually(() =>
			expect(sendings.all.map(({ step, failure }) => [step, failure])).toEqual([['failed', 'file-unreadable']])
		);
	});
});
