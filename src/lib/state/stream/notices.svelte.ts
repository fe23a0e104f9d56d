/** The notices of one open stream: who came in from where. SPEC.md Y4. */
import { noticesOf, type Notice } from '../../domain/notices';
import { changesOf, devicesOf } from '../../sync/space/happenings';
import { Errand } from '../session/errand';
import type { OpenSpace } from '../session/open-space';

/** See the header. Reactive: `all`. */
export class Notices {
	all = $state.raw<readonly Notice[]>([]);
	/** What the notices were made from. */
	#seen = '';

	/** Follows an open stream; returns how to stop. */
	follow({ space }: OpenSpace): () => void {
		const errand = new Errand(async () => {
			const feeds = [...space.feeds.values()].filter(({ seq }) => seq > 0).length;
			const seen = `${String(space.charter.length)} ${String(feeds)}`;
			if (seen === this.#seen) return true;
			const { devices, isWhole } = await devicesOf(space);
			this.all = noticesOf(changesOf(space), devices);
			// Entries still being kept are announced once they are.
			if (isWhole) this.#seen = seen;
			return true;
		});
		const stop = space.listen(({ kind }) => {
			if (kind !== 'written') void errand.look();
		});
		void errand.look();
		return () => {
			errand.stop();
			stop();
		};
	}
}
