/** What the gate asks about a Yjs document: in which list an item lies. */
import * as Y from 'yjs';
import { rootPlace, typePlace, type Id, type Place } from '../../wire/gate';

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
