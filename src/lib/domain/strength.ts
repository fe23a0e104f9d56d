/** How long it would take to guess a passphrase: a rough, cautious estimate without a word list. */

/** From useless to more than enough. */
export type Strength = 'empty' | 'weak' | 'fair' | 'good' | 'strong';

/** Passphrases below this estimate are refused; in bits. */
const ENOUGH_BITS = 32;
/** Shorter ones are refused too; in UTF-16 units, close to what people count. */
const SHORTEST = 10;

/**
 * The estimate in bits for `passphrase`; `known` is what anybody could try first: the names of the
 * person and the centre. Words count as words; their letters do not add up to noise.
 */
export function bits(passphrase: string, known: readonly string[] = []): number {
	const parts = passphrase.normalize('NFC').match(PARTS) ?? [];
	const seen = new Set<string>();
	const guessed = known.flatMap((text) => text.toLowerCase().match(/\p{L}{3,}|\d{3,}/gu) ?? []);
	const isDense = !parts.some((part) => /^\p{L}{4,}$/u.test(part));
	let sum = 0;
	for (const part of parts) {
		const plain = part.toLowerCase();
		if (seen.has(plain)) {
			sum += 1;
			continue;
		}
		seen.add(plain);
		const isEasy = COMMON.has(plain) || guessed.includes(plain) || isRun(plain);
		sum += isEasy ? 2 : worth(part, isDense);
	}
	return sum;
}

/** Rates `passphrase` for the meter. */
export function rate(passphrase: string, known: readonly string[] = []): Strength {
	if (passphrase === '') return 'empty';
	const estimate = bits(passphrase, known);
	if (passphrase.length < SHORTEST || estimate < ENOUGH_BITS) return 'weak';
	return estimate < 44 ? 'fair' : estimate < 58 ? 'good' : 'strong';
}

/** Whether `passphrase` may protect a counsellor's device. */
export function isEnough(passphrase: string, known: readonly string[] = []): boolean {
	const rated = rate(passphrase, known);
	return rated !== 'empty' && rated !== 'weak';
}

const PARTS = /\p{L}+|\p{N}+|[^\p{L}\p{N}]/gu;
/** One word out of some ten thousand, plus a little for its capitalisation. */
const WORD_BITS = 13;
const ROWS = [
	'abcdefghijklmnopqrstuvwxyz',
	'01234567890123456789',
	'qwertzuiopü',
	'qwertyuiop',
	'asdfghjklöä',
	'yxcvbnm',
	'zxcvbnm'
];
const COMMON = new Set(
	(
		'passwort password passphrase kennwort geheim geheimnis hallo test tester testen admin willkommen beratung berater ' +
		'beraterin beratungsstelle sofortchat chat caritas diakonie schatz sommer winter herbst frühling deutschland berlin ' +
		'hamburg münchen letmein welcome login master liebe ich ist das der die und mein'
	).split(' ')
);

function worth(part: string, isDense: boolean): number {
	const distinct = new Set(part.toLowerCase()).size;
	// "aaaaaaa" is as good as "aa".
	const length = Math.min(part.length, distinct * 2);
	if (/^\p{L}/u.test(part)) {
		const isMixed = /\p{Ll}/u.test(part) && /\p{Lu}/u.test(part.slice(1));
		const perLetter = isDense ? (isMixed ? 5.5 : 4.5) : 2.3;
		return isDense ? length * perLetter : Math.min(WORD_BITS, length * perLetter) + (isMixed ? 2 : 0);
	}
	if (/^\p{N}/u.test(part)) return /^(?:19|20)\d\d$/.test(part) ? 5 : length * 3.3;
	return part.trim() === '' ? 0.5 : isDense ? 4.5 : 2;
}

function isRun(part: string): boolean {
	if (part.length < 3) return false;
	const backwards = [...part].reverse().join('');
	return ROWS.some((row) => row.includes(part) || row.includes(backwards));
}
