import { snapshotBytes } from './documents';
import type { SpaceState } from './state';
import type { Change } from '../vault/vault';

/** The changes that keep every document as it stands at this moment, each with the heads it covers. SPEC.md D4. */
export function snapshotChanges(space: SpaceState): Promise<Change[]> {
	const heads = [...space.feeds.values()].filter(({ seq }) => seq > 0);
	// all bytes first, sealed afterwards: own writing may come in between
	const plain = [...space.documents.values()].map((held) => {
		for (const { id, seq } of heads) held.covered.set(id, seq);
		return { key: space.id + held.id, bytes: snapshotBytes(held) };
	});
	return Promise.all(plain.map(({ key, bytes }) => space.rows.put('snapshots', key, bytes)));
}
