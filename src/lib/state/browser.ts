/** What a browser is and has, asked without leaving a trace. */

/** The name of a counsellor's database, and how those of a client's conversations begin: they say nothing to whoever finds them. */
export const DESK = 'desk';
const CHAT = 'chat-';

/** The name of the database in which this browser keeps the conversation behind a door (sync/link). */
export function chatName(door: string): string {
	return CHAT + door;
}

/** Whether a counsellor's account is kept in this browser. */
export async function hasDesk(): Promise<boolean> {
	return (await databases()).includes(DESK);
}

/** The doors behind which this browser keeps conversations. */
export async function keptDoors(): Promise<readonly string[]> {
	return (await databases()).filter((name) => name.startsWith(CHAT)).map((name) => name.slice(CHAT.length));
}

async function databases(): Promise<readonly string[]> {
	if (typeof indexedDB === 'undefined') return [];
	// reason: a browser that does not list keeps nothing, or is asked in a private window
	const known = await indexedDB.databases().catch(() => []);
	return known.flatMap(({ name }) => name ?? []);
}

/** Whether this browser keeps things for itself: a messenger's built-in one does not. */
export function isRoomy(): boolean {
	const isBuiltIn = /FBAN|FBAV|Instagram|WhatsApp|Snapchat|Line\/|; wv\)/.test(navigator.userAgent);
	return !isBuiltIn && typeof indexedDB !== 'undefined' && 'serviceWorker' in navigator;
}
