/** The set-up code: its holder founds the centre, once. */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { fromUtf8, utf8 } from '../../src/lib/base/bytes';
import { findFact, putFact } from '../store/rows';
import type { Store, Write } from '../store/store';

/** 32 digits and letters that cannot be mistaken for one another (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The result of trying a code. */
export type Tried = 'right' | 'code-wrong' | 'code-used' | 'too-fast';

/** Keeps the code until the centre is founded, and slows down guessing. */
export class SetupCode {
	readonly #wrong = new Map<string, { tries: number; untilMs: number }>();

	/** `code` null: the centre is founded. */
	constructor(
		private code: string | null,
		readonly now: () => number
	) {}

	/** The code as printed, or null when the centre is founded. */
	get printed(): string | null {
		return this.code;
	}

	/** Tries a code from this address. From the fourth wrong one on, each costs a growing wait. */
	try(address: string, typed: string): Tried {
		if (this.code === null) return 'code-used';
		const wrong = this.#wrong.get(address) ?? { tries: 0, untilMs: 0 };
		if (wrong.untilMs > this.now()) return 'too-fast';
		if (timingSafeEqual(digest(typed), digest(this.code))) return 'right';
		const tries = wrong.tries + 1;
		const waitMs = tries < FREE_TRIES ? 0 : Math.min(MOST_WAIT_MS, 1000 * 2 ** (tries - FREE_TRIES));
		if (this.#wrong.size > 10_000) this.#wrong.clear();
		this.#wrong.set(address, { tries, untilMs: this.now() + waitMs });
		return 'code-wrong';
	}

	/** The write that uses up the code; call `used` when it is on disk. */
	use(): { readonly write: Write; readonly used: () => void } {
		return {
			write: putFact('setup-code', null),
			used: () => {
				this.code = null;
				this.#wrong.clear();
			}
		};
	}
}

const FREE_TRIES = 4;
const MOST_WAIT_MS = 60_000;

/** This store's code: the kept one, a new one, or none when the centre is founded. */
export async function readSetupCode(store: Store, now: () => number): Promise<SetupCode> {
	if (await findFact(store, 'founded-centre')) return new SetupCode(null, now);
	const kept = await findFact(store, 'setup-code');
	if (kept) return new SetupCode(fromUtf8(kept), now);
	const { code, write } = newSetupCode();
	await store.commit([write]);
	return new SetupCode(code, now);
}

/** A fresh code, and the write that stores it. */
export function newSetupCode(): { readonly code: string; readonly write: Write } {
	const code = newCode();
	return { code, write: putFact('setup-code', utf8(code)) };
}

/** Four groups of four, 80 bits. */
function newCode(): string {
	const digits = Array.from({ length: 16 }, () => ALPHABET[randomInt(ALPHABET.length)] ?? '').join('');
	return digits.match(/.{4}/g)?.join('-') ?? '';
}

/** Hashes the intended code: case, spaces, dashes and look-alikes make no difference. */
function digest(typed: string): Buffer {
	const meant = typed
		.toUpperCase()
		.replaceAll('O', '0')
		.replaceAll(/[IL]/g, '1')
		.replaceAll(/[^0-9A-Z]/g, '');
	return createHash('sha256').update(meant).digest();
}
