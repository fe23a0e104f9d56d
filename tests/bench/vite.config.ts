/** Builds the benchmark's page into .cache/bench/app, where a relay serves it. Not part of the product. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { join } from 'node:path';
import type { InlineConfig } from 'vite';

const root = join(import.meta.dirname, '../..');

const config: InlineConfig = {
	configFile: false,
	root: join(import.meta.dirname, 'page'),
	plugins: [svelte({ configFile: false })],
	logLevel: 'warn',
	// Names are kept, so that a profile shows functions; the same for both sides.
	build: {
		outDir: join(root, '.cache/bench/app'),
		emptyOutDir: true,
		target: 'chrome120',
		minify: false,
		chunkSizeWarningLimit: 2000
	}
};

export default config;
