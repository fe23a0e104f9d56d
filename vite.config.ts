import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

/** Where `npm run dev` has its relay. */
const relay = `http://127.0.0.1:${process.env['RELAY_PORT'] ?? '8081'}`;

export default defineConfig({
	plugins: [sveltekit()],
	build: { target: ['chrome120', 'firefox130', 'safari17'], modulePreload: { polyfill: false } },
	server: {
		proxy: {
			// The relay checks the origin: it shall see its own.
			'/ws': { target: relay, ws: true, changeOrigin: true, rewriteWsOrigin: true },
			'/v1': { target: relay, changeOrigin: true }
		}
	}
});
