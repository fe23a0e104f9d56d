/** What a browser is and has, asked without leaving a trace. */

/** The names of a remembered client's database and of a counsellor's: they say nothing to whoever finds them. */
export const CHAT = 'chat';
export const DESK = 'desk';

/** Whether a conversation (CHAT) or a counsellor's account (DESK) is kept in this browser. */
export async function hasMemory(name: typeof CHAT | typeof DESK = CHAT): Promise<boolean> {
	if (typeof indexedDB === 'undefined') return false;
	// reason: a browser that does not list keeps nothing, or is asked in a private window
	const known = await indexedDB.databases().catch(() => []);
	return known.some((database) => database.name === name);
}

/** Whether this browser keeps things for itself: a messenger's built-in one does not. */
export function isRoomy(): boolean {
	const isBuiltIn = /FBAN|FBAV|Instagram|WhatsApp|Snapchat|Line\/|; wv\)/.test(navigator.userAgent);
	return !isBuiltIn && typeof indexedDB !== 'undefined' && 'serviceWorker' in navigator;
}
