/**
 * How vitest builds the product for the simulation: as for a browser, with its storage and its later parts in our hands.
 * Nothing is drawn here, and no effect runs: what lives hangs on none (tests/architecture.test.ts).
 */
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';

/** @param {string} name */
const here = (name) => fileURLToPath(new URL(`${name}.ts`, import.meta.url));

/**
 * Parts that a page loads later come from a thread of the machine's: virtual time waits for them.
 * @type {import('vite').Plugin}
 */
const countedImports = {
	name: 'counted-imports',
	transform: (code, id) =>
		id.includes('/src/lib/') && /\bimport\(/.test(code)
			? code.replaceAll(/\bimport\((["'][^"']+["'])\)/g, 'globalThis.threaded(import($1))')
			: null
};

/** X-Wing marked instead of made (kem.ts). */
export const markedKem = { find: '@hpke/hybridkem-x-wing', replacement: here('kem') };

/** See the header. */
export const simulated = {
	plugins: [svelte({ configFile: false }), countedImports],
	resolve: {
		conditions: ['browser'],
		alias: [
			{ find: /^.*\/vault\/dexie$/, replacement: here('disk') },
			{ find: /^.*\/deflate$/, replacement: here('deflating') },
			{ find: /^.*\/summing-pace$/, replacement: here('summing-pace') },
			{ find: /^.*\/page-size$/, replacement: here('page-size') },
			{ find: /^.*\/snapshot-pace$/, replacement: here('snapshot-pace') },
			{ find: /^@noble\/hashes\/(?:sha2|hkdf|hmac)\.js$/, replacement: here('hashing') },
			markedKem,
			{ find: /^.*\/(?:device-key|reception-store)$/, replacement: here('keeping') }
		]
	}
};
