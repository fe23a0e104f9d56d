import type * as Y from 'yjs';

/** Keeps the reception's document in this browser under `name`; returns how to stop. y-indexeddb is good for what can be published again. */
export async function keepReception(doc: Y.Doc, name: string): Promise<() => void> {
	const { IndexeddbPersistence } = await import('y-indexeddb');
	const store = new IndexeddbPersistence(name, doc);
	await store.whenSynced;
	return () => void store.destroy();
}
