/** What the gate asks about a Yjs document: in which list an item lies, and whether it is still there. */
import * as Y from 'yjs';
import { rootPlace, typePlace, type Id, type Place, type Range } from '../../wire/gate';

/** Where ids of `doc` lie at the time of asking; null for unknown or collected ones. */
export function placeIn(doc: Y.Doc): (id: Id) => Place | null {
	return (id) => {
		if (id.clock >= Y.getState(doc.store, id.client)) return null;
		const item = Y.getItem(doc.store, Y.createID(id.client, id.clock));
		// The type says Item; Yjs keeps collected structs in the same lists.
		if (!(item instanceof Y.Item) || !(item.parent instanceof Y.AbstractType)) return null;
		const holder = item.parent._item;
		const parent = holder === null ? rootPlace(Y.findRootTypeKey(item.parent)) : typePlace(holder.id);
		return { parent, key: item.parentSub };
	};
}

/** Whether nothing in a range that `doc` knows was deleted. */
export function isThereIn(doc: Y.Doc): (range: Range) => boolean {
	return ({ client, clock, length }) => {
		const structs = doc.store.clients.get(client) ?? [];
		for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
			const struct = structs[at];
			if (!(struct instanceof Y.Item) || struct.deleted) return false;
			if (struct.id.clock + struct.length >= clock + length) return true;
		}
		return false;
	};
}
