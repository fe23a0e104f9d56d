import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { appInputs, hashOf } from './scripts/inputs.mjs';

/** The style attribute of SvelteKit's route announcer, the only one in the app; tests/csp.test.ts guards it. */
const ANNOUNCER_STYLE = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		// Compressed copies lie beside the files, so that the relay never compresses.
		adapter: adapter({ pages: 'build/app', fallback: '404.html', precompress: true }),
		// The same sources make the same shell, and a changed one is noticed by the service worker.
		version: { name: hashOf(appInputs) },
		// From the root: a shell must also start at an address with a slash at its end.
		paths: { relative: false },
		// Who is not remembered gets no service worker: the page decides, not the kit.
		serviceWorker: { register: false },
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['none'],
				// hash-wasm (Argon2id) compiles WebAssembly.
				'script-src': ['self', 'wasm-unsafe-eval'],
				'style-src': ['self'],
				'style-src-attr': ['unsafe-hashes', ANNOUNCER_STYLE],
				'img-src': ['self', 'blob:', 'data:'],
				'media-src': ['self', 'blob:'],
				// 'self' covers ws: and wss: of the same host and port (CSP 3, section 6.7.2.8).
				'connect-src': ['self'],
				'worker-src': ['self'],
				'manifest-src': ['self'],
				'base-uri': ['none'],
				'form-action': ['none'],
				'require-trusted-types-for': ['script'],
				'trusted-types': ['svelte-trusted-html', 'sofortchat-worker']
			}
		}
	}
};
