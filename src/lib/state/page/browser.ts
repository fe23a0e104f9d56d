/** What a browser is and has, asked without leaving a trace. */
import { isWebKit } from '../../sync/vault/engine';

/** What a page can do nothing without: HTTPS, cryptography. Null when it has all of it; asked before anybody types. */
export function lacking(): 'not-secure' | 'crypto-missing' | null {
	if (!isSecureContext) return 'not-secure';
	// the types know no browser without it
	const { subtle } = crypto as { readonly subtle?: SubtleCrypto };
	return subtle === undefined ? 'crypto-missing' : null;
}

/** Asks the browser to keep what is stored; whether it promises to. Some have no way of asking. */
export async function askToStay(): Promise<boolean> {
	const { storage } = navigator as { readonly storage?: Partial<StorageManager> };
	// reason: a browser that fails to promise is like one that does not
	return (await storage?.persist?.().catch(() => false)) ?? false;
}

/**
 * Whether the browser keeps what is stored until somebody deletes it. WebKit deletes it by itself after a week without a
 * visit (webkit.org/tracking-prevention, 7-day cap), but for what it has promised to keep, which it does without a
 * question, and for what stands on the Home Screen. No other engine does.
 */
export async function staysHere(): Promise<boolean> {
	return !isWebKit() || matchMedia('(display-mode: standalone)').matches || (await askToStay());
}

/** The name of a counsellor's database, and how those of a client's conversations begin: they say nothing to whoever finds them. */
export const DESK = 'desk';
const CHAT = 'chat-';

/** The name of the database in which this browser keeps the conversation behind a door (sync/keys/link). */
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

/** What is put into the tab's storage from now on goes nowhere: SvelteKit notes there how far a page was scrolled. */
export function keepNothingInTab(): void {
	Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, value: {} });
}

/** Whether this browser keeps things for itself: a messenger's built-in one does not. */
export function isRoomy(): boolean {
	const isBuiltIn = /FBAN|FBAV|Instagram|WhatsApp|Snapchat|Line\/|; wv\)/.test(navigator.userAgent);
	return !isBuiltIn && typeof indexedDB !== 'undefined' && 'serviceWorker' in navigator;
}
