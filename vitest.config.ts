import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: 'node',
					include: ['{src,relay}/**/*.test.ts', 'tests/*.test.ts'],
					exclude: ['**/*.svelte.test.ts'],
					testTimeout: 20_000
				}
			},
			{
				// Runes: $effect only runs in the browser build of Svelte.
				plugins: [svelte({ configFile: false })],
				resolve: { conditions: ['browser'] },
				test: {
					name: 'runes',
					include: ['src/**/*.svelte.test.ts'],
					environment: 'jsdom',
					testTimeout: 20_000
				}
			}
		]
	}
});
