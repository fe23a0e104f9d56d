/**
 * WebCrypto, synchronous and in order. The machine's own threads would finish in a different order each time; here the
 * work takes the virtual time of a slow device. Signatures and seals are marked, not made (mixing.ts): they took one
 * seventh of a life's time, and what it looks for lies elsewhere.
 */
import { createHash, createHmac, hkdfSync, KeyObject, type webcrypto } from 'node:crypto';
import { clock } from './clock';
import { mixed } from './mixing';
import { Tab } from './tab';

type Key = webcrypto.CryptoKey;
type Named = string | { readonly name: string };
interface Gcm {
	readonly name: string;
	readonly iv: Uint8Array<ArrayBuffer>;
	readonly additionalData?: Uint8Array<ArrayBuffer>;
}
interface Derivation {
	readonly hash: Named;
	readonly salt: BufferSource;
	readonly info: BufferSource;
}
type Work = (...all: never[]) => unknown;

const objects = new WeakMap<Key, KeyObject>();
const [TAG, SIGNATURE] = [16, 64];
const MOST_KNOWN = 20_000;
const named = (algorithm: Named): string => (typeof algorithm === 'string' ? algorithm : algorithm.name);

/** What is done here; null leaves it to WebCrypto. */
const OURS: Readonly<Record<string, (...all: never[]) => ArrayBuffer | boolean | object | null>> = {
	sign: (algorithm: Named, key: Key, data: BufferSource) => {
		if (named(algorithm) === 'Ed25519') return signed(key, view(data)).buffer;
		const { hash } = key.algorithm as { hash?: { name: string } };
		return named(algorithm) === 'HMAC' && hash?.name === 'SHA-256'
			? exact(createHmac('sha256', object(key)).update(view(data)).digest())
			: null;
	},
	verify: (algorithm: Named, key: Key, signature: BufferSource, data: BufferSource) =>
		named(algorithm) === 'Ed25519' ? view(signed(key, view(data))).equals(view(signature)) : null,
	encrypt: ({ name, iv, additionalData }: Gcm, key: Key, plain: BufferSource) => {
		if (name !== 'AES-GCM') return null;
		const sealed = new Uint8Array(plain.byteLength + TAG);
		sealed.set(view(plain));
		sealed.set(tagOf(key, iv, view(plain), additionalData), plain.byteLength);
		return sealed.buffer;
	},
	decrypt: ({ name, iv, additionalData }: Gcm, key: Key, sealed: BufferSource) => {
		if (name !== 'AES-GCM') return null;
		const bytes = view(sealed);
		const plain = exact(bytes.subarray(0, bytes.length - TAG));
		const tag = tagOf(key, iv, new Uint8Array(plain), additionalData);
		if (!bytes.subarray(bytes.length - TAG).equals(tag)) throw new Error('not sealed with this key');
		return plain;
	},
	digest: (algorithm: Named, data: BufferSource) =>
		named(algorithm) === 'SHA-256' ? exact(createHash('sha256').update(view(data)).digest()) : null,
	exportKey: (format: string, key: Key) => (format === 'jwk' ? exported(key) : null),
	deriveBits: ({ hash, salt, info }: Derivation, key: Key, bits: number) =>
		hkdfSync(named(hash).replace('-', '').toLowerCase(), object(key), view(salt), view(info), bits / 8)
};

/** How often each was called, to see where the time goes. */
export const asked = new Map<string, number>();

/** Replaces WebCrypto wherever a clock is ticking. */
export function installCiphers(): void {
	const { subtle } = globalThis.crypto;
	for (const name of [...Object.keys(OURS), 'importKey', 'generateKey', 'deriveKey'] as (keyof SubtleCrypto)[]) {
		const theirs = subtle[name].bind(subtle) as Work as (...all: unknown[]) => Promise<unknown>;
		const ours = OURS[name] as ((...all: unknown[]) => unknown) | undefined;
		const work = (...all: unknown[]): Promise<unknown> => {
			const now = clock();
			if (!now) return theirs(...all);
			asked.set(name, (asked.get(name) ?? 0) + 1);
			return inTime(now.threaded(doing(name, ours, theirs, all)));
		};
		Object.defineProperty(subtle, name, { configurable: true, value: work });
	}
}

