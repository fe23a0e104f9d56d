/** What the product's cryptography must say, in every engine: made in making.ts, checked in checking.ts. */

/** Bytes are hexadecimal. */
export type Vector = { readonly what: string; readonly label: string; readonly parts: readonly string[] } & (
	| { readonly kind: 'hash'; readonly is: string }
	| { readonly kind: 'derive'; readonly secret: string; readonly is: string }
	| { readonly kind: 'mac'; readonly key: string; readonly is: string }
	/** `is`: the plaintext, or null where it must not open. */
	| { readonly kind: 'unseal'; readonly key: string; readonly sealed: string; readonly is: string | null }
	| {
			readonly kind: 'unsealNumbered';
			readonly key: string;
			readonly number: number;
			readonly sealed: string;
			readonly is: string | null;
	  }
	/** Public key and signature of a seed. */
	| { readonly kind: 'sign'; readonly seed: string; readonly publicKey: string; readonly is: string }
	| { readonly kind: 'verify'; readonly publicKey: string; readonly signature: string; readonly is: boolean }
	| {
			readonly kind: 'openSealed';
			readonly seed: string;
			readonly publicKey: string;
			readonly sealed: string;
			readonly is: string | null;
	  }
);
