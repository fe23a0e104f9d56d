import { snapshotBytes } from './documents';
import type { SpaceState } from './state';
import type { Change } from '../vault/vault';

/** The changes that store every document as it is now, each with the heads it covers. SPEC.md D4. */
export function snapshotChanges(space: SpaceState): Promise<Change[]> {
	const heads = [...space.feeds.values()].filter(({ seq }) => seq > 0);
	// all bytes first, then seal: our own writes may come in between
	const plain = [...space.documents.values()].map((held) => {
		for (const { id, seq } of heads) held.covered.set(id, seq);
		return { key: space.id + held.id, bytes: snapshotBytes(held) };
	});
	return Promise.all(plain.map(({ key, bytes }) => space.rows.put('snapshots', key, bytes)));
}
