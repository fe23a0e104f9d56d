/** The page's policy: what it must contain, and what must never be in it. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import config from '../svelte.config.js';
import { list, read } from './support/sources';

const directives = config.kit?.csp?.directives ?? {};

test('the policy knows the one style attribute that SvelteKit writes', () => {
	const source = read('node_modules/@sveltejs/kit/src/core/sync/write_root.js');
	const style = /id="svelte-announcer"[^>]*\sstyle="([^"]+)"/.exec(source)?.[1] ?? '';
	const hash = `sha256-${createHash('sha256').update(style).digest('base64')}`;
	expect(directives['style-src-attr'], 'after an update of SvelteKit: correct svelte.config.js').toContain(hash);
});

test('nothing inline, nothing foreign', () => {
	const values = Object.values(directives).flat();
	expect(values).not.toContain('unsafe-inline');
	expect(values).not.toContain('unsafe-eval');
	expect(values.filter((value) => /^\*|^(https?|wss?):/.test(String(value)))).toEqual([]);
	expect(directives['require-trusted-types-for']).toEqual(['script']);
});

test('no markup has a style or handler attribute, which the policy would block', () => {
	const wrong = list('src', '.svelte', '.html').filter((path) => /<[^>]*\s(?:style="|on[a-z]+=")/.test(read(path)));
	expect(wrong, 'use a class, or the style: directive').toEqual([]);
});
