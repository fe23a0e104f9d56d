/**
 * Playwright's own script for finding, judging and comparing elements, put into a page that Playwright does not
 * drive, so that a step means the same in each engine. It is not a public part of Playwright; package-lock.json
 * names the version it was written for.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';

const require = createRequire(import.meta.url);

let made: string | null = null;

/** A function body that puts it into the page: 300 kB, sent once per page. */
export function install(): string {
	return (made ??= installing());
}

/** A function body that runs `code` with it as `injected`: returns [the result], or null if it is not there yet. */
export function withInjected(code: string): string {
	return `const injected = window.__injected;
	return injected ? Promise.all([(() => {\n${code}\n})()]) : null;`;
}

function installing(): string {
	const bundle = readFileSync(require.resolve('playwright-core/lib/coreBundle'), 'utf8');
	const from = bundle.indexOf("= '", bundle.indexOf('src/generated/injectedScriptSource.ts"()')) + 2;
	let to = from + 1;
	while (to < bundle.length && bundle[to] !== "'") to += bundle[to] === '\\' ? 2 : 1;
	// A string as written in a program.
	const source = runInNewContext(bundle.slice(from, to + 1)) as string;
	if (!source.includes('InjectedScript')) throw new Error('this Playwright keeps its script somewhere else');
	const options = {
		isUnderTest: false,
		sdkLanguage: 'javascript',
		frameSeq: 0,
		testIdAttributeName: 'data-testid',
		stableRafCount: 1,
		browserName: 'webkit',
		shouldPrependErrorPrefix: false,
		isUtilityWorld: false,
		customEngines: []
	};
	return `window.__injected = (() => {
		const module = {};
		${source}
		return new (module.exports.InjectedScript())(globalThis, ${JSON.stringify(options)});
	})();`;
}
