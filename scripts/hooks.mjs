/** Lets git run scripts/hooks, in a clone that has not settled on hooks of its own; npm runs this behind each install. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const git = (/** @type {string[]} */ ...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });

if (existsSync(join(root, '.git')) && git('config', 'core.hooksPath').status === 1)
	git('config', 'core.hooksPath', 'scripts/hooks');
