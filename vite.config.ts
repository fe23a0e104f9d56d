import { sveltekit } from '@sveltejs/kit/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/** Where `npm run dev` has its relay. */
const relay = `http://127.0.0.1:${process.env['RELAY_PORT'] ?? '8081'}`;

/** Parts that are loaded when needed come in by src/lib/state/page/parts.ts instead of Vite's preloading: see there. */
const arriving: Plugin = {
	name: 'sofortchat:arriving',
	apply: 'build',
	enforce: 'pre',
	load(id) {
		if (id !== '\0vite/preload-helper.js') return null;
		const parts = fileURLToPath(new URL('src/lib/state/page/parts.ts', import.meta.url));
		return `export { arrive as __vitePreload } from ${JSON.stringify(parts)};`;
	}
};

export default defineConfig({
	plugins: [arriving, sveltekit()],
	build: { target: ['chrome120', 'firefox130', 'safari17'], modulePreload: { polyfill: false } },
	server: {
		proxy: {
			// The relay checks origin and host against each other: both stay the page's.
			'/ws': { target: relay, ws: true },
			'/v1': { target: relay }
		}
	}
});
