/** What else a browser keeps: a client's device key, the reception's copy. Replaces the product's two such modules. */
import * as Y from 'yjs';
import { here } from './tab';

/** Keeps the key in the current tab's browser. */
export function keepDeviceKey(door: string, key: CryptoKey): Promise<void> {
	here().browser.keys.set(`device/${door}`, key);
	return Promise.resolve();
}

/** Forgets the key of that door. */
export function dropDeviceKey(door: string): Promise<void> {
	here().browser.keys.delete(`device/${door}`);
	return Promise.resolve();
}

/** The kept key, or null. */
export function findDeviceKey(door: string): Promise<CryptoKey | null> {
	return Promise.resolve((here().browser.keys.get(`device/${door}`) as CryptoKey | undefined) ?? null);
}

/** The door that was last kept here, or null. */
export function lastDoor(): Promise<string | null> {
	const doors = [...here().browser.keys.keys()].filter((name) => name.startsWith('device/'));
	return Promise.resolve(doors.at(-1)?.slice('device/'.length) ?? null);
}

/** Keeps the reception's document in the current tab's browser under `name`; returns how to stop. */
export function keepReception(doc: Y.Doc, name: string): Promise<() => void> {
	const tab = here();
	const { keys } = tab.browser;
	const kept = keys.get(`face/${name}`) as Uint8Array | undefined;
	if (kept) Y.applyUpdate(doc, kept, tab);
	const keep = (_update: Uint8Array, origin: unknown): void => {
		if (!tab.isGone && origin !== tab) keys.set(`face/${name}`, Y.encodeStateAsUpdate(doc));
	};
	doc.on('update', keep);
	return Promise.resolve(() => {
		doc.off('update', keep);
	});
}
