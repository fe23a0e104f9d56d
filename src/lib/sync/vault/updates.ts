/** What a Yjs update builds on: checked before our writes are applied again, and named by entries. */
import * as Y from 'yjs';

/** What a document must contain before `update` applies: Yjs client -> next clock. Throws on malformed bytes. */
export function needsOf(update: Uint8Array): ReadonlyMap<number, number> {
	const { structs, ds } = Y.decodeUpdate(update);
	const begins = new Map<number, number>();
	for (const { id } of structs) begins.set(id.client, Math.min(begins.get(id.client) ?? Infinity, id.clock));
	const needs = new Map<number, number>();
	const need = (client: number, next: number): void => {
		const outside = Math.min(next, begins.get(client) ?? Infinity);
		if (outside > (needs.get(client) ?? 0)) needs.set(client, outside);
	};
	for (const [client, clock] of begins) need(client, clock);
	for (const struct of structs) {
		if (!(struct instanceof Y.Item)) continue;
		for (const id of [struct.origin, struct.rightOrigin, struct.parent])
			if (id instanceof Y.ID) need(id.client, id.clock + 1);
	}
	for (const [client, ranges] of ds.clients) for (const { clock, len } of ranges) need(client, clock + len);
	return needs;
}

/** Whether `doc` holds everything that `update` builds on, so that none of it stays pending. */
export function fits(doc: Y.Doc, update: Uint8Array): boolean {
	return [...needsOf(update)].every(([client, next]) => Y.getState(doc.store, client) >= next);
}
