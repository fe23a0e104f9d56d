/** The product's cryptography beside two other implementations (tests/vectors/making.ts); e2e/vectors.spec.ts has browsers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failing } from './vectors/checking';
import { makeVectors } from './vectors/making';
import type { Vector } from './vectors/vector';

const FILE = join(import.meta.dirname, 'corpus/vectors.json');
const asText = (vectors: readonly Vector[]): string =>
	`[\n${vectors.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`;

it('the vectors are what the other implementations say', () => {
	if (process.env['MAKE_VECTORS']) writeFileSync(FILE, asText(makeVectors()));
	expect(readFileSync(FILE, 'utf8')).toBe(asText(makeVectors()));
});

it('[C1] [C2] [C3] [C4] [C5] [C7] [C8] the product says the same, to every one of them', async () => {
	const vectors = JSON.parse(readFileSync(FILE, 'utf8')) as Vector[];
	expect(vectors.length).toBeGreaterThan(150);
	expect(await failing(vectors)).toEqual([]);
});
