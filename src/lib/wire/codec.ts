/**
 * Small codecs composed into layouts: one description writes, reads and limits. Reading throws on
 * malformed input; `decode` turns that into a `Result`. Integers are unsigned varints in lib0's form.
 * SPEC.md F2.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { fromHex, fromUtf8, hex, utf8 } from '../base/bytes';
import { ID_BYTES } from '../base/ids';
import { attempt, type Result } from '../base/result';

/** How a `T` is laid out in bytes. `layout` describes it in words, for the protocol hash. */
export interface Codec<T> {
	readonly layout: string;
	write(encoder: encoding.Encoder, value: T): void;
	read(decoder: decoding.Decoder): T;
}

/** The type that a codec carries. */
export type Carried<C> = C extends Codec<infer T> ? T : never;

/** An integer from 0 to 2^53-1, in its shortest form. */
export const uint: Codec<number> = {
	layout: 'uint',
	write: (encoder, value) => {
		if (!Number.isSafeInteger(value) || value < 0) throw new Error('bug: not an unsigned integer');
		encoding.writeVarUint(encoder, value);
	},
	// Not lib0's reader: it returns values beyond 2^53, even Infinity and NaN, and its writer never
	// finishes writing Infinity.
	read: (decoder) => {
		let value = 0;
		for (let scale = 1; scale <= MAX_SCALE; scale *= 128) {
			const byte = decoder.arr[decoder.pos++];
			if (byte === undefined) throw new Error('ends too early');
			value += (byte & 0x7f) * scale;
			if (byte >= 0x80) continue;
			if (byte === 0 && scale > 1) throw new Error('integer not in its shortest form');
			if (value > Number.MAX_SAFE_INTEGER) break;
			return value;
		}
		throw new Error('integer beyond 2^53');
	}
};
/** The weight of the eighth byte, the last one in an integer below 2^53. */
const MAX_SCALE = 2 ** 49;

/** One byte, one of `values`. */
export function byteOf<const T extends number>(...values: readonly T[]): Codec<T> {
	return {
		layout: `byte(${values.join('|')})`,
		write: (encoder, value) => {
			encoding.writeUint8(encoder, value);
		},
		read: (decoder) => {
			const value = decoding.readUint8(decoder) as T;
			if (!values.includes(value)) throw new Error('unknown kind');
			return value;
		}
	};
}

/** A key behind the byte of its algorithm; every other algorithm is refused. */
export function algorithm<T>(name: string, byte: number, key: Codec<T>): Codec<T> {
	return {
		layout: `${name}=${String(byte)} ${key.layout}`,
		write: (encoder, value) => {
			encoding.writeUint8(encoder, byte);
			key.write(encoder, value);
		},
		read: (decoder) => {
			if (decoding.readUint8(decoder) !== byte) throw new Error('unknown algorithm');
			return key.read(decoder);
		}
	};
}

/** Exactly `length` bytes. The result is a copy. */
export function fixed(length: number): Codec<Uint8Array> {
	return {
		layout: `fixed(${String(length)})`,
		write: (encoder, value) => {
			if (value.length !== length) throw new Error('bug: wrong length');
			encoding.writeUint8Array(encoder, value);
		},
		read: (decoder) => take(decoder, length)
	};
}

/** Up to `most` bytes, preceded by their length. The result is a copy. */
export function bytes(most: number): Codec<Uint8Array> {
	return {
		layout: `bytes(${String(most)})`,
		write: (encoder, value) => {
			if (value.length > most) throw new Error('bug: too many bytes');
			encoding.writeVarUint8Array(encoder, value);
		},
		read: (decoder) => {
			const length = uint.read(decoder);
			if (length > most) throw new Error('too many bytes');
			return take(decoder, length);
		}
	};
}

/** Text of at most `most` UTF-8 bytes. */
export function text(most: number): Codec<string> {
	const raw = bytes(most);
	return {
		layout: `text(${String(most)})`,
		write: (encoder, value) => {
			raw.write(encoder, utf8(value));
		},
		read: (decoder) => fromUtf8(raw.read(decoder))
	};
}

