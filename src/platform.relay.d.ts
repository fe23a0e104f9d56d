/** The names that `crypto` and `wire` expect, from Node's types. Seen by tsconfig.relay.json alone. */
type CryptoKey = import('node:crypto').webcrypto.CryptoKey;
type CryptoKeyPair = import('node:crypto').webcrypto.CryptoKeyPair;
type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer;
