/** For tests: blobs that the relay cannot tell from real ones, and requests for them over HTTP. */
import { expect } from 'vitest';
import { hex } from '../../../src/lib/base/bytes';
import type { BlobId, SpaceId } from '../../../src/lib/base/ids';
import { certifyDevice } from '../../../src/lib/wire/certificate';
import { makeToken } from '../../../src/lib/wire/challenge';
import { blobIdOf, chunkHash, encodeManifest } from '../../../src/lib/wire/blob';
import type { RelayOptions } from '../../../relay/relay';
import type { Store, Table } from '../../../relay/store/store';
import { stream } from './client';
import { random, type Person } from './people';

/** A blob as its maker has it. */
export interface MadeBlob {
	readonly id: BlobId;
	readonly manifest: Uint8Array<ArrayBuffer>;
	readonly chunks: readonly Uint8Array<ArrayBuffer>[];
}

/** A blob of random chunks with these lengths. */
export async function madeBlob(...lengths: readonly number[]): Promise<MadeBlob> {
	const chunks = lengths.map(random);
	const manifest = encodeManifest(await Promise.all(chunks.map(chunkHash)));
	return { id: blobIdOf(manifest), manifest, chunks };
}

/** One person asking one relay about the blobs of one space. */
export class Asker {
	constructor(
		readonly url: string,
		readonly space: SpaceId,
		readonly person: Person,
		readonly nowMs: () => number = Date.now
	) {}

	/** A request; `body` makes it a PUT. */
	async ask(path: string, body?: Uint8Array<ArrayBuffer>, method = body ? 'PUT' : 'GET'): Promise<Response> {
		const response = await fetch(`http://${this.url}/v1/blobs${path}`, {
			method,
			...(body && { body }),
			headers: { authorization: `Bearer ${await this.token()}` }
		});
		expect(response.headers.get('x-content-type-options'), 'every answer carries it').toBe('nosniff');
		return response;
	}

	/** The token for its requests. */
	async token(): Promise<string> {
		const { space, person } = this;
		const certificate = await certifyDevice(space, person.id, person.key, person.device.publicKey);
		return makeToken(space, certificate, person.device, this.nowMs(), '127.0.0.1');
	}

	/** Status and code, such as '409 malformed'; for a 200 status and length. */
	async say(path: string, body?: Uint8Array<ArrayBuffer>, method?: string): Promise<string> {
		const response = await this.ask(path, body, method);
		if (response.status === 200) return `200 ${(await response.arrayBuffer()).byteLength}`;
		const text = await response.text();
		return `${response.status} ${text ? (JSON.parse(text) as { code: string }).code : ''}`.trim();
	}

	/** Uploads a whole blob, or its first `most` chunks; returns the last answer. */
	async bring({ id, manifest, chunks }: MadeBlob, most = chunks.length): Promise<string> {
		let said = await this.say(`/${id}`, manifest);
		for (const [i, chunk] of chunks.slice(0, most).entries()) {
			if (said !== '204') return said;
			said = await this.say(`/${id}/${i}`, chunk);
		}
		return said;
	}

	/** Which chunks of a blob are there, as '110'. */
	async here({ id, chunks }: MadeBlob): Promise<string> {
		const response = await this.ask(`/${id}`);
		if (response.status !== 200) return String(response.status);
		const raw = new Uint8Array(await response.arrayBuffer());
		const bits = raw.slice(raw.length - Math.ceil(chunks.length / 8));
		return chunks.map((_, i) => (((bits[i >> 3] ?? 0) >> (i & 7)) & 1).toString()).join('');
	}

	/** Whether every chunk comes back unchanged. */
	async hasAll({ id, chunks }: MadeBlob): Promise<boolean> {
		for (const [i, chunk] of chunks.entries()) {
			const response = await this.ask(`/${id}/${i}`);
			if (hex(new Uint8Array(await response.arrayBuffer())) !== hex(chunk)) return false;
		}
		return true;
	}
}

/** A stream with its people as askers. */
export async function blobScene(options: Partial<RelayOptions> = {}) {
	const all = await stream(options);
	const { relay, chain, bertaHere, antonHere } = all;
	return {
		...all,
		bertaAsks: new Asker(relay.url, chain.space, bertaHere, options.now),
		antonAsks: new Asker(relay.url, chain.space, antonHere, options.now)
	};
}

/** The number of rows in a table. */
export async function countRows(store: Store, table: Table): Promise<number> {
	return (await store.range(table, { prefix: new Uint8Array(), maxRows: 1_000_000 })).length;
}
