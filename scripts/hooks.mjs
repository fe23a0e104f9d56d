/** Makes git use scripts/hooks, unless the clone has its own hooks configured; npm runs this after each install. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const git = (/** @type {string[]} */ ...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });

if (existsSync(join(root, '.git')) && git('config', 'core.hooksPath').status === 1)
	git('config', 'core.hooksPath', 'scripts/hooks');