/** An id of 16 bytes. */
export function id<T extends string>(): Codec<T> {
	return {
		layout: 'id',
		write: (encoder, value) => {
			if (value.length !== 2 * ID_BYTES) throw new Error('bug: not an id');
			encoding.writeUint8Array(encoder, fromHex(value));
		},
		read: (decoder) => hex(take(decoder, ID_BYTES)) as T
	};
}

/** Up to `most` items, preceded by their count. */
export function list<T>(item: Codec<T>, most: number): Codec<readonly T[]> {
	return {
		layout: `list(${item.layout},${String(most)})`,
		write: (encoder, values) => {
			if (values.length > most) throw new Error('bug: too many items');
			encoding.writeVarUint(encoder, values.length);
			for (const value of values) item.write(encoder, value);
		},
		read: (decoder) => {
			const count = uint.read(decoder);
			if (count > most) throw new Error('too many items');
			const values: T[] = [];
			for (let i = 0; i < count; i++) values.push(item.read(decoder));
			return values;
		}
	};
}

type Fields = Readonly<Record<string, Codec<unknown>>>;
type Shape<F extends Fields> = { readonly [K in keyof F]: Carried<F[K]> };

/** Fields in the order of their keys. */
export function record<F extends Fields>(fields: F): Codec<Shape<F>> {
	const entries = Object.entries(fields);
	return {
		layout: `{${entries.map(([name, codec]) => `${name}:${codec.layout}`).join()}}`,
		write: (encoder, value) => {
			for (const [name, codec] of entries) codec.write(encoder, value[name]);
		},
		read: (decoder) => readFields({}, entries, decoder) as Shape<F>
	};
}

/** Reads fields into `value`: in a loop, since frames and entries are read by the thousand. */
function readFields(
	value: Record<string, unknown>,
	entries: readonly (readonly [string, Codec<unknown>])[],
	decoder: decoding.Decoder
): object {
	for (const [name, codec] of entries) value[name] = codec.read(decoder);
	return value;
}

type Variants = Readonly<Record<string, readonly [tag: number, fields: Fields]>>;
type OneOf<V extends Variants> = { [K in keyof V]: { readonly kind: K } & Shape<V[K][1]> }[keyof V];

/** One of several records, told apart by a byte; in memory by `kind`. */
export function oneOf<const V extends Variants>(variants: V): Codec<OneOf<V>> {
	const codecs = new Map(
		Object.entries(variants).map(([kind, [tag, fields]]) => [kind, { tag, codec: record(fields) }])
	);
	const kinds = new Map(
		Object.entries(variants).map(([kind, [tag, fields]]) => [tag, { kind, entries: Object.entries(fields) }])
	);
	return {
		layout: [...codecs].map(([kind, { tag, codec }]) => `${String(tag)}=${kind}${codec.layout}`).join('|'),
		write: (encoder, value) => {
			const variant = codecs.get(value.kind as string);
			if (!variant) throw new Error('bug: unknown variant');
			encoding.writeUint8(encoder, variant.tag);
			variant.codec.write(encoder, value);
		},
		read: (decoder) => {
			const variant = kinds.get(decoding.readUint8(decoder));
			if (!variant) throw new Error('unknown kind');
			return readFields({ kind: variant.kind }, variant.entries, decoder) as OneOf<V>;
		}
	};
}

/** The bytes of `value`. */
export function encode<T>(codec: Codec<T>, value: T): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	codec.write(encoder, value);
	return encoding.toUint8Array(encoder);
}

/** The value of exactly these bytes, or why not: malformed, out of bounds, or bytes left over. Never throws. */
export function decode<T>(codec: Codec<T>, raw: Uint8Array): Result<T> {
	return attempt('malformed bytes', () => {
		const decoder = decoding.createDecoder(raw);
		const value = codec.read(decoder);
		if (decoding.hasContent(decoder)) throw new Error('bytes left over');
		return value;
	});
}

function take(decoder: decoding.Decoder, length: number): Uint8Array {
	if (length > decoder.arr.length - decoder.pos) throw new Error('ends too early');
	return decoder.arr.slice(decoder.pos, (decoder.pos += length));
}
