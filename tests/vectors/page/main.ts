/** Asks the product for each vector, in whatever browser opens this. */
import vectors from '../../corpus/vectors.json';
import { failing } from '../checking';
import type { Vector } from '../vector';

const failed = await failing(vectors as readonly Vector[]);
const told = document.querySelector('output') ?? document.body;
told.textContent = failed.length === 0 ? `${vectors.length} hold` : failed.join('\n');
