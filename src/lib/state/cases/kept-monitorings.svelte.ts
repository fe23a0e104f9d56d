/** The monitorings of one stream as this device keeps them: the list, and changes to each. */
import type * as Y from 'yjs';
import { asId, type DocumentId } from '../../base/ids';
import { Refusal } from '../../base/fault';
import {
	erase,
	hasRemains,
	isGone,
	readMonitoring,
	writeFields,
	writeMade
} from '../../domain/monitoring/case-document';
import { settled } from '../../domain/monitoring/check';
import { isSameValue } from '../../domain/monitoring/fields';
import { changesBetween, newestFirst, type Monitoring } from '../../domain/monitoring/monitorings';
import { Errand } from '../session/errand';
import type { FormDraft } from '../contract/cases';
import type { OpenSpace } from '../session/open-space';
import { asOne, documentsOf, type CaseDocument, type Cases } from './cases';

/** See the header. Reactive: `all`, `isLoaded`. */
export class KeptMonitorings {
	/** Newest first. */
	all = $state.raw<readonly Monitoring[]>([]);
	/** False until the list has been read from this device. */
	isLoaded = $state(false);
	#spaces: readonly OpenSpace[] = [];
	readonly #reading = new Errand(() => this.#read());
	readonly #stop: () => void;

	constructor(
		readonly cases: Cases,
		readonly stream: string,
		/** This counsellor's own identity. */
		readonly me: string
	) {
		this.#stop = cases.listen(() => void this.look());
	}

	find(id: string): Monitoring | null {
		return this.all.find((one) => one.id === id) ?? null;
	}

	/** Reads them again; resolves when that is done. */
	look(): Promise<void> {
		return this.#reading.look();
	}

	/** Writes a new one into the stream's own case. Rejects with a `Fault`. */
	async create(id: string, { sheets, values, sinceMs, untilMs }: FormDraft): Promise<void> {
		const { me } = this;
		const home = await this.cases.home(this.stream);
		const fields = new Map(Object.entries(settled(sheets, values)));
		await home.write(
			(doc, { ms, count, feed }) => {
				writeMade(doc, { sheets, by: me, ms, since: sinceMs, until: untilMs });
				writeFields(doc, fields, { by: me, ms, count, writer: feed }, true);
			},
			{ document: asId<DocumentId>(id) }
		);
	}

	/** Writes only what a form has changed. Rejects with 'monitoring-gone' or a `Fault`. */
	async update(id: string, { sheets, base, values }: FormDraft): Promise<void> {
		const { me } = this;
		const place = this.#documents().find((one) => one.id === id && !isGone(one.doc));
		if (!place) throw new Refusal('monitoring-gone');
		const changes = changesBetween(base, settled(sheets, values), isSameValue);
		await place.opened.write(
			(doc, { ms, count, feed }) => {
				if (isGone(doc)) throw new Refusal('monitoring-gone');
				writeFields(doc, changes, { by: me, ms, count, writer: feed });
			},
			{ document: asId<DocumentId>(id) }
		);
	}

	/** Deletes one everywhere. Rejects with a `Fault`. */
	async erase(id: string): Promise<void> {
		const { me } = this;
		for (const { opened } of this.#documents().filter((one) => one.id === id))
			await opened.write(
				(doc, { ms }) => {
					erase(doc, { by: me, ms });
				},
				{ document: asId<DocumentId>(id) }
			);
	}

	/** Stops everything it started. */
	stop(): void {
		this.#stop();
		this.#reading.stop();
	}

	#documents(): readonly CaseDocument[] {
		return documentsOf(this.#spaces);
	}

	async #read(): Promise<boolean> {
		this.#spaces = await this.cases.open(this.stream);
		const found = new Map<string, CaseDocument[]>();
		for (const place of this.#documents()) found.set(place.id, [...(found.get(place.id) ?? []), place]);
		const whole = [...found].map(([id, places]) => ({ id, places, doc: asOne(places.map(({ doc }) => doc)) }));
		this.all = newestFirst(whole.flatMap(({ id, doc }) => readMonitoring(id, doc) ?? []));
		this.isLoaded = true;
		// Deleted in one place, while deleting elsewhere was cut off or somebody has written meanwhile.
		for (const { id, places, doc } of whole) {
			const gone = isGone(doc);
			if (!gone) continue;
			const erased = (copy: Y.Doc): void => {
				erase(copy, gone);
			};
			for (const place of places)
				if (!isGone(place.doc) || hasRemains(place.doc))
					await place.opened.write(erased, { document: asId<DocumentId>(id) });
		}
		return true;
	}
}
