/** Attachments that a device keeps and opens, of several sizes. */
import type { BlobDevice } from './blob-scene';
import { bytesOf } from './files';
import { CHUNK_BYTES } from '../../src/lib/wire/limits';
import { keepAttachment, type BlobRef } from '../../src/lib/sync/attachments/keeping';
import { openAttachment } from '../../src/lib/sync/attachments/opening';

/** What every attachment here is called. */
export const META = { name: 'Bescheid Müller.pdf', type: 'application/pdf' };
/** Ten chunks including the description. */
export const TEN = 8 * CHUNK_BYTES + 5;
/** For tests with many requests. */
export const LONG = { timeout: 90_000 };

/** Keeps an attachment with this content. */
export async function kept(device: BlobDevice, content: Uint8Array<ArrayBuffer>): Promise<BlobRef> {
	return keepAttachment(device.rows, device.keys.space, new Blob([content]), META);
}

/** Whether a device opens the attachment and finds this content. */
export async function isSame(device: BlobDevice, ref: BlobRef, content: Uint8Array): Promise<boolean> {
	return Buffer.compare(await bytesOf(await openAttachment(device.rows, device.keys.space, ref)), content) === 0;
}
