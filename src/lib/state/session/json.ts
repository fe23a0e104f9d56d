/** Our own JSON, read back with a shape: for sealed data that may still be old, foreign or damaged. */
import { base64url, fromBase64url, fromUtf8, utf8 } from '../../base/bytes';
import { attempt, bad, type Result } from '../../base/result';

/** Reads one field: returns the value or throws. */
export type Reader<T> = (value: unknown) => T;
type Read<S> = { readonly [K in keyof S]: S[K] extends Reader<infer T> ? T : never };

/** A text. */
export const text: Reader<string> = (value) => {
	if (typeof value !== 'string') throw new Error('not a text');
	return value;
};

/** A boolean. */
export const truth: Reader<boolean> = (value) => {
	if (typeof value !== 'boolean') throw new Error('not a truth value');
	return value;
};

/** Bytes, as base64url. */
export const binary: Reader<Uint8Array<ArrayBuffer>> = (value) => fromBase64url(text(value));

/** A list. */
export function listOf<T>(item: Reader<T>): Reader<readonly T[]> {
	return (value) => {
		if (!Array.isArray(value) || value.length > 10_000) throw new Error('not a list');
		return value.map((entry: unknown) => item(entry));
	};
}

/** A field that may be missing. */
export function maybe<T>(item: Reader<T>): Reader<T | null> {
	return (value) => (value === undefined || value === null ? null : item(value));
}

/** An object with these fields; others are ignored. */
export function shape<S extends Readonly<Record<string, Reader<unknown>>>>(fields: S): Reader<Read<S>> {
	return (value) => {
		if (typeof value !== 'object' || value === null) throw new Error('not an object');
		const source = value as Readonly<Record<string, unknown>>;
		return Object.fromEntries(
			Object.entries(fields).map(([name, read]) => [name, read(Object.hasOwn(source, name) ? source[name] : undefined)])
		) as Read<S>;
	};
}

/** The value of JSON bytes, or why it cannot be read. */
export function readJson<T>(raw: Uint8Array, reader: Reader<T>): Result<T> {
	const parsed = attempt('not JSON', () => JSON.parse(fromUtf8(raw)) as unknown);
	return parsed.ok ? attempt('not of this shape', () => reader(parsed.value)) : parsed;
}

/** The same for text. */
export function readJsonText<T>(raw: string, reader: Reader<T>): Result<T> {
	return raw === '' ? bad('empty') : readJson(utf8(raw), reader);
}

/** JSON bytes; byte arrays become base64url. */
export function jsonBytes(value: unknown): Uint8Array<ArrayBuffer> {
	return utf8(
		JSON.stringify(value, (_key, inner: unknown) => (inner instanceof Uint8Array ? base64url(inner) : inner))
	);
}
