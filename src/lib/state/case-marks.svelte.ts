/** What the list says of cases that nobody has open: kept sealed on this device, renewed when a case is read. */
import { fromUtf8, utf8 } from '../base/bytes';
import { Fault } from '../base/fault';
import { readMonitoring } from '../domain/monitoring/case-document';
import { caseMark, reminderOf, type CaseMark, type Reminder } from '../domain/monitoring/reminders';
import { listOf, readJsonText, shape, text, type Reader } from './json';
import type { Opened, Session } from './session';

/** Its row in the vault's table of pages. */
const ROW = 'case-marks';
/** Many cases that come at once are kept at once. */
const KEEP_MS = 1_000;

const number: Reader<number> = (raw) => {
	if (typeof raw !== 'number') throw new Error('not a number');
	return raw;
};
const kept = listOf(shape({ space: text, stream: text, untilMs: number, madeMs: number, next: text }));

interface Kept extends CaseMark {
	readonly space: string;
	readonly stream: string;
}

/** See the header. Reactive: `remind`. */
export class CaseMarks {
	#all = $state.raw<ReadonlyMap<string, Kept>>(new Map());
	readonly #byStream = $derived.by(() => {
		const found = new Map<string, CaseMark[]>();
		for (const mark of this.#all.values()) found.set(mark.stream, [...(found.get(mark.stream) ?? []), mark]);
		return found;
	});
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #loaded: Promise<void>;

	constructor(readonly session: Session) {
		this.#loaded = this.#load();
	}

	/** What a stream's row says, by the ends of its contacts. Where nobody ever recorded anything, nothing is missing either. */
	remind(stream: string, ends: readonly number[], today: string): Reminder {
		return reminderOf(this.#all.size === 0 ? [] : ends, this.#byStream.get(stream) ?? [], today);
	}

	/** Takes what an open case holds. */
	async note(stream: string, { space }: Opened): Promise<void> {
		await this.#loaded;
		const documents = [...space.documents];
		const mark = caseMark(documents.flatMap(([id, { doc }]) => readMonitoring(id, doc) ?? []));
		const before = this.#all.get(space.id);
		const now = mark && { space: space.id, stream, ...mark };
		if (JSON.stringify(before ?? null) === JSON.stringify(now)) return;
		const all = new Map(this.#all);
		if (now) all.set(space.id, now);
		else all.delete(space.id);
		this.#all = all;
		this.#timer ??= setTimeout(() => void this.#keep(), KEEP_MS);
	}

	/** Keeps what is not kept yet, and ends. */
	stop(): void {
		if (this.#timer !== undefined) void this.#keep();
	}

	async #load(): Promise<void> {
		const row = await this.session.parts.rows.get('pages', ROW).catch(() => null);
		const read = row?.ok && row.value ? readJsonText(fromUtf8(row.value), kept) : null;
		if (read?.ok) this.#all = new Map(read.value.map((mark) => [mark.space, mark]));
	}

	async #keep(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const { rows } = this.session.parts;
		try {
			await rows.vault.commit([await rows.put('pages', ROW, utf8(JSON.stringify([...this.#all.values()])))]);
		} catch (error) {
			// made again when the case is read the next time
			if (!(error instanceof Fault)) throw error;
		}
	}
}
