/** Blobs over HTTP, for hosts and members of their space. SPEC.md R25, R31; layouts: wire B3. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BlobId } from '../../src/lib/base/ids';
import { countChunks, encodeInventory, encodeListing, hasChunk } from '../../src/lib/wire/blob';
import { MAX_BLOBS_LISTED, MAX_MANIFEST_BYTES, MAX_SEALED_CHUNK_BYTES } from '../../src/lib/wire/limits';
import type { Context } from '../spaces/context';
import { readBody } from '../http/body';
import { answer, COMMON } from '../http/headers';
import { askingMember, type Asking } from '../http/token';
import { announce, bring, chunksIn, erase, type Answer } from './blobs';
import { findBlob, findChunk, readBlobs, type BlobRow } from '../store/blob-rows';

/** The blob and chunk that an address names; no blob: all of the space. */
export interface BlobPath {
	readonly blob: BlobId | null;
	readonly chunk: number | null;
	readonly after: BlobId | null;
}

/** How long a chunk may take over a slow line. */
const PATIENCE_MS = 120_000;
const receiving = new WeakMap<Context, number>();

/** The part of an address about blobs, or null when it is about something else. */
export function blobPath(request: IncomingMessage): BlobPath | null {
	const parts = /^\/v1\/blobs(?:\/([0-9a-f]{64})(?:\/(0|[1-9]\d{0,4}))?|\?after=([0-9a-f]{64}))?$/.exec(
		request.url ?? ''
	);
	if (!parts) return null;
	const [, blob, chunk, after] = parts;
	return {
		blob: (blob as BlobId | undefined) ?? null,
		chunk: chunk === undefined ? null : Number(chunk),
		after: (after as BlobId | undefined) ?? null
	};
}

/** Answers a request for blobs. Nothing is read or kept for anyone but hosts and members of the space. */
export async function serveBlob(
	context: Context,
	request: IncomingMessage,
	response: ServerResponse,
	path: BlobPath
): Promise<void> {
	const asking = await askingMember(context, request);
	const role = asking?.member.role;
	if (!asking || (role !== 'host' && role !== 'member')) return answer(response, 401, 'not-allowed');
	const { blob, chunk } = path;
	if (request.method === 'GET') return give(context, asking, response, path);
	if (request.method === 'PUT' && blob) {
		const most = chunk === null ? MAX_MANIFEST_BYTES : MAX_SEALED_CHUNK_BYTES;
		return answer(response, ...(await take(context, request, asking, blob, chunk, most)));
	}
	if (request.method === 'DELETE' && blob && chunk === null)
		return answer(response, ...(await erase(context, asking, blob)));
	answer(response, 405, 'malformed');
}

async function take(
	context: Context,
	request: IncomingMessage,
	asking: Asking,
	blob: BlobId,
	chunk: number | null,
	most: number
): Promise<Answer> {
	const atOnce = receiving.get(context) ?? 0;
	if (atOnce >= context.limits.chunksAtOnce) return [429, 'too-fast'];
	receiving.set(context, atOnce + 1);
	try {
		const body = await readBody(request, most, PATIENCE_MS);
		if (body === null) return [413, 'too-large'];
		return await (chunk === null ? announce(context, asking, blob, body) : bring(context, asking, blob, chunk, body));
	} finally {
		receiving.set(context, (receiving.get(context) ?? 1) - 1);
	}
}

async function give(
	{ store }: Context,
	{ space }: Asking,
	response: ServerResponse,
	{ blob, chunk, after }: BlobPath
): Promise<void> {
	if (blob === null) {
		const page = await readBlobs(store, space, after, MAX_BLOBS_LISTED);
		return octets(response, encodeListing(page.map(({ blob, row }) => ({ blob, state: stateOf(row) }))));
	}
	const row = await findBlob(store, space, blob);
	if (!row) return answer(response, 404, 'unknown');
	if (row.erased === 1) return answer(response, 410, 'erased');
	if (chunk === null) return octets(response, encodeInventory({ manifest: row.manifest, here: row.here }));
	const sealed = hasChunk(row.here, chunk) ? await findChunk(store, space, blob, chunk) : null;
	if (!sealed) return answer(response, 404, 'unknown');
	octets(response, sealed);
}

function stateOf(row: BlobRow): 0 | 1 | 2 {
	if (row.erased === 1) return 2;
	const { length } = chunksIn(row);
	return countChunks(row.here, length) === length ? 1 : 0;
}

/** Bytes that no browser displays, sniffs or runs, however it comes to open them. */
function octets(response: ServerResponse, body: Uint8Array): void {
	response.writeHead(200, {
		...COMMON,
		'cache-control': 'no-store',
		'content-disposition': 'attachment',
		'content-length': body.length,
		'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
		'content-type': 'application/octet-stream'
	});
	response.end(body);
}
