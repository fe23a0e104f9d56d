import { describe, expect, it } from 'vitest';
import { fromHex, hex, utf8 } from '../base/bytes';
import { PASSPHRASE_COST, stretch } from './passphrase';

const COST = { memoryKiB: 64, passes: 2 };
const salt = fromHex('00112233445566778899aabbccddeeff');

describe('stretching', () => {
	it('[C6] is Argon2id with one lane', async () => {
		// The reference implementation: argon2 somesalt -id -t 2 -m 8 -p 1 -l 32
		const reference = '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe';
		expect(hex(await stretch('password', utf8('somesalt'), { memoryKiB: 256, passes: 2 }))).toBe(reference);
	});

	it('[C6] treats differently composed forms of a text as the same', async () => {
		const composed = await stretch('K\u{f6}ln', salt, COST);
		expect(await stretch('Ko\u{308}ln', salt, COST)).toEqual(composed);
		expect(await stretch('Koln', salt, COST)).not.toEqual(composed);
	});

	it('[C6] depends on salt and cost', async () => {
		const made = await Promise.all([
			stretch('ein Satz', salt, COST),
			stretch('ein Satz', salt.slice().reverse(), COST),
			stretch('ein Satz', salt, { ...COST, passes: 3 }),
			stretch('ein Satz', salt, { ...COST, memoryKiB: 128 })
		]);
		expect(new Set(made.map(hex)).size).toBe(4);
	});

	it('[C6] costs at least what RFC 9106 recommends', () => {
		expect(PASSPHRASE_COST.memoryKiB).toBeGreaterThanOrEqual(64 * 1024);
		expect(PASSPHRASE_COST.passes).toBeGreaterThanOrEqual(3);
	});
});
