/**
 * Who set a value in a document that members share: each feed writes under its own Yjs client id (SPEC.md
 * S4), and the gate lets it set nothing under another (wire G4).
 */
import type * as Y from 'yjs';
import type { MemberId } from '../../base/ids';
import { clientOf } from './feeds';
import type { Space } from './space';

/** Tells which member set the current value under a key of a root map; null when there is none. SPEC.md S8. */
export function writersIn(space: Space): (table: Y.Map<unknown>, key: string) => MemberId | null {
	const members = new Map([...space.feeds.values()].map(({ id, member }) => [clientOf(id), member]));
	return (table, key) => {
		const item = table._map.get(key);
		return item && !item.deleted ? (members.get(item.id.client) ?? null) : null;
	};
}
