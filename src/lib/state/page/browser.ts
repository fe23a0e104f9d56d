/** What a browser is and can do, asked without leaving a trace. */
import { isWebKit } from '../../sync/vault/engine';

/** What the app cannot work without, HTTPS or cryptography, or null. Asked before anybody types. */
export function lacking(): 'not-secure' | 'crypto-missing' | null {
	if (!isSecureContext) return 'not-secure';
	// The types assume that every browser has it.
	const { subtle } = crypto as { readonly subtle?: SubtleCrypto };
	return subtle === undefined ? 'crypto-missing' : null;
}

/** Asks the browser to keep what is stored; true if it promises to. Some cannot be asked. */
export async function askToStay(): Promise<boolean> {
	const { storage } = navigator as { readonly storage?: Partial<StorageManager> };
	// reason: failing to promise is the same as not promising
	return (await storage?.persist?.().catch(() => false)) ?? false;
}

/**
 * Whether the browser keeps what is stored until somebody deletes it. WebKit deletes it after a week without a
 * visit (webkit.org/tracking-prevention, 7-day cap), except for pages on the Home Screen and where it promised
 * to keep it, which it does without asking the person. No other engine does this.
 */
export async function staysHere(): Promise<boolean> {
	return !isWebKit() || matchMedia('(display-mode: standalone)').matches || (await askToStay());
}

/** The name of a counsellor's database, and the prefix of a client's: they tell nothing to whoever finds them. */
export const DESK = 'desk';
const CHAT = 'chat-';

/** The database name for the conversation behind a door (sync/keys/link). */
export function chatName(door: string): string {
	return CHAT + door;
}

/** Whether a counsellor's account is kept in this browser. */
export async function hasDesk(): Promise<boolean> {
	return (await databases()).includes(DESK);
}

/** The doors whose conversations this browser keeps. */
export async function keptDoors(): Promise<readonly string[]> {
	return (await databases()).filter((name) => name.startsWith(CHAT)).map((name) => name.slice(CHAT.length));
}

async function databases(): Promise<readonly string[]> {
	if (typeof indexedDB === 'undefined') return [];
	// reason: a browser that cannot list keeps nothing, or is in private mode
	const known = await indexedDB.databases().catch(() => []);
	return known.flatMap(({ name }) => name ?? []);
}

/** Discards whatever is put into the tab's storage from now on: SvelteKit notes scroll positions there. */
export function keepNothingInTab(): void {
	Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, value: {} });
}

/** Whether this browser keeps data itself: a messenger's built-in one does not. */
export function isRoomy(): boolean {
	const isBuiltIn = /FBAN|FBAV|Instagram|WhatsApp|Snapchat|Line\/|; wv\)/.test(navigator.userAgent);
	return !isBuiltIn && typeof indexedDB !== 'undefined' && 'serviceWorker' in navigator;
}
