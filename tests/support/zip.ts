/** A small reader of stored .zip archives, independent of the writer: it rejects whatever does not fit together. */
import { crc32 } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const UTF8 = 1 << 11;

/** One file of an archive, in order. */
export interface Unpacked {
	readonly name: string;
	readonly bytes: Buffer;
}

/** All files of a .zip; throws at the first violation. */
export function readZip(zip: Buffer): Unpacked[] {
	const end = zip.length - 22;
	if (zip.readUInt32LE(end) !== END) throw new Error('no end of the directory');
	const count = zip.readUInt16LE(end + 10);
	const found: Unpacked[] = [];
	let at = zip.readUInt32LE(end + 16);
	for (let i = 0; i < count; i++) {
		if (zip.readUInt32LE(at) !== ENTRY) throw new Error('no entry of the directory');
		if (zip.readUInt16LE(at + 10) !== 0) throw new Error('not stored');
		if ((zip.readUInt16LE(at + 8) & UTF8) === 0) throw new Error('a name that is not UTF-8');
		const [crc, size] = [zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 24)];
		const nameLength = zip.readUInt16LE(at + 28);
		const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
		const local = zip.readUInt32LE(at + 42);
		if (zip.readUInt32LE(local) !== LOCAL) throw new Error('no file where the directory has one');
		if (zip.toString('utf8', local + 30, local + 30 + nameLength) !== name) throw new Error('two names for one file');
		const start = local + 30 + nameLength + zip.readUInt16LE(local + 28);
		const bytes = zip.subarray(start, start + size);
		if (crc32(bytes) !== crc) throw new Error(`damaged: ${name}`);
		found.push({ name, bytes });
		at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
	}
	if (at !== end) throw new Error('a directory of another length');
	return found;
}
