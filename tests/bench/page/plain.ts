/** The baseline: one plaintext Yjs document with stock y-indexeddb and y-websocket, and the same 500-message pages. */
import { IndexeddbPersistence } from 'y-indexeddb';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { lineOf, lines, type Line } from './corpus';
import { nowMs, paint, Waiting } from './screen';

const PAGE_SIZE = 500;

interface Item {
	readonly t: string;
	readonly ms: number;
	readonly by: 'client' | 'host';
}

/** The messages on screen: all of them, in order, extended by new ones. */
class Messages {
	all: { readonly text: string; readonly ms: number; readonly by: string }[] = [];
	lastPaintMs = 0;
	readonly waiting = new Waiting();
	onPaint: () => void = () => undefined;
	#isDue = false;
	readonly #read = new Map<string, number>();

	constructor(readonly doc: Y.Doc) {
		const pages = doc.getMap<Y.Array<Item>>('pages');
		pages.observeDeep(() => {
			if (this.#isDue) return;
			this.#isDue = true;
			queueMicrotask(() => {
				this.#isDue = false;
				this.look();
			});
		});
	}

	look(): void {
		const pages = this.doc.getMap<Y.Array<Item>>('pages');
		for (let number = Math.max(0, this.#read.size - 1); pages.has(String(number)); number++) {
			const key = String(number);
			const page = pages.get(key);
			const from = this.#read.get(key) ?? 0;
			if (!page || page.length <= from) continue;
			const items = from === 0 ? page.toArray() : page.slice(from);
			for (const { t, ms, by } of items) this.all.push({ text: t, ms, by });
			this.#read.set(key, page.length);
		}
		this.lastPaintMs = paint(this.all);
		this.onPaint();
		this.waiting.look();
	}
}

interface Open {
	readonly doc: Y.Doc;
	readonly messages: Messages;
	provider: WebsocketProvider | null;
}

let open: Open | null = null;

function push(doc: Y.Doc, { text, ms, isHost }: Line): void {
	const pages = doc.getMap<Y.Array<Item>>('pages');
	doc.transact(() => {
		let number = pages.size - 1;
		if (number < 0 || (pages.get(String(number))?.length ?? 0) >= PAGE_SIZE)
			pages.set(String(++number), new Y.Array<Item>());
		pages.get(String(number))?.push([{ t: text, ms, by: isHost ? 'host' : 'client' }]);
	});
}

function connect(doc: Y.Doc, server: string, room: string): Promise<WebsocketProvider> {
	const provider = new WebsocketProvider(server, room, doc, { disableBc: true });
	return new Promise((resolve) => {
		provider.once('sync', () => {
			resolve(provider);
		});
	});
}

/** Writes `count` messages of two people into a room. */
export async function furnish(server: string, room: string, count: number): Promise<void> {
	const doc = new Y.Doc();
	const [client, host] = [doc.clientID, doc.clientID + 1];
	for (const line of lines(count)) {
		doc.clientID = line.isHost ? host : client;
		push(doc, line);
	}
	doc.clientID = client;
	const provider = await connect(doc, server, room);
	const ws = provider.ws;
	while (ws && ws.bufferedAmount > 0) await new Promise((resolve) => setTimeout(resolve, 20));
	await new Promise((resolve) => setTimeout(resolve, 500));
	provider.destroy();
}

/** A new device: ms from nothing to `count` messages on screen. */
export async function join(server: string, room: string, database: string, count: number): Promise<number> {
	const startMs = nowMs();
	const doc = new Y.Doc();
	const messages = new Messages(doc);
	await new IndexeddbPersistence(database, doc).whenSynced;
	const provider = new WebsocketProvider(server, room, doc, { disableBc: true });
	open = { doc, messages, provider };
	await messages.waiting.until(() => messages.all.length >= count);
	return messages.lastPaintMs - startMs;
}

/** Opens what the device has; ms until the last page and until everything is there (the same here). */
export async function reopen(database: string, count: number): Promise<{ firstMs: number; allMs: number }> {
	const startMs = nowMs();
	const doc = new Y.Doc();
	const store = new IndexeddbPersistence(database, doc);
	await store.whenSynced;
	const messages = new Messages(doc);
	messages.look();
	open = { doc, messages, provider: null };
	if (messages.all.length < count) throw new Error(`only ${messages.all.length} of ${count}`);
	const allMs = messages.lastPaintMs - startMs;
	return { firstMs: allMs, allMs };
}

/** Goes online with what is open. */
export async function goOnline(server: string, room: string): Promise<void> {
	if (open) open.provider = await connect(open.doc, server, room);
}

/** Sends the next message; returns when, see `nowMs`. */
export function send(i: number): number {
	const atMs = nowMs();
	if (open) push(open.doc, { ...lineOf(i), ms: Math.round(atMs) });
	return atMs;
}

/** Sends `count` messages at once; returns when the first left. */
export function burst(count: number): number {
	const atMs = nowMs();
	for (let i = 0; i < count; i++) send(i);
	return atMs;
}

/** How many messages are on screen. */
export function length(): number {
	return open?.messages.all.length ?? 0;
}

/** When message number `count` was on screen. */
export async function shown(count: number): Promise<number> {
	const messages = open?.messages;
	if (!messages) throw new Error('nothing is open');
	await messages.waiting.until(() => messages.all.length >= count);
	return messages.lastPaintMs;
}
