/** An archive of a stream's table and its documents, assembled piece by piece outside the page's heap. */
import { Fault, Refusal } from '../../base/fault';

/** A document to include. */
export interface Enclosure {
	/** Its path in the archive. */
	readonly name: string;
	/** When it was sent, ms since 1970. */
	readonly atMs: number;
	/** Its content, fetched if need be. Rejects with a `Fault` or `Refusal` if it is not available. */
	readonly fetch: () => Promise<Blob>;
}

/** What an archive is made from. */
export interface ArchiveParts {
	readonly table: { readonly name: string; readonly content: Blob; readonly atMs: number };
	/** Each is fetched when it is its turn. */
	readonly enclosures: readonly Enclosure[];
	/** Called with the number of bytes written so far. */
	readonly onProgress: (bytes: number) => void;
	readonly signal: AbortSignal;
}

/** The archive, and how many documents were not available. */
export interface Archive {
	readonly content: Blob;
	readonly lacking: number;
}

/** The range of times in a .zip. */
const FIRST_MS = Date.UTC(1980, 0, 2);
const LAST_MS = Date.UTC(2107, 11, 30);

/** Makes the archive. Rejects with the signal's reason if it is called off. */
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

/** The content; null if it is not available now, 'erased' if never again. */
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
