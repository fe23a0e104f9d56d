import type * as Y from 'yjs';

/** How long the copy may delay a page: a page that Safari has suspended may keep it locked all that time. */
const PATIENCE_MS = 2_000;

/**
 * Keeps the reception's document in this browser under `name`; resolves with a stop function once the copy has loaded,
 * or does not come. y-indexeddb is enough for values that can be published again. SPEC.md V6.
 */
export async function keepReception(doc: Y.Doc, name: string): Promise<() => void> {
	const { IndexeddbPersistence } = await import('y-indexeddb');
	const store = new IndexeddbPersistence(name, doc);
	await Promise.race([store.whenSynced, new Promise((done) => setTimeout(done, PATIENCE_MS))]);
	return () => void store.destroy();
}
