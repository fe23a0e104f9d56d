/**
 * A transcript as rows under the columns of an export. The words are German in every page language:
 * two devices of one stream write the same bytes. Source: csv.md.
 */
import { cell, cells } from './cells';
import { stamp } from './stamp';
import type { Line, Transcript } from './transcript';

/** The header row. */
export const COLUMNS = [
	'Nr.',
	'Datum',
	'Uhrzeit',
	'Zeitstempel (UTC)',
	'Stream',
	'Art',
	'Von',
	'Rolle',
	'Typ',
	'Nachricht',
	'Dokument',
	'Größe (Byte)',
	'Bearbeitet am',
	'Gelöscht',
	'Status',
	'Nachrichten-ID'
] as const;

/** One row, one cell per column. Numbers are our own; every text has passed `cell`. */
export type Row = readonly (string | number)[];

const KINDS = { message: 'Nachricht', attachment: 'Dokument', event: 'Ereignis' } as const;
const SIDES = { client: 'Klient:in', counsellor: 'Berater:in' } as const;
/** Stands in for a name that this device has not received yet. */
const NOT_HERE = '(noch nicht auf diesem Gerät)';
const REACH = { delivered: 'zugestellt', read: 'gelesen' } as const;

/** All rows, header first, each made on demand. A long text continues in rows of its own. */
export function* rowsOf(transcript: Transcript): Generator<Row> {
	yield COLUMNS;
	let number = 0;
	for (const line of transcript.lines) {
		number++;
		const [first = '', ...more] = cells(line.text);
		yield row(transcript, line, number, first, false);
		for (const text of more) yield row(transcript, line, number, text, true);
	}
}

function row(transcript: Transcript, line: Line, number: number, text: string, isContinued: boolean): Row {
	const { kind, author, atMs, attachment, goneAtMs, reach, id } = line;
	const { date, time, utc } = stamp(atMs);
	const who = transcript.authors.get(author);
	const type = KINDS[kind];
	const sent = isContinued ? null : attachment;
	const isUnknown = kind === 'attachment' && !attachment && goneAtMs === null && !isContinued;
	return [
		number,
		cell(date),
		cell(time),
		cell(utc),
		cell(transcript.name),
		transcript.kind === 'group' ? 'Gruppe' : 'Einzel',
		cell(who?.name ?? ''),
		who ? SIDES[who.side] : '',
		isContinued ? `${type} (Fortsetzung)` : type,
		text,
		isUnknown ? NOT_HERE : cell(sent?.name ?? ''),
		sent ? sent.bytes : '',
		// A text cannot be changed after it was sent.
		'',
		goneAtMs === null ? '' : cell(moment(goneAtMs)),
		reach === null ? '' : REACH[reach],
		cell(id)
	];
}

function moment(ms: number): string {
	const { date, time } = stamp(ms);
	return `${date} ${time}`;
}
