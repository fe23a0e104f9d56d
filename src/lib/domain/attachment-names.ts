/**
 * An attachment's name, on the screen and on the downloader's disk. A name comes from somebody else's
 * device and is never trusted: no path, no hidden direction, no reserved word.
 */
import { fromUtf8, utf8 } from '../base/bytes';
import { beginning, graphemes } from './graphemes';
import { byteLength } from './text';

/** The longest name in UTF-16 units, extension included. */
export const MOST_UNITS = 120;
/** Common disks take at most 255; a browser may add a number. */
const MOST_NAME_BYTES = 240;
const LONGEST_ENDING = 16;

/** Controls and characters that turn or hide text; joiners stay, scripts and emoji need them. */
const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\ufe00-\ufe0e\u115f\u1160\u3164\uffa0]/gu;
/** Names that Windows reserves for devices, whatever follows a dot. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=$|[ .])/i;

/** The displayed name: its last part only, visible characters, at most 120 of them, the extension kept. */
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

/** The file name on disk: as displayed, without what a file system treats specially. */
export function downloadName(name: string, unnamed = 'Datei'): string {
	const safe = shownName(name, unnamed).replace(/[<>:"|?*]/g, '_');
	return /^[.-]/.test(safe) || RESERVED.test(safe) ? shortened(`_${safe}`) : safe;
}

/** The true extension, in lower case and without its dot; '' when there is none. */
export function endingOf(name: string): string {
	return /\.([\p{L}\p{N}_-]{1,16})$/u.exec(shownName(name))?.[1]?.toLowerCase() ?? '';
}

/** Whether opening it may run something: the downloader is warned. */
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

/** Cuts the stem at what people see as characters, before the extension. */
function shortened(name: string): string {
	if (name.length <= MOST_UNITS && byteLength(name) <= MOST_NAME_BYTES) return name;
	const dot = name.lastIndexOf('.');
	const ending = dot > 0 && name.length - dot <= LONGEST_ENDING + 1 ? name.slice(dot) : '';
	const units = MOST_UNITS - ending.length;
	const bytes = MOST_NAME_BYTES - byteLength(ending);
	let stem = '';
	// A character may be long; the text far beyond is ignored.
	for (const segment of graphemes(beginning(name.slice(0, name.length - ending.length), MOST_UNITS * 4))) {
		if (stem.length + segment.length > units || byteLength(stem + segment) > bytes) break;
		stem += segment;
	}
	return `${stem.trimEnd()}${ending}` || wellFormed(beginning(name, MOST_UNITS));
}

/** Lone surrogates become U+FFFD. */
function wellFormed(text: string): string {
	return fromUtf8(utf8(text));
}
