/**
 * Playwright's own script for finding elements, judging them and comparing them, put into a page that Playwright does
 * not drive: so that a step means the same in each engine. It is no public part of Playwright; package-lock.json names
 * the version that this was written for.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';

const require = createRequire(import.meta.url);

/** A function body that puts `injected` where the code behind it finds it. */
export function withInjected(code: string): string {
	return `${(install ??= installing())}\nconst injected = window.__injected;\n${code}`;
}

/** Where the page has it already, its 300 kB are not sent again: a body that returns null where it has to be. */
export function ifInjected(code: string): string {
	return `if (!window.__injected) return null;\nconst injected = window.__injected;\n${code}`;
}

let install: string | null = null;

function installing(): string {
	const bundle = readFileSync(require.resolve('playwright-core/lib/coreBundle'), 'utf8');
	const from = bundle.indexOf("= '", bundle.indexOf('src/generated/injectedScriptSource.ts"()')) + 2;
	let to = from + 1;
	while (to < bundle.length && bundle[to] !== "'") to += bundle[to] === '\\' ? 2 : 1;
	// a string as it stands in a program
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
	return `if (!window.__injected) window.__injected = (() => {
		const module = {};
		${source}
		return new (module.exports.InjectedScript())(globalThis, ${JSON.stringify(options)});
	})();`;
}
