/**
 * `npm run bench`: measures the product against plaintext Yjs (tests/bench) and prints a table. Builds
 * what is out of date first. Options: see tests/bench/main.ts; with `--centre`, `--link` or `--long`, the files of these names.
 */
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { build } from './build.mjs';
import { root } from './inputs.mjs';

await build();
// Vite would run, and build, for development: Svelte then watches every await.
process.env['NODE_ENV'] = 'production';
// Node 20 does not run TypeScript: Vite does.
const file =
	['centres', 'links', 'long'].find((name) => process.argv.includes(`--${name.replace(/s$/, '')}`)) ?? 'main';
await runnerImport(join(root, 'tests/bench', `${file}.ts`), { configFile: false, root, logLevel: 'error' });
// The runner keeps watching files although nobody changes them.
process.exit();
