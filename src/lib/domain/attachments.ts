/**
 * Attachments of a stream: how a message refers to one, its kind, who may erase it, and which are
 * erased. Name, size and picture are in the sealed blob, not in the message: erasing the blob erases them.
 */
import { endingOf } from './attachment-names';

/** Where an attachment is and what opens it, as carried by its message. */
export interface AttachmentRef {
	/** The blob's id: 64 hex digits. */
	readonly blob: string;
	/** The attachment's own key: 32 bytes as base64url. */
	readonly key: string;
}

/** An attachment's kind by its extension: chooses an icon, never a right. */
export type AttachmentKind = 'image' | 'pdf' | 'text' | 'table' | 'audio' | 'video' | 'archive' | 'other';

/** The kind of an attachment with this name. */
export function kindOf(name: string): AttachmentKind {
	return KINDS.get(endingOf(name)) ?? 'other';
}

const KINDS = new Map<string, AttachmentKind>(
	Object.entries({
		image: 'avif bmp gif heic heif jpeg jpg png tif tiff webp',
		pdf: 'pdf',
		text: 'doc docx md odt pages rtf txt',
		table: 'csv numbers ods tsv xls xlsx',
		audio: 'aac flac m4a mp3 oga ogg opus wav',
		video: 'avi m4v mkv mov mp4 mpeg ogv webm',
		archive: '7z bz2 gz rar tar tgz xz zip'
	}).flatMap(([kind, endings]) => endings.split(' ').map((ending) => [ending, kind as AttachmentKind] as const))
);

/** Who wants to erase an attachment, and whether it is hers. */
export interface Eraser {
	readonly side: 'client' | 'counsellor';
	/** Whether she sent it herself. */
	readonly isAuthor: boolean;
}

/** Counsellors may erase any attachment of the stream, clients only their own. */
export function mayErase({ side, isAuthor }: Eraser): boolean {
	return side === 'counsellor' || isAuthor;
}

/** Which members said which blobs are gone: blob -> members. */
export type GoneBy = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether `author`'s attachment is erased: somebody with the right said so. */
export function isErased(blob: string, author: string, gone: GoneBy, isHost: (member: string) => boolean): boolean {
	for (const member of gone.get(blob) ?? [])
		if (mayErase({ side: isHost(member) ? 'counsellor' : 'client', isAuthor: member === author })) return true;
	return false;
}

/** The items of a stream (oldest first) with an attachment that is not erased, newest first. */
export function newestFirst<T extends { readonly attachment: AttachmentRef | null }>(
	sent: readonly T[],
	isGone: (one: T) => boolean
): T[] {
	return sent.filter((one) => one.attachment !== null && !isGone(one)).reverse();
}

/** A readable size: "0 Byte", "812 kB", "3,4 MB". */
export function sizeText(bytes: number, locale: string): string {
	const whole = Number.isFinite(bytes) ? Math.max(0, bytes) : 0;
	const step = whole < 1000 ? 0 : whole < 1000 * 1024 ? 1 : whole < 1000 * 1024 * 1024 ? 2 : 3;
	const value = whole / 1024 ** step;
	const digits = step === 0 || value >= 100 ? 0 : 1;
	return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${SIZES[step] ?? ''}`;
}
const SIZES = ['Byte', 'kB', 'MB', 'GB'];

const HEX = /^[0-9a-f]{64}$/;
const KEY = /^[A-Za-z0-9_-]{43}$/;

/** The reference carried by a message as `{b, k}`, or null when it is not one. */
export function readAttachment(value: unknown): AttachmentRef | null {
	if (typeof value !== 'object' || value === null) return null;
	const { b, k } = value as Record<string, unknown>;
	return typeof b === 'string' && HEX.test(b) && typeof k === 'string' && KEY.test(k) ? { blob: b, key: k } : null;
}
