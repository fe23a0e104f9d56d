/** Texts that consist of a few emoji, which are shown large. */
import { graphemes } from './graphemes';

/** More than this is ordinary text. */
const MOST = 6;
const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\u{FE0F}?\u{20E3})/u;
/** Shown as text unless followed by the character that requests the picture: ©, ™, ↔ … */
const TEXT_BY_DEFAULT = /^(?!\p{Emoji_Presentation})(?!.*\u{FE0F})/u;

/** Whether `text` is one to six emoji (a family of four is one), ignoring spaces. */
export function isEmojiOnly(text: string): boolean {
	const bare = text.replace(/\s/gu, '');
	// A long text cannot be: no need to segment it.
	if (bare === '' || bare.length > MOST * 32) return false;
	let count = 0;
	for (const segment of graphemes(bare)) {
		const isKeycapOrFlag = /^(?:\p{Regional_Indicator}|[0-9#*])/u.test(segment);
		if (!EMOJI.test(segment) || (!isKeycapOrFlag && TEXT_BY_DEFAULT.test(segment))) return false;
		if (++count > MOST) return false;
	}
	return true;
}
