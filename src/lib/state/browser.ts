/** What a client's browser is and has, asked without leaving a trace. */

/** The name of a remembered client's database: says nothing to whoever finds it. */
export const CHAT = 'chat';

/** Whether a conversation is kept in this browser. */
export async function hasMemory(): Promise<boolean> {
	if (typeof indexedDB === 'undefined') return false;
	// reason: a browser that does not list keeps nothing, or is asked in a private window
	const known = await indexedDB.databases().catch(() => []);
	return known.some(({ name }) => name === CHAT);
}

/** Whether this browser keeps things for itself: a messenger's built-in one does not. */
export function isRoomy(): boolean {
	const isBuiltIn = /FBAN|FBAV|Instagram|WhatsApp|Snapchat|Line\/|; wv\)/.test(navigator.userAgent);
	return !isBuiltIn && typeof indexedDB !== 'undefined' && 'serviceWorker' in navigator;
}
