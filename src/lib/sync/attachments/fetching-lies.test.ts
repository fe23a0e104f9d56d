/** A relay that answers with something other than the attachment. SPEC.md A7. */
import { describe, expect, it } from 'vitest';
import { blobScene, type BlobDevice } from '../../../../tests/support/blob-scene';
import { noise } from '../../../../tests/support/files';
import { flipped } from '../../../../tests/support/people';
import { isSame, kept } from '../../../../tests/support/kept-attachments';
import { concat } from '../../base/bytes';
import { encodeInventory, encodeManifest } from '../../wire/blob';
import { CHUNK_BYTES } from '../../wire/limits';
import { attachmentState } from './opening';
import { fetchAttachment, fetchMeta, uploadAttachment } from './transfer';

describe('fetching', () => {
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
});

async function bearer({ keys }: BlobDevice): Promise<string> {
	const { makeToken } = await import('../../wire/challenge');
	return makeToken(keys.space, keys.certificate, keys.device, Date.now(), '127.0.0.1');
}
