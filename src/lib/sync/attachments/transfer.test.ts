/** Attachments in transit, against the real relay. SPEC.md A6, A7, A8. */
import { describe, expect, it } from 'vitest';
import { anotherRelay, blobScene, type BlobDevice } from '../../../../tests/support/blob-scene';
import { bytesOf, noise } from '../../../../tests/support/files';
import { flipped } from '../../../../tests/support/people';
import { concat, hex, utf8 } from '../../base/bytes';
import { encodeInventory, encodeManifest } from '../../wire/blob';
import { CHUNK_BYTES } from '../../wire/limits';
import { eraseAttachment } from './erasing';
import { keepAttachment, type BlobRef } from './keeping';
import { attachmentState, openAttachment } from './opening';
import { listWaiting } from './rows';
import { fetchAttachment, fetchMeta, uploadAttachment } from './transfer';

const META = { name: 'Bescheid Müller.pdf', type: 'application/pdf' };
/** Ten chunks including the description. */
const TEN = 8 * CHUNK_BYTES + 5;
const LONG = { timeout: 90_000 };

async function kept(device: BlobDevice, content: Uint8Array<ArrayBuffer>): Promise<BlobRef> {
	return keepAttachment(device.rows, device.keys.space, new Blob([content]), META);
}

async function isSame(device: BlobDevice, ref: BlobRef, content: Uint8Array): Promise<boolean> {
	return Buffer.compare(await bytesOf(await openAttachment(device.rows, device.keys.space, ref)), content) === 0;
}

describe('uploading', () => {
	it('[A6] sends the description first, then the rest; the other side has every byte', async () => {
		const { wire, berta, anton, space } = await blobScene();
		for (const size of [0, 1, 3 * CHUNK_BYTES + 1]) {
			wire.sent.length = 0;
			const content = noise(size);
			const ref = await kept(anton, content);
			const seen: number[] = [];
			await uploadAttachment(anton.rows, anton.relay(), ref.blob, { onProgress: (done) => seen.push(done) });
			expect(wire.sent.slice(0, 3)).toEqual([`GET /${ref.blob}`, `PUT /${ref.blob}`, `PUT /${ref.blob}/0`]);
			expect(seen).toEqual([...seen].sort((a, b) => a - b));
			expect(await attachmentState(anton.rows, space, ref.blob)).toMatchObject({ isRelayed: true });
			expect(await listWaiting(anton.rows, space)).toEqual([]);
			expect(await fetchMeta(berta.rows, berta.relay(), ref)).toEqual({ ...META, size });
			await fetchAttachment(berta.rows, berta.relay(), ref);
			expect(await isSame(berta, ref, content)).toBe(true);
		}
	});

	it('[A6] resumes after a cut at any request, whether or not the relay had stored it', LONG, async () => {
		const { wire, berta, anton } = await blobScene();
		const content = noise(TEN);
		for (let cut = 0; cut < 12; cut++) {
			const ref = await kept(anton, content);
			Object.assign(wire, { cutIn: cut, isAnswerLost: cut % 2 === 0 });
			wire.sent.length = 0;
			await expect(uploadAttachment(anton.rows, anton.relay(), ref.blob)).rejects.toMatchObject({
				code: 'no-connection',
				retry: true
			});
			await uploadAttachment(anton.rows, anton.relay(), ref.blob);
			expect(wire.chunks.brought, 'nothing twice').toBe(10);
			if (cut !== 7) continue;
			await fetchAttachment(berta.rows, berta.relay(), ref);
			expect(await isSame(berta, ref, content)).toBe(true);
		}
	});

	it('[A6] can be cancelled, and resumes later', async () => {
		const { anton, wire } = await blobScene();
		const ref = await kept(anton, noise(TEN));
		const stop = new AbortController();
		const onProgress = (done: number): void => void (done === 4 && stop.abort());
		await expect(
			uploadAttachment(anton.rows, anton.relay(), ref.blob, { onProgress, signal: stop.signal })
		).rejects.toMatchObject({ name: 'AbortError' });
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		expect(wire.chunks.brought).toBe(10);
	});

	it('[A6] restarts when the relay has meanwhile discarded what it had', async () => {
		let nowMs = Date.now();
		const { anton, running } = await blobScene({ limits: { graceMs: 1_000 }, now: () => nowMs });
		const ref = await kept(anton, noise(3 * CHUNK_BYTES));
		let isCollected = false;
		const onProgress = (done: number): void => {
			if (done === 2 && !isCollected) nowMs += 2_000;
		};
		const relay = anton.relay();
		const bring = relay.bring.bind(relay);
		relay.bring = async (...asked) => {
			if (asked[1] === 2 && !isCollected) {
				isCollected = true;
				await running.collect();
			}
			return bring(...asked);
		};
		await uploadAttachment(anton.rows, relay, ref.blob, { onProgress });
		expect(isCollected).toBe(true);
		expect((await anton.relay().list()).whole.has(ref.blob)).toBe(true);
	});

	it('[A6] reports that there is no room, that it was erased, or that it is not allowed', async () => {
		const full = await blobScene({ limits: { blobBytesPerSpace: CHUNK_BYTES } });
		const large = await kept(full.anton, noise(3 * CHUNK_BYTES));
		await expect(uploadAttachment(full.anton.rows, full.anton.relay(), large.blob)).rejects.toMatchObject({
			code: 'relay-full',
			retry: true
		});
		const { anton, berta, space } = await blobScene({ limits: { bytesPerBlob: 2 * CHUNK_BYTES } });
		const tooLarge = await kept(anton, noise(2 * CHUNK_BYTES + 1));
		await expect(uploadAttachment(anton.rows, anton.relay(), tooLarge.blob)).rejects.toMatchObject({
			code: 'attachment-too-large'
		});
		const ref = await kept(anton, noise(5));
		await berta.relay().erase(ref.blob);
		await expect(uploadAttachment(anton.rows, anton.relay(), ref.blob)).rejects.toMatchObject({
			code: 'attachment-gone'
		});
		// the relay's word alone deletes nothing here
		expect(await isSame(anton, ref, noise(5))).toBe(true);
		expect(await attachmentState(anton.rows, space, ref.blob)).toMatchObject({ isErased: true });
		expect(await listWaiting(anton.rows, space)).toHaveLength(1);
	});

	it('[A6] works from a device with a wrong clock', async () => {
		const { device, space } = await blobScene();
		for (const aheadMs of [-2 * 3600_000, 26 * 3600_000]) {
			const late = await device(1, () => Date.now() + aheadMs);
			const ref = await kept(late, noise(10));
			await uploadAttachment(late.rows, late.relay(), ref.blob);
			expect(await listWaiting(late.rows, space)).toEqual([]);
		}
	});

	it('[A3] leaves nothing at the relay that shows name, type or content', async () => {
		const { anton, store } = await blobScene();
		const ref = await kept(anton, utf8('Frau Muster, Burnout. '.repeat(9_999)));
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		let bytes = 0;
		for (const table of ['blobs', 'chunks', 'loose', 'usage', 'references', 'entries'] as const) {
			for (const { key, value } of await store.range(table, { prefix: new Uint8Array(), maxRows: 1e6 })) {
				bytes += value.length;
				const text = Buffer.from(concat(key, value)).toString('latin1') + hex(value);
				for (const marker of ['Muster', 'Burnout', 'Bescheid', 'pdf'])
					for (const form of [marker, hex(utf8(marker)), Buffer.from(marker, 'utf16le').toString('latin1')])
						expect(text.includes(form)).toBe(false);
			}
		}
		expect(bytes).toBeGreaterThan(200_000);
	});
});

