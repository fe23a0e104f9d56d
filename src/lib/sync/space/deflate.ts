/** Deflating bytes, and inflating them within a limit (RFC 1951), by the browser's own streams. */
import { concat } from '../../base/bytes';
import { bad, good, type Result } from '../../base/result';

/** Whether this browser can (Safari from 16.4). */
export function canDeflate(): boolean {
	return typeof CompressionStream === 'function' && typeof DecompressionStream === 'function';
}

/** The bytes, deflated. */
export async function deflate(plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
	const deflated = new Blob([plain]).stream().pipeThrough(new CompressionStream('deflate-raw'));
	return new Uint8Array(await new Response(deflated).arrayBuffer());
}

/** What was deflated; bad if it is not, or is longer than `most`: no more than that is ever held. */
export async function inflate(
	deflated: Uint8Array<ArrayBuffer>,
	most: number
): Promise<Result<Uint8Array<ArrayBuffer>>> {
	const parts: Uint8Array[] = [];
	let length = 0;
	try {
		const reader = new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			length += next.value.length;
			if (length > most) {
				await reader.cancel();
				return bad('inflates too far');
			}
			parts.push(next.value);
		}
		return good(concat(...parts));
	} catch {
		// reason: untrusted bytes; whatever the stream throws, they are refused
		return bad('not deflated');
	}
}
