import type { IncomingMessage } from 'node:http';

/** The whole body, or null when it is too large, breaks off, or is too late. */
export async function readBody(
	request: IncomingMessage,
	mostBytes: number,
	withinMs: number
): Promise<Uint8Array | null> {
	if (Number(request.headers['content-length'] ?? 0) > mostBytes) return null;
	const timer = setTimeout(() => request.destroy(), withinMs);
	const parts: Buffer[] = [];
	let size = 0;
	try {
		for await (const part of request as AsyncIterable<Buffer>) {
			size += part.length;
			if (size > mostBytes) return null;
			parts.push(part);
		}
	} catch {
		// The sender is gone, or was too slow.
		return null;
	} finally {
		clearTimeout(timer);
	}
	return new Uint8Array(Buffer.concat(parts));
}
