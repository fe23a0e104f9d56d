/** The file name of an export. */
import { graphemes } from '../graphemes';
import { byteLength, clean } from '../text';

/** The most bytes of the stream's name: file systems hold 255 in all. */
const MOST_BYTES = 120;

/** `Stream_<name>_<JJJJ-MM-TT>.<ending>`, safe on every file system. `day` is `JJJJ-MM-TT`. */
export function exportName(stream: string, day: string, ending: 'csv' | 'xlsx' | 'zip'): string {
	return `Stream_${safePart(stream)}_${day}.${ending}`;
}

/** `text` as part of a file name: without what some file system refuses or nobody sees. */
function safePart(text: string): string {
	const plain = clean(text)
		.normalize('NFC')
		.replace(/[\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu, '')
		.replace(/[<>:"/\\|?*\u{FFFD}]/gu, '_')
		.replace(/[\s_]+/gu, (gap) => (gap.includes('_') ? '_' : ' '));
	const short = shortened(plain).replace(/^[\s._~-]+|[\s._~-]+$/gu, '');
	return short === '' ? 'ohne-Namen' : short;
}

function shortened(text: string): string {
	let short = '';
	for (const segment of graphemes(text)) {
		if (byteLength(short) + byteLength(segment) > MOST_BYTES) break;
		short += segment;
	}
	return short;
}
