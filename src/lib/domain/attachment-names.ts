/**
 * What an attachment is called, on the screen and on the disk of whoever downloads it. A name comes from
 * somebody else's device and is believed in nothing: no path, no hidden direction, no reserved word.
 */
import { fromUtf8, utf8 } from '../base/bytes';
import { beginning, graphemes } from './graphemes';
import { byteLength } from './text';

/** The longest name, in UTF-16 units, its ending included. */
export const MOST_UNITS = 120;
/** The longest that common disks take is 255; a browser may add a number. */
const MOST_NAME_BYTES = 240;
const LONGEST_ENDING = 16;

/** Controls and what turns or hides letters; joiners stay, scripts and emoji need them. */
const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\ufe00-\ufe0e\u115f\u1160\u3164\uffa0]/gu;
/** Names that Windows keeps for devices, whatever follows behind a dot. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=$|[ .])/i;

/** The name as it is shown: its last part alone, letters that everybody sees, at most 120 of them, its ending kept. */
export function shownName(name: string, unnamed = 'Datei'): string {
	const last = wellFormed(name)
		.split(/[/\\]/)
		.findLast((part) => /[^\s.]/u.test(part.replace(HIDDEN, '')));
	const clean = (last ?? '')
		.replace(/\s+/gu, ' ')
		.replace(HIDDEN, '')
		.normalize('NFC')
		.replace(/ +/g, ' ')
		.replace(/^ +|[. ]+$/g, '');
	return clean === '' ? unnamed : shortened(clean);
}

/** The name under which it is put on a disk: as shown, without what a file system takes for its own. */
export function downloadName(name: string, unnamed = 'Datei'): string {
	const safe = shownName(name, unnamed).replace(/[<>:"|?*]/g, '_');
	return /^[.-]/.test(safe) || RESERVED.test(safe) ? shortened(`_${safe}`) : safe;
}

/** The true ending, in small letters and without its dot; '' when there is none. */
export function endingOf(name: string): string {
	return /\.([\p{L}\p{N}_-]{1,16})$/u.exec(shownName(name))?.[1]?.toLowerCase() ?? '';
}

/** Whether opening it may run something: whoever downloads it is warned. */
export function isDangerous(name: string): boolean {
	return DANGEROUS.has(endingOf(name));
}

const DANGEROUS = new Set(
	(
		'ade adp apk app appimage application appref-ms appx appxbundle bat cab chm cmd com command cpl crx deb desktop ' +
		'diagcab dll dmg docm dotm elf exe gadget hlp hta htm html img inf ins iqy iso isp jar jnlp js jse ksh lib ' +
		'library-ms lnk mad maf mam mda mdb mde mht mhtml mjs msc msh msi msix msp mst oqy pif pkg pl potm ppam ppsm ' +
		'pptm ps1 ps2 psm1 py pyw rb reg rpm run scf scr sct search-ms settingcontent-ms sh shb shs shtml slk sldm ' +
		'svg svgz swf sys url vb vbe vbs vhd vhdx vsmacros webloc website wll workflow ws wsc wsf wsh xbap xht xhtml ' +
		'xla xlam xll xlsm xltm xml xps xsl zsh'
	).split(' ')
);

/** Cut by what people see as letters, before the ending. */
function shortened(name: string): string {
	if (name.length <= MOST_UNITS && byteLength(name) <= MOST_NAME_BYTES) return name;
	const dot = name.lastIndexOf('.');
	const ending = dot > 0 && name.length - dot <= LONGEST_ENDING + 1 ? name.slice(dot) : '';
	const units = MOST_UNITS - ending.length;
	const bytes = MOST_NAME_BYTES - byteLength(ending);
	let stem = '';
	// A letter may be long; what is far beyond is not looked at.
	for (const segment of graphemes(beginning(name.slice(0, name.length - ending.length), MOST_UNITS * 4))) {
		if (stem.length + segment.length > units || byteLength(stem + segment) > bytes) break;
		stem += segment;
	}
	return `${stem.trimEnd()}${ending}` || wellFormed(beginning(name, MOST_UNITS));
}

/** Lone halves of pairs become U+FFFD. */
function wellFormed(text: string): string {
	return fromUtf8(utf8(text));
}
