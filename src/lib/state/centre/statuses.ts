/** A status as JSON in the reception, and the choices behind it in the desk, both read back with care. */
import { byteLength } from '../../domain/text';
import {
	AVAILABILITIES,
	absenceText,
	MAX_AWAY,
	type Availability,
	type Choice,
	type Interval,
	type Status
} from '../../domain/availability';
import { listOf, maybe, readJsonText, shape, text, type Reader } from '../session/json';

/** All statuses have the same length: the relay must not see whether somebody is away. */
const PADDED_BYTES = 6 * 1024;

const time: Reader<number> = (value) => {
	if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Error('not a time');
	return value as number;
};
const availability: Reader<Availability> = (value) => {
	const known = AVAILABILITIES.find((one) => one === value);
	if (!known) throw new Error('not an availability');
	return known;
};
const absence: Reader<string> = (value) => absenceText(text(value));
const choice = { availability, sinceMs: time, atMs: time, absence };
const interval: Reader<Interval> = shape({ fromMs: time, toMs: maybe(time) });
const status: Reader<Status> = shape({ ...choice, away: listOf(interval) });
const choices: Reader<readonly Choice[]> = listOf(shape(choice));

/** The status in a reception value, or null. */
export function readStatus(value: string): Status | null {
	const read = readJsonText(value, status);
	return read.ok ? { ...read.value, away: read.value.away.slice(-MAX_AWAY) } : null;
}

/** A status as the reception keeps it, padded. */
export function statusValue(of: Status): string {
	const json = JSON.stringify(of);
	return json + ' '.repeat(Math.max(0, PADDED_BYTES - byteLength(json)));
}

/** The choices that one of her devices noted; none if the note is not such a list. */
export function readChoices(noted: unknown): readonly Choice[] {
	const read = readJsonText(typeof noted === 'string' ? noted : '', choices);
	return read.ok ? read.value : [];
}
