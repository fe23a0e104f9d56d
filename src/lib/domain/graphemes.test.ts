import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type * as Graphemes from './graphemes';

const corpus = JSON.parse(readFileSync(new URL('../../../tests/corpus/messages.json', import.meta.url), 'utf8')) as {
	input: string;
}[];
const FAMILY = '👨‍👩‍👧‍👦';
const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

afterEach(() => {
	vi.unstubAllGlobals();
	vi.resetModules();
});

/** The module in a browser with `Intl.Segmenter`, or without. */
async function here(hasSegmenter: boolean): Promise<typeof Graphemes> {
	vi.resetModules();
	if (!hasSegmenter) vi.stubGlobal('Intl', { ...Intl, Segmenter: undefined });
	return import('./graphemes');
}

describe.each([true, false])('[K3] with grapheme segmentation: %s', (hasSegmenter) => {
	it('the corpus can be cut anywhere without leaving half a pair', async () => {
		const { beginning, firstGraphemes } = await here(hasSegmenter);
		for (const text of [...corpus.map(({ input }) => input), '😀'.repeat(300), `x${FAMILY.repeat(100)}`]) {
			if (LONE.test(text)) continue;
			for (let most = 0; most <= Math.min(text.length, 300); most++) {
				const cut = beginning(text, most);
				expect([cut.length <= most, text.startsWith(cut), LONE.test(cut)]).toEqual([true, true, false]);
				expect(LONE.test(firstGraphemes(text, most))).toBe(false);
			}
		}
	});

	it('a text that is short enough stays as it is', async () => {
		const { beginning, firstGraphemes } = await here(hasSegmenter);
		expect([beginning('Guten Tag', 9), firstGraphemes('Guten Tag', 9)]).toEqual(['Guten Tag', 'Guten Tag']);
		expect([beginning('Guten Tag', 5), firstGraphemes('Guten Tag', 5)]).toEqual(['Guten', 'Guten']);
	});
});

it('[K3] a character of several code points stays whole', async () => {
	const { beginning, firstGraphemes, graphemes } = await here(true);
	expect(beginning(FAMILY.repeat(40), 200)).toBe(FAMILY.repeat(18));
	expect(firstGraphemes(FAMILY.repeat(3), 2)).toBe(FAMILY.repeat(2));
	expect([...graphemes(`a${FAMILY}ü`)]).toEqual(['a', FAMILY, 'ü']);
});

it('[K3] a character longer than the limit is cut after all', async () => {
	const { beginning } = await here(true);
	expect(beginning(`a${'\u0301'.repeat(5_000)}`, 200)).toHaveLength(200);
	expect(beginning(FAMILY, 4)).toHaveLength(3);
});
