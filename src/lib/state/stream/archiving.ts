/** An archive of a stream's table and its documents, put together piece by piece outside of the page's heap. */
import { Fault, Refusal } from '../../base/fault';

/** A document that is to go in. */
export interface Enclosure {
	/** Its place in the archive. */
	readonly name: string;
	/** When it was sent, ms since 1970. */
	readonly atMs: number;
	/** Its content, fetched if need be. Rejects with a `Fault` or `Refusal` when it cannot be had. */
	readonly fetch: () => Promise<Blob>;
}

/** What an archive is made of. */
export interface ArchiveParts {
	readonly table: { readonly name: string; readonly content: Blob; readonly atMs: number };
	/** Each is asked for when it is its turn. */
	readonly enclosures: readonly Enclosure[];
	/** How many bytes of the archive are written. */
	readonly onProgress: (bytes: number) => void;
	readonly signal: AbortSignal;
}

/** The archive, and how many documents could not be had. */
export interface Archive {
	readonly content: Blob;
	readonly lacking: number;
}

/** What a .zip can say of a moment. */
const FIRST_MS = Date.UTC(1980, 0, 2);
const LAST_MS = Date.UTC(2107, 11, 30);

/** Makes it. Rejects with the signal's reason when it is called off. */
export async function archived({ table, enclosures, onProgress, signal }: ArchiveParts): Promise<Archive> {
	const { makeZip } = await import('client-zip');
	let lacking = 0;
	let failure: unknown;
	const entry = (name: string, input: Blob, atMs: number) => ({ name, input, lastModified: moment(atMs) });
	async function* entries(): AsyncGenerator<ReturnType<typeof entry>> {
		try {
			yield entry(table.name, table.content, table.atMs);
			for (const { name, atMs, fetch } of enclosures) {
				signal.throwIfAborted();
				const content = await fetched(fetch, signal);
				if (content === 'erased') continue;
				if (content === null) lacking++;
				else yield entry(name, content, atMs);
			}
		} catch (error) {
			failure = error;
			throw error;
		}
	}
	let bytes = 0;
	const counting = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
		transform(chunk, controller) {
			onProgress((bytes += chunk.byteLength));
			controller.enqueue(chunk as Uint8Array<ArrayBuffer>);
		}
	});
	try {
		const written = makeZip(entries()).pipeThrough(counting, { signal });
		const content = await new Response(written, { headers: { 'content-type': 'application/zip' } }).blob();
		return { content, lacking };
	} catch (error) {
		signal.throwIfAborted();
		throw failure ?? error;
	}
}

/** The content; null when it cannot be had now, 'erased' when it is not to be had any more. */
async function fetched(fetch: Enclosure['fetch'], signal: AbortSignal): Promise<Blob | null | 'erased'> {
	try {
		return await fetch();
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof Fault) return error.code === 'attachment-gone' ? 'erased' : null;
		if (error instanceof Refusal) return null;
		throw error;
	}
}

function moment(ms: number): Date {
	return new Date(Math.max(FIRST_MS, Math.min(LAST_MS, Number.isFinite(ms) ? ms : FIRST_MS)));
}
