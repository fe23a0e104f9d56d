/** The left column: which of the two lists it shows, the search in it, and its order. */
import { DESK, type OwnRecord } from '../../domain/tables/desk';
import { filter, NEWEST_FIRST, sort } from '../../domain/rows';
import { isoDay } from '../../domain/time';
import type { Sorting, StreamList, StreamRow } from '../contract/list';
import { now } from '../page/day.svelte';
import type { OpenSpace } from '../session/open-space';
import type { Records } from './records.svelte';

/** See the header. Reactive. */
export class StreamListModel implements StreamList {
	query = $state('');
	#sorting = $state.raw<Sorting>(NEWEST_FIRST);
	#shows = $state<StreamList['shows']>('clients');
	/** How often the rows were looked at: what they say of a link depends on the time, too. */
	#looks = $state(0);
	/** The rows of both lists, whichever is shown. */
	readonly all = $derived.by(() => {
		void this.#looks;
		const today = isoDay(now());
		return [...this.records.streams.keys()].map((id) => this.rowOf(id, today));
	});
	/** A stream that she is out of is listed as long as there is something to read. */
	readonly #listed = $derived.by(() =>
		this.all.filter(
			({ id, isOver }) => this.records.isGroup(id) === (this.#shows === 'groups') && (!isOver || this.isRead(id))
		)
	);
	readonly rows = $derived.by(() => sort(filter(this.#listed, this.query), this.#sorting));
	readonly unreadTotal = $derived.by(() => this.all.reduce((sum, { unread }) => sum + unread, 0));

	constructor(
		readonly records: Records,
		readonly desk: OpenSpace,
		/** The row of a stream. Reactive. */
		readonly rowOf: (stream: string, today: string) => StreamRow,
		/** Whether there is anything to read in a stream. Reactive. */
		readonly isRead: (stream: string) => boolean
	) {}

	/** Reads again how the column was left, and what time it is. */
	read(): void {
		this.#looks++;
		const list = DESK.own.get(this.desk.space.doc, 'list');
		if (list.by) this.#sorting = { by: list.by, descending: list.descending === true };
		if (list.shows) this.#shows = list.shows;
	}

	get isEmpty(): boolean {
		return this.#listed.length === 0;
	}

	get shows(): StreamList['shows'] {
		return this.#shows;
	}

	set shows(shows: StreamList['shows']) {
		this.#shows = shows;
		this.query = '';
		this.#keep({ shows });
	}

	get sorting(): Sorting {
		return this.#sorting;
	}

	set sorting(sorting: Sorting) {
		this.#sorting = sorting;
		this.#keep({ by: sorting.by, descending: sorting.descending });
	}

	#keep(fields: OwnRecord): void {
		void this.desk.write((doc) => {
			DESK.own.write(doc, 'list', fields);
		});
	}
}
