/**
 * `npm run bench`: measures the product against plaintext Yjs (tests/bench) and prints a table. Builds
 * what is out of date first. Options: see tests/bench/main.ts.
 */
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { build } from './build.mjs';
import { root } from './inputs.mjs';

await build();
// Node 20 does not run TypeScript.
const file = join(root, '.cache/bench/main.mjs');
const bundle = await rolldown({
	cwd: root,
	input: 'tests/bench/main.ts',
	platform: 'node',
	external: (id) => isBuiltin(id) || /^[@a-z]/.test(id)
});
await bundle.write({ file, format: 'esm' });
await bundle.close();
await import(pathToFileURL(file).href);
