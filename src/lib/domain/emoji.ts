/** Texts of a few emoji and nothing else, which are shown large. */
import { graphemes } from './graphemes';

/** More than this is a text. */
const MOST = 6;
const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\u{FE0F}?\u{20E3})/u;
/** Shown as letters unless followed by the sign that asks for the picture: ©, ™, ↔ … */
const TEXT_BY_DEFAULT = /^(?!\p{Emoji_Presentation})(?!.*\u{FE0F})/u;

/** Whether `text` is one to six emoji (a family of four is one), spaces aside. */
export function isEmojiOnly(text: string): boolean {
	const bare = text.replace(/\s/gu, '');
	// A long one cannot be: no need to cut it up.
	if (bare === '' || bare.length > MOST * 32) return false;
	let count = 0;
	for (const segment of graphemes(bare)) {
		const isKeycapOrFlag = /^(?:\p{Regional_Indicator}|[0-9#*])/u.test(segment);
		if (!EMOJI.test(segment) || (!isKeycapOrFlag && TEXT_BY_DEFAULT.test(segment))) return false;
		if (++count > MOST) return false;
	}
	return true;
}
