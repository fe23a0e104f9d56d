/** What the list says about cases that nobody has open: kept sealed on this device, updated when a case is read. */
import { fromUtf8, utf8 } from '../../base/bytes';
import { passOver } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import { readMonitoring } from '../../domain/monitoring/case-document';
import { caseMark, reminderOf, type CaseMark, type Reminder } from '../../domain/monitoring/reminders';
import type { Held } from '../../sync/space/held';
import { Errand } from '../session/errand';
import { listOf, maybe, readJsonText, shape, text, truth, type Reader } from '../session/json';
import { isOf, madeFrom, type Made } from '../session/made';
import type { Session } from '../session/session';
import type { OpenSpace } from '../session/open-space';

/** Its row in the vault's table of pages. */
const ROW = 'case-marks';
/** Many cases arriving at once are kept in one go. */
const KEEP_MS = 1_000;

const number: Reader<number> = (raw) => {
	if (typeof raw !== 'number') throw new Error('not a number');
	return raw;
};
const heads: Reader<Readonly<Record<string, number>>> = (raw) => {
	if (typeof raw !== 'object' || raw === null) throw new Error('not heads');
	return Object.fromEntries(Object.entries(raw).map(([feed, seq]) => [feed, number(seq)]));
};
const made: Reader<Made> = shape({ heads, records: number, outbox: number, owes: truth });
const mark: Reader<CaseMark> = shape({ untilMs: number, madeMs: number, next: text });
const kept = listOf(shape({ space: text, stream: text, mark: maybe(mark), made }));

interface Kept {
	readonly space: string;
	readonly stream: string;
	/** Null while nothing is recorded there. */
	readonly mark: CaseMark | null;
	readonly made: Made;
}

/** See the header. Reactive: `remind`. */
export class CaseMarks {
	#all = $state.raw<ReadonlyMap<string, Kept>>(new Map());
	readonly #byStream = $derived.by(() => {
		const found = new Map<string, CaseMark[]>();
		for (const { stream, mark } of this.#all.values())
			if (mark) found.set(stream, [...(found.get(stream) ?? []), mark]);
		return found;
	});
	/** Cases whose marks this tab has read but not kept yet. */
	readonly #unkept = new Set<string>();
	/** Cases of which another tab has kept a mark since. */
	readonly #doubted = new Set<string>();
	readonly #stop: () => void;
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #keeping = new Errand(() => this.#keep());
	readonly #loaded: Promise<void>;

	constructor(readonly session: Session) {
		this.#loaded = this.#load();
		this.#stop = session.on((event) => {
			if (event.kind === 'told') this.#doubted.add(event.space);
		});
	}

	/** A stream's reminder, from the ends of its contacts. If nobody ever recorded anything, nothing is missing. */
	remind(stream: string, ends: readonly number[], today: string): Reminder {
		return reminderOf(this.#byStream.size === 0 ? [] : ends, this.#byStream.get(stream) ?? [], today);
	}

	/** Whether a case's mark was made from anything but the vault's content; another tab may have read it. SPEC.md Z1. */
	async isStale(space: SpaceId, held: Held): Promise<boolean> {
		await this.#loaded;
		const isShown = isOf(this.#all.get(space)?.made, held);
		if (held.records === 0 || (isShown && !this.#doubted.has(space))) return false;
		const there = (await this.#read()).get(space);
		this.#doubted.delete(space);
		if (there && isOf(there.made, held)) this.#all = new Map(this.#all).set(space, there);
		// The other tabs read what is kept.
		else if (isShown) this.#keepSoon(space);
		else return true;
		return false;
	}

	/** Takes the mark of an open case. */
	async note(stream: string, { space }: OpenSpace): Promise<void> {
		await this.#loaded;
		const documents = [...space.documents];
		const mark = caseMark(documents.flatMap(([id, { doc }]) => readMonitoring(id, doc) ?? []));
		const now: Kept = { space: space.id, stream, mark, made: madeFrom(space, false) };
		if (JSON.stringify(this.#all.get(space.id)) === JSON.stringify(now)) return;
		this.#all = new Map(this.#all).set(space.id, now);
		this.#keepSoon(space.id);
	}

	/** Stops everything it started. What is not kept yet will be read again. */
	stop(): void {
		this.#stop();
		clearTimeout(this.#timer);
		this.#keeping.stop();
	}

	#keepSoon(space: string): void {
		this.#unkept.add(space);
		this.#timer ??= setTimeout(() => void this.#keeping.look(), KEEP_MS);
	}

	async #load(): Promise<void> {
		this.#all = (await this.#read().catch(passOver('storage-unreadable', 'storage-missing'))) ?? new Map();
	}

	/** What any tab has kept. */
	async #read(): Promise<ReadonlyMap<string, Kept>> {
		const row = await this.session.rows.get('pages', ROW);
		const read = row.ok && row.value ? readJsonText(fromUtf8(row.value), kept) : null;
		return new Map(read?.ok ? read.value.map((one) => [one.space, one]) : []);
	}

	/** Keeps what this tab has read alongside what others have, and tells them. */
	async #keep(): Promise<boolean> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const { rows } = this.session;
		const others = await this.#read();
		const mine = [...this.#unkept].flatMap((space) => this.#all.get(space) ?? []);
		const all = new Map([...this.#all, ...others, ...mine.map((one) => [one.space, one] as const)]);
		await rows.vault.commit([await rows.put('pages', ROW, utf8(JSON.stringify([...all.values()])))]);
		for (const one of mine) {
			if (this.#all.get(one.space) === one) this.#unkept.delete(one.space);
			this.session.tell(one.space as SpaceId);
		}
		return true;
	}
}
