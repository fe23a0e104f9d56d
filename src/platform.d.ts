/**
 * What base, crypto, wire and domain may take for granted, wherever they run. Seen by
 * tsconfig.core.json alone, in place of the DOM's and Node's types.
 */
declare class TextEncoder {
	encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
	constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
	decode(bytes?: ArrayBufferView | ArrayBuffer): string;
}
declare function btoa(binary: string): string;
declare function atob(text: string): string;
declare function structuredClone<T>(value: T): T;
declare function queueMicrotask(task: () => void): void;

type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer;
type KeyUsage = 'decrypt' | 'deriveBits' | 'deriveKey' | 'encrypt' | 'sign' | 'unwrapKey' | 'verify' | 'wrapKey';
type KeyFormat = 'jwk' | 'pkcs8' | 'raw' | 'spki';
interface Algorithm {
	name: string;
}
type AlgorithmIdentifier = Algorithm | string;
interface CryptoKey {
	readonly algorithm: Algorithm;
	readonly extractable: boolean;
	readonly type: 'private' | 'public' | 'secret';
	readonly usages: KeyUsage[];
}
interface CryptoKeyPair {
	readonly privateKey: CryptoKey;
	readonly publicKey: CryptoKey;
}
interface JsonWebKey {
	kty?: string;
	crv?: string;
	d?: string;
	x?: string;
	k?: string;
	key_ops?: string[];
	ext?: boolean;
}
/** Any algorithm's parameters: WebCrypto itself says no to what does not fit. */
type WebCryptoParameters = Algorithm & Record<string, unknown>;
interface SubtleCrypto {
	decrypt(algorithm: WebCryptoParameters, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
	deriveBits(algorithm: WebCryptoParameters, key: CryptoKey, length: number): Promise<ArrayBuffer>;
	deriveKey(
		algorithm: WebCryptoParameters,
		key: CryptoKey,
		derived: WebCryptoParameters,
		extractable: boolean,
		usages: readonly KeyUsage[]
	): Promise<CryptoKey>;
	digest(algorithm: string, data: BufferSource): Promise<ArrayBuffer>;
	encrypt(algorithm: WebCryptoParameters, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
	exportKey(format: 'jwk', key: CryptoKey): Promise<JsonWebKey>;
	exportKey(format: Exclude<KeyFormat, 'jwk'>, key: CryptoKey): Promise<ArrayBuffer>;
	generateKey(algorithm: 'Ed25519', extractable: boolean, usages: readonly KeyUsage[]): Promise<CryptoKeyPair>;
	generateKey(algorithm: WebCryptoParameters, extractable: boolean, usages: readonly KeyUsage[]): Promise<CryptoKey>;
	importKey(
		format: 'jwk',
		key: JsonWebKey,
		algorithm: WebCryptoParameters | string,
		extractable: boolean,
		usages: readonly KeyUsage[]
	): Promise<CryptoKey>;
	importKey(
		format: Exclude<KeyFormat, 'jwk'>,
		key: BufferSource,
		algorithm: WebCryptoParameters | string,
		extractable: boolean,
		usages: readonly KeyUsage[]
	): Promise<CryptoKey>;
	sign(algorithm: WebCryptoParameters | string, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
	verify(
		algorithm: WebCryptoParameters | string,
		key: CryptoKey,
		signature: BufferSource,
		data: BufferSource
	): Promise<boolean>;
}
declare const crypto: {
	readonly subtle: SubtleCrypto;
	getRandomValues<T extends ArrayBufferView>(bytes: T): T;
	randomUUID(): string;
};
