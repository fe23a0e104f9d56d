import type * as Y from 'yjs';

/** How long the copy may keep a page waiting: one that Safari has put aside may lock it for as long as it lies there. */
const PATIENCE_MS = 2_000;

/**
 * Keeps the reception's document in this browser under `name`; resolves with how to stop once what was kept is there, or
 * does not come. y-indexeddb is good for what can be published again. SPEC.md V6.
 */
export async function keepReception(doc: Y.Doc, name: string): Promise<() => void> {
	const { IndexeddbPersistence } = await import('y-indexeddb');
	const store = new IndexeddbPersistence(name, doc);
	await Promise.race([store.whenSynced, new Promise((done) => setTimeout(done, PATIENCE_MS))]);
	return () => void store.destroy();
}
