/** The map entries set by one of our updates: needed to write it again under another feed. */
import * as Y from 'yjs';

/** One value under one key of a root map. */
export interface MapWrite {
	readonly table: string;
	readonly key: string;
	readonly value: unknown;
}

/** The map entries that `update` sets, in order. A later value's key is looked up in `old`, the document before. */
export function mapWrites(update: Uint8Array, old: Y.Doc): readonly MapWrite[] {
	const places = new Map<string, Pick<MapWrite, 'table' | 'key'>>();
	const writes: MapWrite[] = [];
	for (const struct of Y.decodeUpdate(update).structs) {
		if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) continue;
		const { id, origin, parent, parentSub, content } = struct;
		const isSpelledOut = typeof parent === 'string' && parentSub !== null;
		const place = isSpelledOut
			? { table: parent, key: parentSub }
			: origin && (places.get(nameOf(origin)) ?? entryAt(old, origin));
		if (!place) continue;
		places.set(nameOf(id), place);
		writes.push({ ...place, value: content.arr.at(-1) });
	}
	return writes;
}

function entryAt(doc: Y.Doc, id: Y.ID): Pick<MapWrite, 'table' | 'key'> | null {
	if (id.clock >= Y.getState(doc.store, id.client)) return null;
	const item = Y.getItem(doc.store, id);
	// The type says Item; Yjs keeps collected structs in the same lists.
	if (!(item instanceof Y.Item) || !(item.parent instanceof Y.AbstractType) || item.parentSub === null) return null;
	if (item.parent._item !== null) return null;
	return { table: Y.findRootTypeKey(item.parent), key: item.parentSub };
}

function nameOf({ client, clock }: Y.ID): string {
	return `${String(client)}.${String(clock)}`;
}
