/** Asks the product for each vector. Runs in Node and in a page. */
import { concat, fromHex, hex, utf8 } from '../../src/lib/base/bytes';
import { derive } from '../../src/lib/crypto/derive';
import { hash, hashLarge } from '../../src/lib/crypto/hash';
import { openSealed, sealingKey, sealTo } from '../../src/lib/crypto/hpke';
import { mac } from '../../src/lib/crypto/mac';
import { contentKey, seal, sealNumbered, unseal, unsealNumbered } from '../../src/lib/crypto/seal';
import { sign, signingKey, verify } from '../../src/lib/crypto/sign';
import type { Vector } from './vector';

/** The vectors that do not hold, with what came instead. */
export async function failing(vectors: readonly Vector[]): Promise<readonly string[]> {
	const failed: string[] = [];
	for (const vector of vectors) {
		const said = await answer(vector).catch((error: unknown) => `threw ${String(error)}`);
		if (said !== vector.is) failed.push(`${vector.kind}, ${vector.what}: ${String(said)}`);
	}
	return failed;
}

async function answer(vector: Vector): Promise<string | boolean | null> {
	const { label } = vector;
	const parts = vector.parts.map(fromHex);
	switch (vector.kind) {
		case 'hash': {
			const here = hex(hash(label, ...parts));
			return here === hex(await hashLarge(label, concat(...parts))) ? here : 'another hash from the platform';
		}
		case 'derive':
			return hex(derive(fromHex(vector.secret), label, concat(...parts)));
		case 'mac':
			return hex(mac(fromHex(vector.key), label, ...parts));
		case 'unseal': {
			const key = await contentKey(fromHex(vector.key));
			const again = await unseal(key, label, await seal(key, label, utf8('neu'), ...parts), ...parts);
			if (!again.ok) return 'its own sealing does not open';
			return text(await unseal(key, label, fromHex(vector.sealed), ...parts));
		}
		case 'unsealNumbered': {
			const key = await contentKey(fromHex(vector.key));
			const plain = await unsealNumbered(key, label, vector.number, fromHex(vector.sealed), ...parts);
			if (!plain.ok) return null;
			const again = await sealNumbered(key, label, vector.number, plain.value, ...parts);
			return hex(again) === vector.sealed ? hex(plain.value) : 'sealed otherwise';
		}
		case 'sign': {
			const key = await signingKey(fromHex(vector.seed));
			if (hex(key.publicKey) !== vector.publicKey) return `of another key: ${hex(key.publicKey)}`;
			return hex(await sign(key, label, ...parts));
		}
		case 'verify':
			return verify(fromHex(vector.publicKey), fromHex(vector.signature), label, ...parts);
		case 'openSealed': {
			const key = await sealingKey(fromHex(vector.seed));
			if (hex(key.publicKey) !== vector.publicKey) return 'of another key';
			const again = await openSealed(key, label, await sealTo(key.publicKey, label, utf8('neu'), ...parts), ...parts);
			if (!again.ok) return 'its own sealing does not open';
			return text(await openSealed(key, label, fromHex(vector.sealed), ...parts));
		}
	}
}

function text(opened: Awaited<ReturnType<typeof unseal>>): string | null {
	return opened.ok ? hex(opened.value) : null;
}