function doing(
	name: string,
	ours: ((...all: unknown[]) => unknown) | undefined,
	theirs: (...all: unknown[]) => Promise<unknown>,
	all: readonly unknown[]
): Promise<unknown> {
	try {
		const done = ours?.(...all) ?? null;
		if (done !== null) return Promise.resolve(done);
	} catch (cause) {
		return Promise.reject(new DOMException(String(cause), 'OperationError'));
	}
	if (name === 'generateKey') return generated(all as never);
	const same = name === 'importKey' ? imported(all) : null;
	if (same) return same;
	const begun = theirs(...all);
	if (name === 'importKey') keep(all, begun);
	return begun;
}

const importKey = globalThis.crypto.subtle.importKey.bind(globalThis.crypto.subtle);

/** Keys from seeded bytes, so that they are the same for the same seed. */
function generated([algorithm, isExportable, usages]: [Named, boolean, KeyUsage[]]): Promise<unknown> {
	const secret = globalThis.crypto.getRandomValues(new Uint8Array(32));
	return importKey('raw', secret, algorithm, isExportable, usages);
}

/** On a slow device a step takes time. */
function inTime<T>(done: Promise<T>): Promise<T> {
	const now = clock();
	const place = now?.present;
	if (!now || !(place instanceof Tab) || place.cipherMs === 0) return done;
	const { random } = place.browser;
	// Most are quick; one in eight is not.
	if (random(8) > 0) return done;
	const afterMs = 1 + random(place.cipherMs);
	return new Promise((resolve, reject) => {
		const end = (tell: () => void): void => void now.later(place, afterMs, tell);
		done.then(
			(value) => {
				end(() => {
					resolve(value);
				});
			},
			(error: Error) => {
				end(() => {
					reject(error);
				});
			}
		);
	});
}

/** Keys do not change, so the same bytes are read only once. */
const keys = new Map<string, Promise<unknown>>();
const exports = new WeakMap<Key, object>();

function nameOf([format, data, algorithm, isExportable, usages]: readonly unknown[]): string | null {
	if (!ArrayBuffer.isView(data) && !(data instanceof ArrayBuffer)) return null;
	return `${JSON.stringify([format, algorithm, isExportable, usages])}${view(data as BufferSource).toString('latin1')}`;
}

function imported(all: readonly unknown[]): Promise<unknown> | null {
	const name = nameOf(all);
	return name === null ? null : (keys.get(name) ?? null);
}

function keep(all: readonly unknown[], doing: Promise<unknown>): void {
	const name = nameOf(all);
	if (name === null) return;
	if (keys.size >= MOST_KNOWN) keys.clear();
	keys.set(name, doing);
}

function exported(key: Key): object {
	let made = exports.get(key);
	if (!made) exports.set(key, (made = object(key).export({ format: 'jwk' })));
	return made;
}

/** What tells keys apart: the bytes of a secret key, the public half of a pair. */
const bytesOf = new WeakMap<Key, Uint8Array>();

function keyBytes(key: Key): Uint8Array {
	let bytes = bytesOf.get(key);
	if (!bytes) {
		bytes =
			key.type === 'secret'
				? object(key).export()
				: Buffer.from((exported(key) as { readonly x?: string }).x ?? '', 'base64url');
		bytesOf.set(key, bytes);
	}
	return bytes;
}

/** In the place of Ed25519; below the order of its curve. */
function signed(key: Key, data: Uint8Array): Uint8Array<ArrayBuffer> {
	const signature = mixed(SIGNATURE, keyBytes(key), data);
	signature[SIGNATURE - 1] = 0;
	return signature;
}

/** In the place of AES-GCM's. */
function tagOf(key: Key, iv: Uint8Array, plain: Uint8Array, context: Uint8Array = new Uint8Array()): Uint8Array {
	return mixed(TAG, keyBytes(key), iv, context, plain);
}

function object(key: Key): KeyObject {
	let made = objects.get(key);
	if (!made) objects.set(key, (made = KeyObject.from(key)));
	return made;
}

function view(data: BufferSource): Buffer {
	return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}

function exact(bytes: Buffer): ArrayBuffer {
	return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
