/** Whether bytes show a text, however it is written. */

/** In some 100 kB of ciphertext, three bytes stand by chance once in a hundred runs, six in none. */
const LEAST = 6;

/** A text in UTF-8, UTF-16, hexadecimal, and base64 at each of its three alignments. Throws for one that chance would find. */
function formsOf(text: string): readonly Buffer[] {
	if (Buffer.byteLength(text) < LEAST) throw new Error(`bug: "${text}" is found by chance`);
	const base64 = [0, 1, 2].map((shift) => {
		const coded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]).toString('base64');
		return Buffer.from(coded.slice(Math.ceil((shift * 4) / 3) + (shift > 0 ? 1 : 0), -4));
	});
	const all = [
		Buffer.from(text),
		Buffer.from(text, 'utf16le'),
		Buffer.from(Buffer.from(text).toString('hex')),
		...base64
	];
	// What is certain of a short text in base64 is shorter still.
	return all.filter(({ length }) => length >= LEAST);
}

/** Which of the texts stand in some of the bytes. */
export function shownIn(all: readonly Uint8Array[], texts: readonly string[]): string[] {
	const buffers = all.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
	return texts.filter((text) => formsOf(text).some((form) => buffers.some((bytes) => bytes.includes(form))));
}
