/** Small documents made on the spot: a text, a PDF, a picture. */
import { crc32, deflateSync } from 'node:zlib';

/** A document with its sender's description of it. */
export interface Paper {
	readonly content: Blob;
	readonly meta: {
		readonly name: string;
		readonly type: string;
		readonly width?: number;
		readonly height?: number;
		readonly preview?: Uint8Array;
	};
}

/** A list as plain text. */
export function textPaper(): Paper {
	const lines = [
		'Meine Liste',
		'',
		'1. Fenster auf',
		'2. Tee',
		'3. Zehn Minuten um den Block',
		'4. Eine Sache erledigen'
	];
	return { content: new Blob([lines.join('\r\n')]), meta: { name: 'Meine Liste.txt', type: 'text/plain' } };
}

/** A page with two lines. */
export function pdfPaper(): Paper {
	const drawing =
		'BT /F1 20 Tf 60 760 Td (Haushaltsplan) Tj 0 -32 Td /F1 12 Tf (Einnahmen, Ausgaben, was uebrig bleibt) Tj ET';
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
		`<< /Length ${String(drawing.length)} >>\nstream\n${drawing}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
	];
	let body = '%PDF-1.4\n';
	const offsets = objects.map((object, i) => {
		const at = body.length;
		body += `${String(i + 1)} 0 obj\n${object}\nendobj\n`;
		return `${String(at).padStart(10, '0')} 00000 n \n`;
	});
	const size = String(objects.length + 1);
	const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`;
	const pdf = `${body}${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${String(body.length)}\n%%EOF\n`;
	return { content: new Blob([pdf]), meta: { name: 'Haushaltsplan.pdf', type: 'application/pdf' } };
}

/** Evening over a lake: small enough to be its own preview. */
export function picturePaper(): Paper {
	const [width, height] = [240, 160];
	const rows = Buffer.alloc((width * 3 + 1) * height);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const isSun = (x - 165) ** 2 + (y - 88) ** 2 < 400 && y < 96;
			const sky = [90 + y, 110 + Math.floor(y / 2), 190 - y];
			const lake = [40, 80 + Math.floor((height - y) / 2), 120 + ((y * 7) % 23)];
			rows.set(isSun ? [255, 214, 130] : y < 96 ? sky : lake, y * (width * 3 + 1) + 1 + x * 3);
		}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 2, 0, 0, 0], 8);
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	const png = Buffer.concat([
		signature,
		part('IHDR', header),
		part('IDAT', deflateSync(rows)),
		part('IEND', Buffer.alloc(0))
	]);
	const preview = new Uint8Array(png);
	return {
		content: new Blob([preview]),
		meta: { name: 'Abend am See.png', type: 'image/png', width, height, preview }
	};
}

function part(type: string, data: Buffer): Buffer {
	const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	sum.writeUInt32BE(crc32(content));
	return Buffer.concat([length, content, sum]);
}
