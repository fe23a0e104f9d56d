/** Finds silently swallowed errors: one that nobody looks at might be a bug. state/SPEC.md Z6. */

/** The line of each catch in `text` that never looks at what it caught and has no `reason:` beside it. */
export function unseenCatches(text: string): number[] {
	const code = withoutComments(text);
	const lines = text.split('\n');
	const lineAt = (at: number): number => code.slice(0, at).split('\n').length;
	const found = [...blocks(code), ...handlers(code)].map(([from, to]) => [lineAt(from), lineAt(to)] as const);
	// Beside it: from the line before to the end of the handler, or to the first line of the block.
	const isExplained = (from: number, to: number): boolean =>
		lines.slice(from - 2, to).some((one) => one.includes('reason:'));
	return found.flatMap(([from, to]) => (isExplained(from, to) ? [] : [from])).toSorted((a, b) => a - b);
}

/** `catch { … }`, and `catch (error) { … }` without any use of `error`. */
function* blocks(code: string): Generator<readonly [from: number, to: number]> {
	for (const match of code.matchAll(/\bcatch\s*(?:\((\w+)[^)]*\)\s*)?\{/g)) {
		const [whole, name] = match;
		const open = match.index + whole.length - 1;
		if (name === undefined || !mentions(enclosed(code, open), name)) yield [match.index, code.indexOf('\n', open) + 1];
	}
}

/** `.catch(() => …)`, `.then(…, () => …)`, and the same with an unused parameter. */
function* handlers(code: string): Generator<readonly [from: number, to: number]> {
	for (const match of code.matchAll(/\.(catch|then)\(/g)) {
		const open = match.index + match[0].length - 1;
		const all = enclosed(code, open);
		const given = split(all.slice(1, -1))[match[1] === 'catch' ? 0 : 1]?.trim() ?? '';
		const arrow = /^(?:async\s*)?\(?\s*(\w*)[^()]*\)?\s*=>/.exec(given);
		if (!arrow) continue;
		const [head, name = ''] = arrow;
		if (name === '' || !mentions(given.slice(head.length), name)) yield [match.index, open + all.length];
	}
}

function mentions(body: string, name: string): boolean {
	return new RegExp(`\\b${name}\\b`).test(body);
}

const CLOSING: Record<string, string> = { '(': ')', '{': '}', '[': ']' };

/** From the bracket at `open` to its closing one. */
function enclosed(code: string, open: number): string {
	const stack: string[] = [];
	for (let at = open; at < code.length; at++) {
		const one = code.charAt(at);
		if (one in CLOSING) stack.push(CLOSING[one] ?? '');
		else if (one === stack.at(-1) && stack.pop() && stack.length === 0) return code.slice(open, at + 1);
	}
	return code.slice(open);
}

/** The arguments of a call. */
function split(list: string): string[] {
	const parts = [''];
	let depth = 0;
	for (const one of list) {
		if (one in CLOSING) depth++;
		else if (Object.values(CLOSING).includes(one)) depth--;
		if (one === ',' && depth === 0) parts.push('');
		else parts.push((parts.pop() ?? '') + one);
	}
	return parts;
}

/** The same length and lines, with comments and strings blanked out. */
function withoutComments(text: string): string {
	const blank = (what: string): string => what.replace(/[^\n]/g, ' ');
	return text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'/g, blank);
}
