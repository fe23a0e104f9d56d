import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { markedKem, simulated } from './tests/simulation/building.mjs';

/** Only what hangs takes so long, beside busy processors too. No test may depend on how fast it is. */
const patience = {
	testTimeout: 60_000,
	hookTimeout: 60_000,
	setupFiles: ['tests/support/patience.ts'],
	expect: { poll: { timeout: 30_000 } }
};

/** These need modules of their own, or the browser's Svelte. */
const APART = ['**/*.svelte.test.ts', '**/*.mocked.test.ts'];
/** What devices share, and what they show of it. */
const SHARED = 'src/lib/{sync,state}/**/*.test.ts';

export default defineConfig({
	test: {
		maxWorkers: 2,
		projects: [
			{
				test: {
					...patience,
					name: 'node',
					// Loading everything anew for each file took a third of the time.
					isolate: false,
					include: ['{src,relay}/**/*.test.ts', 'tests/*.test.ts'],
					exclude: [SHARED, ...APART]
				}
			},
			{
				// Key pairs and wraps took a third of their time; the real ones are tested in src/lib/crypto and in browsers.
				resolve: { alias: [markedKem] },
				test: {
					...patience,
					name: 'shared',
					isolate: false,
					include: [SHARED],
					exclude: APART
				}
			},
			{
				// What replaces a module needs modules of its own.
				resolve: { alias: [markedKem] },
				test: { ...patience, name: 'mocked', include: ['{src,relay}/**/*.mocked.test.ts'] }
			},
			{
				// Runes: $effect only runs in the browser build of Svelte.
				plugins: [svelte({ configFile: false })],
				resolve: {
					conditions: ['browser'],
					alias: [{ find: '$lib', replacement: new URL('src/lib', import.meta.url).pathname }, markedKem]
				},
				test: {
					...patience,
					name: 'runes',
					include: ['src/**/*.svelte.test.ts'],
					environment: 'jsdom'
				}
			},
			{
				// Random lives of the layer people see: many pages in one process, under virtual time.
				...simulated,
				test: {
					name: 'simulation',
					include: ['tests/simulation/*.test.ts'],
					testTimeout: 1_200_000,
					// A life leaves much behind that is soon of no use.
					execArgv: ['--max-semi-space-size=64']
				}
			}
		]
	}
});
