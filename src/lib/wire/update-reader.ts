/**
 * A cursor over the bytes of a Yjs v1 update, for the gate. It reads what lib0 writes, in exactly
 * lib0's form; everything else is `Malformed`.
 */
import { fromUtf8 } from '../base/bytes';

/** The bytes break a rule of the gate; the message names the rule (SPEC.md G1 …), never the content. */
export class Malformed extends Error {
	override readonly name = 'Malformed';
}

/** Stops reading. */
export function refuse(why: string): never {
	throw new Malformed(why);
}

/** Reads forward, never past the end and no byte twice. Every method throws `Malformed`. */
export class UpdateReader {
	#at = 0;
	readonly #bytes: Uint8Array;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	/** How many bytes are left. */
	get left(): number {
		return this.#bytes.length - this.#at;
	}

	/** The next byte. */
	byte(): number {
		return this.#bytes[this.#at++] ?? refuse('G1 ends too early');
	}

	/** An unsigned varint in its shortest form, at most 2^53 - 1. */
	uint(): number {
		return this.#more(0, 1);
	}

	/** A signed varint in its shortest form; the gate does not need its value. */
	skipInt(): void {
		const first = this.byte();
		if (first >= 0x80) this.#more(first & 0x3f, 64);
	}

	/**
	 * How many items follow, each of at least `minBytes`. Refused when the remaining bytes can't hold
	 * that many, so that no later work depends on a merely claimed number.
	 */
	count(minBytes: number): number {
		const count = this.uint();
		if (count * minBytes > this.left) refuse('G3 counts more than the bytes left can hold');
		return count;
	}

	/** Skips `length` bytes. */
	skip(length: number): void {
		if (length > this.left) refuse('G1 ends too early');
		this.#at += length;
	}

	/** A text, preceded by its length in bytes. */
	text(): string {
		const length = this.uint();
		const start = this.#at;
		this.skip(length);
		try {
			return fromUtf8(this.#bytes.subarray(start, this.#at));
		} catch {
			// reason: untrusted bytes; the decoder says no more
			return refuse('G8 text is not UTF-8');
		}
	}

	#more(start: number, firstScale: number): number {
		let value = start;
		for (let scale = firstScale; scale <= MAX_SCALE; scale *= 128) {
			const byte = this.byte();
			value += (byte & 0x7f) * scale;
			if (byte >= 0x80) continue;
			if (byte === 0 && scale > 1) refuse('G2 number is not in its shortest form');
			if (value > Number.MAX_SAFE_INTEGER) break;
			return value;
		}
		return refuse('G2 number beyond 2^53');
	}
}

/** The weight of the eighth byte, the last one in a number below 2^53. */
const MAX_SCALE = 2 ** 49;
