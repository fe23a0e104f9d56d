/** The relay's blobs of one space over HTTP, as a member of it. SPEC.md A6; wire B3, W4. */
import { hex } from '../../base/bytes';
import { Fault, Refusal } from '../../base/fault';
import type { BlobId } from '../../base/ids';
import { blobIdOf, chunkHash, readInventory, readListing, type Inventory } from '../../wire/blob';
import { hostOf, makeToken } from '../../wire/challenge';
import { MAX_BLOBS_LISTED, MAX_MANIFEST_BYTES, MAX_SEALED_CHUNK_BYTES, TOKEN_MS } from '../../wire/limits';
import type { SpaceKeys } from '../keys/member';
import { bounded, within } from './bounded';

/** Time limit of one request: a chunk over a slow line. */
const PATIENCE_MS = 120_000;
const MAX_LISTING_BYTES = 3 + 33 * MAX_BLOBS_LISTED;
const MAX_INVENTORY_BYTES = MAX_MANIFEST_BYTES + 256;

/** The relay's answer: the body is read only where it was asked for and the answer is good. */
interface Answer {
	readonly status: number;
	readonly body: Uint8Array<ArrayBuffer>;
	/** When the relay sent it, by its own clock; NaN if it did not say. */
	readonly saidMs: number;
}

/** One request. `most`: maximum length of the answer's body; 0: it is not read. */
interface Asking {
	readonly most?: number;
	readonly body?: Uint8Array;
	readonly signal?: AbortSignal | undefined;
}

/** The relay for one member of one space. Every method rejects with a `Fault`, a `Refusal` or the signal's reason. */
export class BlobRelay {
	#token: { readonly text: string; readonly madeMs: number } | null = null;
	/** How far the relay's clock is ahead of this device's, once that mattered. */
	#aheadMs = 0;

	constructor(
		/** The relay's origin. */
		readonly url: string,
		readonly keys: SpaceKeys,
		readonly now: () => number = Date.now
	) {}

	/** What the relay has of a blob, or null if it does not know it. Rejects with 'attachment-gone' if it was erased. */
	async find(blob: BlobId, signal?: AbortSignal): Promise<Inventory | null> {
		const answer = await this.#ask('GET', blob, { signal, most: MAX_INVENTORY_BYTES });
		if (answer.status === 404) return null;
		const read = readInventory(succeeded(answer).body);
		if (!read.ok || blobIdOf(read.value.manifest) !== blob) throw new Fault('relay-nonsense');
		return read.value;
	}

	/** Announces a blob. */
	async announce(blob: BlobId, manifest: Uint8Array, signal?: AbortSignal): Promise<void> {
		succeeded(await this.#ask('PUT', blob, { signal, body: manifest }));
	}

	/** Uploads one chunk; false when the relay does not know the blob (any more). */
	async bring(blob: BlobId, index: number, sealed: Uint8Array, signal?: AbortSignal): Promise<boolean> {
		const answer = await this.#ask('PUT', `${blob}/${String(index)}`, { signal, body: sealed });
		if (answer.status === 404) return false;
		succeeded(answer);
		return true;
	}

	/** One chunk that matches its hash. Rejects with 'attachment-missing' when the relay does not have it. */
	async fetch(blob: BlobId, index: number, hash: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> {
		const asking = { signal, most: MAX_SEALED_CHUNK_BYTES };
		const sealed = succeeded(await this.#ask('GET', `${blob}/${String(index)}`, asking)).body;
		if (hex(await chunkHash(sealed)) !== hex(hash)) throw new Fault('relay-nonsense', { retry: true });
		return sealed;
	}

	/** Erases a blob there. A blob that is not there, or not ours to erase, is ignored. */
	async erase(blob: BlobId, signal?: AbortSignal): Promise<void> {
		const answer = await this.#ask('DELETE', blob, { signal });
		if (![403, 404, 410].includes(answer.status)) succeeded(answer);
	}

	/** The space's blobs that the relay has whole, and those erased there. */
	async list(signal?: AbortSignal): Promise<{ readonly whole: Set<BlobId>; readonly erased: Set<BlobId> }> {
		const [whole, erased] = [new Set<BlobId>(), new Set<BlobId>()];
		let after = '';
		for (;;) {
			const answer = await this.#ask('GET', after && `?after=${after}`, { signal, most: MAX_LISTING_BYTES });
			const page = readListing(succeeded(answer).body);
			if (!page.ok) throw new Fault('relay-nonsense');
			for (const { blob, state } of page.value) {
				if (state !== 0) (state === 1 ? whole : erased).add(hex(blob) as BlobId);
			}
			const last = page.value.at(-1);
			if (!last || hex(last.blob) <= after) return { whole, erased };
			after = hex(last.blob);
		}
	}

	async #ask(method: string, path: string, asking: Asking): Promise<Answer> {
		const answer = await this.#send(method, path, asking);
		if (answer.status !== 401) return answer;
		// a wrong device clock makes invalid tokens: try once more with the relay's time
		const { saidMs } = answer;
		if (Number.isNaN(saidMs) || Math.abs(saidMs - this.#nowMs()) < TOKEN_MS / 5) return answer;
		this.#aheadMs = saidMs - this.now();
		this.#token = null;
		return this.#send(method, path, asking);
	}

	#nowMs(): number {
		return this.now() + this.#aheadMs;
	}

	async #send(method: string, path: string, { most = 0, body, signal }: Asking): Promise<Answer> {
		const token = await this.#bearer();
		signal?.throwIfAborted();
		const url = `${this.url}/v1/blobs${/^[0-9a-f]/.test(path) ? '/' : ''}${path}`;
		try {
			return await within(PATIENCE_MS, signal, async (ending) => {
				const response = await fetch(url, {
					method,
					...(body && { body: body as Uint8Array<ArrayBuffer> }),
					headers: { authorization: `Bearer ${token}` },
					signal: ending,
					cache: 'no-store',
					credentials: 'omit',
					referrerPolicy: 'no-referrer'
				});
				return {
					status: response.status,
					body: await bounded(response, response.ok ? most : 0),
					saidMs: Date.parse(response.headers.get('date') ?? '')
				};
			});
		} catch (cause) {
			signal?.throwIfAborted();
			if (cause instanceof Fault) throw cause;
			throw new Fault('no-connection', { cause, retry: true });
		}
	}

	async #bearer(): Promise<string> {
		const nowMs = this.#nowMs();
		if (this.#token && Math.abs(nowMs - this.#token.madeMs) < TOKEN_MS / 2) return this.#token.text;
		const { space, certificate, device } = await this.keys.credentials();
		const text = await makeToken(space, certificate, device, nowMs, hostOf(this.url) ?? '');
		this.#token = { text, madeMs: nowMs };
		return text;
	}
}

/** The answer, or the error that its status means. */
function succeeded(answer: Answer): Answer {
	if (answer.status >= 200 && answer.status < 300) return answer;
	switch (answer.status) {
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
