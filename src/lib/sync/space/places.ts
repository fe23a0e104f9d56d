/** What the gate asks about a Yjs document: in which list an item lies, and whether that can still change. */
import * as Y from 'yjs';
import type { Archiving } from './archive';
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

/**
 * Whether anything in a range that `doc` knows is archived, or will be: nothing may be written there any more, whether this
 * device still has it or not. Nothing but an archive leaves collected structs in a member's document.
 */
export function isOverIn(doc: Y.Doc, archive: Archiving | undefined): (range: Range) => boolean {
	return ({ client, clock, length }) => {
		const structs = doc.store.clients.get(client) ?? [];
		for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
			const struct = structs[at];
			if (!struct || struct.id.clock >= clock + length) break;
			if (!(struct instanceof Y.Item) || isUnderOver(doc, struct, archive)) return true;
		}
		return false;
	};
}

function isUnderOver(doc: Y.Doc, item: Y.Item, archive: Archiving | undefined): boolean {
	let outer = item;
	while (outer.parent instanceof Y.AbstractType && outer.parent._item) outer = outer.parent._item;
	const { parent, parentSub } = outer;
	if (!(parent instanceof Y.AbstractType) || parentSub === null) return false;
	return archive?.isOver(doc, Y.findRootTypeKey(parent), parentSub) ?? false;
}
