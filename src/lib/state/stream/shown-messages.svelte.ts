/** The messages of one stream as shown: first what is kept for that, then everything in its space. */
import type { Message } from '../../domain/messages';
import type { PlacedMessage, Timeline } from '../../domain/timeline';
import type { Space } from '../../sync/space/space';
import { ShownMessage, type Source } from './shown-message';

/** See the header. Reactive: `all`. */
export class ShownMessages {
	all = $state.raw<readonly Message[]>([]);
	/** Whether they come from the space. */
	#isWhole = false;

	constructor(
		readonly timeline: Timeline,
		readonly source: Source
	) {}

	/** Shows messages as they were known when they were kept. */
	paint(kept: readonly PlacedMessage[], source: Source): void {
		this.all = kept.map((placed) => new ShownMessage(placed, source));
	}

	/** Takes what the space holds; returns what is new. */
	absorb(space: Space): readonly PlacedMessage[] {
		const { timeline } = this;
		const fresh = timeline.absorbAll(space.documents);
		const { all } = timeline;
		if (fresh.length === 0 && this.#isWhole && this.all.length === all.length) return fresh;
		const before = all.length - fresh.length;
		// Ids are unique: if the last one shown is still in its place, everything fresh comes after it.
		const isBehind = this.all.length === before && this.all.at(-1)?.id === all[before - 1]?.id;
		const show = (placed: PlacedMessage): ShownMessage => new ShownMessage(placed, this.source);
		this.all = this.#isWhole && isBehind ? [...this.all, ...all.slice(before).map(show)] : all.map(show);
		this.#isWhole = true;
		return fresh;
	}
}