describe('fetching', () => {
	it('[A7] resumes after a cut at any request', LONG, async () => {
		const { wire, device, anton } = await blobScene();
		const content = noise(TEN);
		const ref = await kept(anton, content);
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		for (let cut = 0; cut < 11; cut++) {
			const berta = await device(0);
			wire.cutIn = cut;
			wire.sent.length = 0;
			await expect(fetchAttachment(berta.rows, berta.relay(), ref)).rejects.toMatchObject({ code: 'no-connection' });
			await expect(openAttachment(berta.rows, berta.keys.space, ref)).rejects.toMatchObject({
				code: 'attachment-missing'
			});
			await fetchAttachment(berta.rows, berta.relay(), ref);
			expect(wire.chunks.fetched, 'nothing twice').toBe(10);
			expect(await isSame(berta, ref, content)).toBe(true);
		}
	});

	it('[A7] waits for a chunk that is still being uploaded, but not forever', async () => {
		const { wire, berta, anton } = await blobScene();
		const content = noise(3 * CHUNK_BYTES);
		const ref = await kept(anton, content);
		wire.cutIn = 4; // manifest, description and one chunk
		await expect(uploadAttachment(anton.rows, anton.relay(), ref.blob)).rejects.toThrow('no-connection');
		const pauses: number[] = [];
		const pause = (ms: number): Promise<void> => Promise.resolve(void pauses.push(ms));
		await expect(fetchAttachment(berta.rows, berta.relay(), ref, { pause })).rejects.toMatchObject({
			code: 'attachment-missing'
		});
		expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
		const goOn = (): Promise<void> => uploadAttachment(anton.rows, anton.relay(), ref.blob);
		await fetchAttachment(berta.rows, berta.relay(), ref, { pause: goOn });
		expect(await isSame(berta, ref, content)).toBe(true);
	});

	it('[A7] accepts no chunk that is altered, cut, longer, or from another position or file', async () => {
		const { wire, berta, anton } = await blobScene();
		const content = noise(2 * CHUNK_BYTES);
		const [ref, foreign] = [await kept(anton, content), await kept(anton, noise(2 * CHUNK_BYTES, 9))];
		for (const { blob } of [ref, foreign]) await uploadAttachment(anton.rows, anton.relay(), blob);
		const honest = wire.forge;
		const real = globalThis.fetch;
		const of = async (path: string, init: RequestInit): Promise<Uint8Array> =>
			new Uint8Array(await (await real(path, init)).arrayBuffer());
		const token = { headers: { authorization: `Bearer ${await bearer(anton)}` } };
		const chunk = await of(`${berta.relay().url}/v1/blobs/${ref.blob}/1`, token);
		const lies: [string, Uint8Array][] = [
			['altered', flipped(chunk, 99)],
			['cut', chunk.slice(0, -1)],
			['longer', concat(chunk, Uint8Array.of(1))],
			['another place', await of(`${berta.relay().url}/v1/blobs/${ref.blob}/2`, token)],
			['another file', await of(`${berta.relay().url}/v1/blobs/${foreign.blob}/1`, token)],
			['empty', new Uint8Array()],
			['without end', new Uint8Array(9 * CHUNK_BYTES)]
		];
		for (const [why, lie] of lies) {
			wire.forge = (path, response) => (path.endsWith(`${ref.blob}/1`) ? new Response(lie.slice()) : response);
			await expect(fetchAttachment(berta.rows, berta.relay(), ref), why).rejects.toMatchObject({
				code: 'relay-nonsense'
			});
			expect(await attachmentState(berta.rows, berta.keys.space, ref.blob), why).toMatchObject({ here: 1, total: 3 });
		}
		wire.forge = honest;
		await fetchAttachment(berta.rows, berta.relay(), ref);
		expect(await isSame(berta, ref, content)).toBe(true);
	});

	it('[A7] accepts only the manifest that its name is made from', async () => {
		const { wire, berta, anton, space } = await blobScene();
		const ref = await kept(anton, noise(10));
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		const lies = [
			encodeInventory({ manifest: encodeManifest([new Uint8Array(32)]), here: new Uint8Array(1) }),
			new Uint8Array(50),
			new Uint8Array(200_000)
		];
		for (const lie of lies) {
			wire.forge = () => new Response(lie.slice());
			await expect(fetchMeta(berta.rows, berta.relay(), ref)).rejects.toMatchObject({ code: 'relay-nonsense' });
			expect(await attachmentState(berta.rows, space, ref.blob)).toMatchObject({ total: 0 });
		}
	});

	it('[A7] a full disk at any write loses nothing, and the next try resumes', async () => {
		const { device, anton } = await blobScene();
		const content = noise(3 * CHUNK_BYTES);
		const ref = await kept(anton, content);
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		for (let at = 0; at < 4; at++) {
			const berta = await device(0);
			berta.vault.failIn = at;
			await expect(fetchAttachment(berta.rows, berta.relay(), ref)).rejects.toThrow('storage-full');
			expect(await attachmentState(berta.rows, berta.keys.space, ref.blob)).toMatchObject({ here: at });
			await fetchAttachment(berta.rows, berta.relay(), ref);
			expect(await isSame(berta, ref, content)).toBe(true);
		}
	});

	it('[A7] tells what nobody has uploaded yet from what was erased', async () => {
		const { berta, anton } = await blobScene();
		const ref = await kept(anton, noise(CHUNK_BYTES));
		await expect(fetchMeta(berta.rows, berta.relay(), ref)).rejects.toMatchObject({
			code: 'attachment-missing',
			retry: true
		});
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		await fetchMeta(berta.rows, berta.relay(), ref);
		await anton.relay().erase(ref.blob);
		await expect(fetchAttachment(berta.rows, berta.relay(), ref)).rejects.toMatchObject({ code: 'attachment-gone' });
	});

	it('[A8] an attachment erased while being fetched does not come back', async () => {
		const { berta, anton, space } = await blobScene();
		const ref = await kept(anton, noise(TEN));
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		for (let at = 0; at < 3; at++) {
			const erasing: Promise<void>[] = [];
			const onProgress = (done: number): void => {
				if (done === at) erasing.push(eraseAttachment(berta.rows, space, ref.blob, false));
			};
			await expect(fetchAttachment(berta.rows, berta.relay(), ref, { onProgress })).rejects.toMatchObject({
				code: 'attachment-gone'
			});
			await Promise.all(erasing);
			expect(await berta.vault.list('chunks', '')).toEqual([]);
			expect(await attachmentState(berta.rows, space, ref.blob)).toMatchObject({ isErased: true, here: 0 });
		}
	});

	it('[A6] another relay is refilled from any device that has all of it', async () => {
		const scene = await blobScene();
		const { berta, anton } = scene;
		const content = noise(CHUNK_BYTES + 5);
		const ref = await kept(anton, content);
		await uploadAttachment(anton.rows, anton.relay(), ref.blob);
		await fetchAttachment(berta.rows, berta.relay(), ref);
		const other = await anotherRelay(scene);
		await uploadAttachment(berta.rows, berta.relay(other), ref.blob);
		expect((await anton.relay(other).list()).whole).toEqual(new Set([ref.blob]));
	});
});

async function bearer({ keys }: BlobDevice): Promise<string> {
	const { makeToken } = await import('../../wire/challenge');
	return makeToken(keys.space, keys.certificate, keys.device, Date.now(), '127.0.0.1');
}
