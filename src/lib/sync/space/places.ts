/** What the gate may ask a Yjs document: in which list an item lies. */
import * as Y from 'yjs';
import { rootPlace, typePlace, type Id, type Place } from '../../wire/gate';

/** Where ids of `doc` lie, at the moment of asking; null for what is unknown or collected. */
export function placeIn(doc: Y.Doc): (id: Id) => Place | null {
	return (id) => {
		if (id.clock >= Y.getState(doc.store, id.client)) return null;
		const item = Y.getItem(doc.store, Y.createID(id.client, id.clock));
		// The type says Item; Yjs keeps what is collected in the same lists.
		if (!(item instanceof Y.Item) || !(item.parent instanceof Y.AbstractType)) return null;
		const holder = item.parent._item;
		const parent = holder === null ? rootPlace(Y.findRootTypeKey(item.parent)) : typePlace(holder.id);
		return { parent, key: item.parentSub };
	};
}
