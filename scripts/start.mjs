/**
 * `npm start`: installs what is missing, builds what is out of date, then becomes the relay, which also
 * serves the app. Everything after `--` is passed to the relay; so are PORT and HOST.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
	process.stderr.write(`Sofortchat needs Node 20.19 or newer; this is Node ${process.versions.node}.\n`);
	process.exit(1);
}

const root = join(import.meta.dirname, '..');
try {
	// Only now: older versions of Node could not even parse these.
	const { install } = await import('./install.mjs');
	install();
	const { build } = await import('./build.mjs');
	await build();
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}

const main = join(root, 'build/relay/main.mjs');
// A later --app or --data wins.
process.argv = [process.execPath, main, '--app', join(root, 'build/app'), '--data', 'data', ...process.argv.slice(2)];
await import(pathToFileURL(main).href);
