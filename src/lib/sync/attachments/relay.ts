/** Asking the relay about blobs of one space, over HTTP, as a member of it. SPEC.md A6; wire B3, W4. */
import { hex } from '../../base/bytes';
import { Fault, Refusal } from '../../base/fault';
import type { BlobId } from '../../base/ids';
import { blobIdOf, chunkHash, readInventory, readListing, type Inventory } from '../../wire/blob';
import { hostOf, makeToken } from '../../wire/challenge';
import { MAX_BLOBS_LISTED, MAX_MANIFEST_BYTES, MAX_SEALED_CHUNK_BYTES, TOKEN_MS } from '../../wire/limits';
import type { Credentials } from '../member';
import { bounded, within } from './bounded';

/** How long one request may take: a chunk over a slow line. */
const PATIENCE_MS = 120_000;
const MAX_LISTING_BYTES = 3 + 33 * MAX_BLOBS_LISTED;
const MAX_INVENTORY_BYTES = MAX_MANIFEST_BYTES + 256;

/** The relay as it answers one member of one space. Every method rejects with a `Fault`, a `Refusal`, or the signal's reason. */
export class BlobRelay {
	#token: { readonly text: string; readonly madeMs: number } | null = null;
	/** How far the relay's clock is ahead of this device's, once that mattered. */
	#aheadMs = 0;

	constructor(
		/** Its origin. */
		readonly url: string,
		readonly credentials: Credentials,
		readonly now: () => number = Date.now
	) {}

	/** What the relay has of a blob, or null when it knows none of this name. Rejects with 'attachment-gone' when it was erased. */
	async find(blob: BlobId, signal?: AbortSignal): Promise<Inventory | null> {
		const response = await this.#ask('GET', blob, signal);
		if (response.status === 404) return null;
		const read = readInventory(await bounded(await succeeded(response), MAX_INVENTORY_BYTES));
		if (!read.ok || blobIdOf(read.value.manifest) !== blob) throw new Fault('relay-nonsense');
		return read.value;
	}

	/** Makes a blob known. */
	async announce(blob: BlobId, manifest: Uint8Array, signal?: AbortSignal): Promise<void> {
		await succeeded(await this.#ask('PUT', blob, signal, manifest));
	}

	/** Brings one chunk; false when the relay does not know the blob (any more). */
	async bring(blob: BlobId, index: number, sealed: Uint8Array, signal?: AbortSignal): Promise<boolean> {
		const response = await this.#ask('PUT', `${blob}/${String(index)}`, signal, sealed);
		if (response.status === 404) return false;
		await succeeded(response);
		return true;
	}

	/** One chunk, as its hash says. Rejects with 'attachment-missing' when the relay does not have it. */
	async fetch(blob: BlobId, index: number, hash: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> {
		const response = await succeeded(await this.#ask('GET', `${blob}/${String(index)}`, signal));
		const sealed = await bounded(response, MAX_SEALED_CHUNK_BYTES);
		if (hex(await chunkHash(sealed)) !== hex(hash)) throw new Fault('relay-nonsense', { retry: true });
		return sealed;
	}

	/** Erases a blob there. What is not there, or not ours to erase, is passed over. */
	async erase(blob: BlobId, signal?: AbortSignal): Promise<void> {
		const response = await this.#ask('DELETE', blob, signal);
		if (![403, 404, 410].includes(response.status)) await succeeded(response);
	}

	/** The blobs of the space that the relay has whole, and those erased there. */
	async list(signal?: AbortSignal): Promise<{ readonly whole: Set<BlobId>; readonly erased: Set<BlobId> }> {
		const [whole, erased] = [new Set<BlobId>(), new Set<BlobId>()];
		let after = '';
		for (;;) {
			const response = await succeeded(await this.#ask('GET', after && `?after=${after}`, signal));
			const page = readListing(await bounded(response, MAX_LISTING_BYTES));
			if (!page.ok) throw new Fault('relay-nonsense');
			for (const { blob, state } of page.value) {
				if (state !== 0) (state === 1 ? whole : erased).add(hex(blob) as BlobId);
			}
			const last = page.value.at(-1);
			if (!last || hex(last.blob) <= after) return { whole, erased };
			after = hex(last.blob);
		}
	}

	async #ask(method: string, path: string, signal?: AbortSignal, body?: Uint8Array): Promise<Response> {
		const response = await this.#send(method, path, signal, body);
		if (response.status !== 401) return response;
		// a device whose clock is wrong makes tokens that do not hold: once more by the relay's
		const said = Date.parse(response.headers.get('date') ?? '');
		if (Number.isNaN(said) || Math.abs(said - this.#nowMs()) < TOKEN_MS / 5) return response;
		this.#aheadMs = said - this.now();
		this.#token = null;
		return this.#send(method, path, signal, body);
	}

	#nowMs(): number {
		return this.now() + this.#aheadMs;
	}

	async #send(method: string, path: string, signal?: AbortSignal, body?: Uint8Array): Promise<Response> {
		const token = await this.#bearer();
		signal?.throwIfAborted();
		try {
			return await fetch(`${this.url}/v1/blobs${/^[0-9a-f]/.test(path) ? '/' : ''}${path}`, {
				method,
				...(body && { body: body as Uint8Array<ArrayBuffer> }),
				headers: { authorization: `Bearer ${token}` },
				signal: within(PATIENCE_MS, signal),
				cache: 'no-store',
				credentials: 'omit',
				referrerPolicy: 'no-referrer'
			});
		} catch (cause) {
			signal?.throwIfAborted();
			throw new Fault('no-connection', { cause, retry: true });
		}
	}

	async #bearer(): Promise<string> {
		const nowMs = this.#nowMs();
		if (this.#token && Math.abs(nowMs - this.#token.madeMs) < TOKEN_MS / 2) return this.#token.text;
		const { space, certificate, device } = this.credentials;
		const text = await makeToken(space, certificate, device, nowMs, hostOf(this.url) ?? '');
		this.#token = { text, madeMs: nowMs };
		return text;
	}
}

/** The response, or what its status means. */
async function succeeded(response: Response): Promise<Response> {
	if (response.ok) return response;
	// reason: what is not read may break off as it likes
	await response.body?.cancel().catch(() => undefined);
	switch (response.status) {
		case 403:
			throw new Refusal('not-allowed');
		case 404:
			throw new Fault('attachment-missing', { retry: true });
		case 409:
			throw new Fault('attachment-damaged');
		case 410:
			throw new Fault('attachment-gone');
		case 413:
			throw new Refusal('attachment-too-large');
		case 507:
			throw new Fault('relay-full', { retry: true });
		default:
			// also 401: the relay may not know the space yet
			throw new Fault('no-connection', { retry: true });
	}
}
