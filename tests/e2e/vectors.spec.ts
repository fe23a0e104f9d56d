/** What the product's cryptography says in this engine, beside what other implementations say (tests/vectors). */
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { expect, test as base } from '../support/browser';
import { startRelay } from '../support/relay';

const root = join(import.meta.dirname, '../..');

/** The relay serves the page with the vectors. */
const test = base.extend({
	relay: async ({}, use) => {
		const app = join(root, `.cache/vectors-${String(process.pid)}`);
		await build({
			configFile: false,
			root: join(root, 'tests/vectors/page'),
			logLevel: 'error',
			build: { outDir: app, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 2000 }
		});
		const relay = await startRelay({ args: ['--app', app] });
		await use(relay);
		await relay.kill();
		await relay.stop();
		await rm(app, { recursive: true });
	}
});

test('[C1] [C2] [C3] [C4] [C5] [C7] [C8] the product says the same in this browser', async ({ client }) => {
	const vectors = JSON.parse(readFileSync(join(root, 'tests/corpus/vectors.json'), 'utf8')) as readonly unknown[];
	await client.goto('/');
	await expect(client.locator('output')).toHaveText(`${vectors.length} hold`);
});
