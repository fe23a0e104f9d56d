/**
 * `npm run dev`: the app with hot reloading, and its own relay on the next port with its data
 * in .cache/dev. Use the set-up code that the relay prints at the app's address.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './inputs.mjs';

const port = process.env['RELAY_PORT'] ?? '8081';
await build();
const children = [
	run(['build/relay/main.mjs', '--app', 'build/app', '--data', '.cache/dev/data'], { PORT: port }),
	run(['node_modules/vite/bin/vite.js', 'dev', ...process.argv.slice(2)], { RELAY_PORT: port })
];
const end = () => children.forEach((child) => child.kill());
for (const child of children) child.on('exit', end);
process.on('SIGTERM', end);

/**
 * @param {readonly string[]} command
 * @param {Record<string, string>} env
 */
function run([script = '', ...rest], env) {
	return spawn(process.execPath, [join(root, script), ...rest], {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, ...env }
	});
}
