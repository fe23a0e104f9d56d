import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concat, fromHex, hex, utf8 } from '../base/bytes';
import { prefix } from './hash';
import { contentKey, hiddenKey, seal, SEAL_BYTES, sealNumbered, TAG_BYTES, unseal, unsealNumbered } from './seal';

let key: CryptoKey;
beforeAll(async () => {
	key = await contentKey(fromHex('07'.repeat(32)));
});

describe('sealing', () => {
	it('[C4] opens under the same key, label and context', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.uint8Array(), async (plain, context) => {
				const sealed = await seal(key, 'entry', plain, context);
				expect(sealed).toHaveLength(plain.length + SEAL_BYTES);
				expect(await unseal(key, 'entry', sealed, context)).toEqual({ ok: true, value: plain });
			})
		);
	});

	it('[C4] none of its bits can be changed', async () => {
		const sealed = await seal(key, 'entry', utf8('Guten Tag'), utf8('context'));
		for (let bit = 0; bit < sealed.length * 8; bit++) {
			const damaged = sealed.slice();
			damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			expect((await unseal(key, 'entry', damaged, utf8('context'))).ok, `bit ${bit}`).toBe(false);
		}
	});

	it('[C4] is refused under another key, label or context', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uint8Array({ maxLength: 60 }),
				fc.uint8Array(),
				fc.uint8Array(),
				async (plain, context, other) => {
					fc.pre(hex(context) !== hex(other));
					const sealed = await seal(key, 'entry', plain, context);
					expect((await unseal(key, 'entry', sealed, other)).ok).toBe(false);
					expect((await unseal(key, 'presence', sealed, context)).ok).toBe(false);
					expect((await unseal(await contentKey(fromHex('08'.repeat(32))), 'entry', sealed, context)).ok).toBe(false);
				}
			),
			{ numRuns: 50 }
		);
	});

	it('[C4] refuses what is too short, without throwing', async () => {
		const sealed = await seal(key, 'entry', new Uint8Array());
		for (let length = 0; length < sealed.length; length++) {
			expect((await unseal(key, 'entry', sealed.slice(0, length))).ok).toBe(false);
		}
	});

	it('[C4] never uses a nonce twice', async () => {
		const nonces = await Promise.all(Array.from({ length: 200 }, () => seal(key, 'entry', new Uint8Array())));
		expect(new Set(nonces.map((sealed) => hex(sealed.subarray(0, 12)))).size).toBe(200);
	});

	it('[C4] is the nonce, then AES-256-GCM with label and context as associated data', async () => {
		const sealed = (await seal(key, 'entry', utf8('Guten Tag'), utf8('con'), utf8('text'))) as Uint8Array<ArrayBuffer>;
		const raw = await crypto.subtle.importKey('raw', fromHex('07'.repeat(32)), 'AES-GCM', false, ['decrypt']);
		const additionalData = utf8('\u{12}sofortchat/2/entrycontext');
		const parameters = { name: 'AES-GCM', iv: sealed.slice(0, 12), additionalData, tagLength: 128 };
		const plain = await crypto.subtle.decrypt(parameters, raw, sealed.slice(12));
		expect(new Uint8Array(plain)).toEqual(utf8('Guten Tag'));
	});

	it('[C4] no key can be exported', async () => {
		for (const made of [key, await hiddenKey()]) {
			expect(made.extractable).toBe(false);
			await expect(crypto.subtle.exportKey('raw', made)).rejects.toThrow();
		}
	});
});

describe('sealing under a number', () => {
	it('[C7] opens only under the same key, label, number and context', async () => {
		const plain = utf8('Guten Tag');
		const sealed = await sealNumbered(key, 'chunk', 3, plain, utf8('context'));
		expect(sealed).toHaveLength(plain.length + TAG_BYTES);
		expect(await unsealNumbered(key, 'chunk', 3, sealed, utf8('context'))).toEqual({ ok: true, value: plain });
		const other = await contentKey(fromHex('08'.repeat(32)));
		const wrong = await Promise.all([
			unsealNumbered(other, 'chunk', 3, sealed, utf8('context')),
			unsealNumbered(key, 'entry', 3, sealed, utf8('context')),
			unsealNumbered(key, 'chunk', 4, sealed, utf8('context')),
			unsealNumbered(key, 'chunk', 3, sealed, utf8('Context')),
			unsealNumbered(key, 'chunk', 3, sealed.slice(0, -1), utf8('context')),
			unsealNumbered(key, 'chunk', 3, sealed.slice(0, 5), utf8('context'))
		]);
		expect(wrong.map(({ ok }) => ok)).toEqual([false, false, false, false, false, false]);
		for (let bit = 0; bit < sealed.length * 8; bit++) {
			const damaged = sealed.slice();
			damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			expect((await unsealNumbered(key, 'chunk', 3, damaged, utf8('context'))).ok, `bit ${bit}`).toBe(false);
		}
	});

	it('[C7] is AES-256-GCM with the number as its nonce', async () => {
		const iv = fromHex('000000000000000000010203');
		const additionalData = concat(prefix('chunk'), utf8('context'));
		const body = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, utf8('x'));
		expect(await sealNumbered(key, 'chunk', 0x010203, utf8('x'), utf8('context'))).toEqual(new Uint8Array(body));
	});
});
