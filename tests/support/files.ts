/** Files for tests: bytes that are the same in every run, and files that misbehave. */

/** `length` patternless bytes, the same for the same seed. */
export function noise(length: number, seed = 1): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(length);
	let state = seed * 2_654_435_761;
	for (let i = 0; i < length; i++) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
		bytes[i] = state >>> 24;
	}
	return bytes;
}

/** The bytes of a blob. */
export async function bytesOf(blob: Blob): Promise<Uint8Array> {
	return new Uint8Array(await blob.arrayBuffer());
}

/** A file whose slices come from `read`, which is given the number of the call. */
export function fileOf(size: number, read: (at: number, end: number, call: number) => Promise<Uint8Array>): Blob {
	let call = 0;
	const slice = (at = 0, end = size): Blob =>
		({
			arrayBuffer: async () => (await read(at, end, call++)).slice().buffer
		}) as unknown as Blob;
	return { size, slice } as unknown as Blob;
}
