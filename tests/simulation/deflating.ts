/** Deflates within the step: the browser's streams have threads of their own. Stands in for sync/space/deflate.ts. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { bad, good, type Result } from '../../src/lib/base/result';

export function canDeflate(): boolean {
	return true;
}

/** What is deflated instead of what should be: for planted faults. */
let spoilt: ((plain: Uint8Array) => Uint8Array) | null = null;

export function spoilDeflated(how: typeof spoilt): void {
	spoilt = how;
}

export function deflate(plain: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
	return Promise.resolve(new Uint8Array(deflateRawSync(spoilt?.(plain) ?? plain)));
}

export function inflate(deflated: Uint8Array, most: number): Promise<Result<Uint8Array<ArrayBuffer>>> {
	try {
		return Promise.resolve(good(new Uint8Array(inflateRawSync(deflated, { maxOutputLength: most }))));
	} catch {
		// reason: untrusted bytes; whatever zlib throws, they are refused
		return Promise.resolve(bad('not deflated'));
	}
}
