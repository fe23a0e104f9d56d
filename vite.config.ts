import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

/** Where `npm run dev` has its relay. */
const relay = `http://127.0.0.1:${process.env['RELAY_PORT'] ?? '8081'}`;

export default defineConfig({
	plugins: [sveltekit()],
	build: { target: ['chrome120', 'firefox130', 'safari17'], modulePreload: { polyfill: false } },
	server: {
		proxy: {
			// The relay checks origin and host against each other: both stay the page's.
			'/ws': { target: relay, ws: true },
			'/v1': { target: relay }
		}
	}
});
