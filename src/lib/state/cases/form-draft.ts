/** A form that somebody has begun to fill in, kept sealed on this device until it is saved or discarded. */
import type { Value, Values } from '../../domain/monitoring/fields';
import type { Monitoring } from '../../domain/monitoring/monitorings';
import type { Prefilled } from '../../domain/monitoring/prefill';
import type { Sheets } from '../../domain/monitoring/templates';
import { keepDraft, readDraft } from '../session/drafts';
import { listOf, maybe, readJsonText, shape, text, type Reader } from '../session/json';
import type { FormDraft } from '../contract/cases';
import type { Session } from '../session/session';

const value: Reader<Value> = (raw) => {
	if (typeof raw === 'string' || typeof raw === 'boolean' || typeof raw === 'number') return raw;
	return listOf(text)(raw);
};
const values: Reader<Values> = (raw) => {
	if (typeof raw !== 'object' || raw === null) throw new Error('not fields');
	return Object.fromEntries(Object.entries(raw).map(([id, one]) => [id, value(one)]));
};
const number: Reader<number> = (raw) => {
	if (typeof raw !== 'number') throw new Error('not a number');
	return raw;
};
const kept = shape({
	id: maybe(text),
	saveAs: (raw: unknown) => (typeof raw === 'string' ? raw : ''),
	sheets: listOf(text),
	base: values,
	values,
	filled: listOf(text),
	sinceMs: number,
	untilMs: number,
	isTouched: (raw: unknown) => raw === true
});

/** The key of a stream's drafts, in the vault's table of drafts. */
function keyOf(stream: string, id: string | null): string {
	return `monitoring/${stream}/${id ?? 'new'}`;
}

/** The form of a new monitoring, filled in; `saveAs`: the id to save it under. */
export function newDraft(saveAs: string, { values, filled, volume }: Prefilled, sheets: Sheets): FormDraft {
	const { sinceMs, untilMs } = volume;
	return { id: null, saveAs, sheets, base: {}, values, filled: [...filled], sinceMs, untilMs, isTouched: false };
}

/** The form of a saved monitoring. */
export function draftOf({ id, sheets, values, sinceMs, untilMs }: Monitoring): FormDraft {
	return { id, saveAs: '', sheets, base: values, values, filled: [], sinceMs, untilMs, isTouched: false };
}

/** The draft for a monitoring, or for a new one (`id` null); null if there is none. */
export async function readFormDraft(session: Session, stream: string, id: string | null): Promise<FormDraft | null> {
	const read = readJsonText((await readDraft(session, keyOf(stream, id))) ?? '', kept);
	return read.ok ? read.value : null;
}

/** Keeps a draft; false if the device cannot. */
export function keepFormDraft(session: Session, stream: string, draft: FormDraft): Promise<boolean> {
	return keepDraft(session, keyOf(stream, draft.id), JSON.stringify(draft));
}

/** Discards a draft. */
export function dropFormDraft(session: Session, stream: string, id: string | null): Promise<boolean> {
	return keepDraft(session, keyOf(stream, id), '');
}
