/**
 * A small version of the stock y-websocket server: sync and awareness of one document per room, kept in memory,
 * as in y-websocket 2 before the server moved to its own package.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';

const SYNC = 0;
const AWARENESS = 1;

interface AwarenessChange {
	readonly added: number[];
	readonly updated: number[];
	readonly removed: number[];
}

class Room {
	readonly doc = new Y.Doc({ gc: true });
	readonly awareness = new Awareness(this.doc);
	readonly clients = new Map<WebSocket, Set<number>>();

	constructor() {
		this.awareness.setLocalState(null);
		this.doc.on('update', (update: Uint8Array) => {
			const encoder = encoding.createEncoder();
			encoding.writeVarUint(encoder, SYNC);
			writeUpdate(encoder, update);
			this.#broadcast(encoding.toUint8Array(encoder));
		});
		this.awareness.on('update', ({ added, updated, removed }: AwarenessChange, origin: unknown) => {
			const ids = this.clients.get(origin as WebSocket);
			for (const id of added) ids?.add(id);
			for (const id of removed) ids?.delete(id);
			this.#broadcast(this.#awarenessOf([...added, ...updated, ...removed]));
		});
	}

	enter(ws: WebSocket): void {
		this.clients.set(ws, new Set());
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, SYNC);
		writeSyncStep1(encoder, this.doc);
		ws.send(encoding.toUint8Array(encoder));
		const states = [...this.awareness.getStates().keys()];
		if (states.length > 0) ws.send(this.#awarenessOf(states));
	}

	receive(ws: WebSocket, message: Uint8Array): void {
		const decoder = decoding.createDecoder(message);
		const type = decoding.readVarUint(decoder);
		if (type === SYNC) {
			const encoder = encoding.createEncoder();
			encoding.writeVarUint(encoder, SYNC);
			readSyncMessage(decoder, encoder, this.doc, ws);
			if (encoding.length(encoder) > 1) ws.send(encoding.toUint8Array(encoder));
		} else if (type === AWARENESS) {
			applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(decoder), ws);
		}
	}

	leave(ws: WebSocket): void {
		const ids = this.clients.get(ws);
		this.clients.delete(ws);
		removeAwarenessStates(this.awareness, [...(ids ?? [])], null);
	}

	#awarenessOf(ids: number[]): Uint8Array {
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, AWARENESS);
		encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(this.awareness, ids));
		return encoding.toUint8Array(encoder);
	}

	#broadcast(message: Uint8Array): void {
		for (const ws of this.clients.keys()) if (ws.readyState === ws.OPEN) ws.send(message);
	}
}

/** Starts it on a free port. */
export async function startStock(): Promise<{ readonly url: string; stop(): void }> {
	const rooms = new Map<string, Room>();
	const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
	server.on('connection', (ws, request) => {
		ws.binaryType = 'arraybuffer';
		const name = (request.url ?? '/').slice(1).split('?')[0] ?? '';
		const room = rooms.get(name) ?? new Room();
		rooms.set(name, room);
		ws.on('error', () => {
			ws.close();
		});
		ws.on('message', (message: ArrayBuffer) => {
			room.receive(ws, new Uint8Array(message));
		});
		ws.on('close', () => {
			room.leave(ws);
		});
		room.enter(ws);
	});
	await new Promise((resolve) => server.once('listening', resolve));
	return {
		url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
		stop: () => {
			for (const ws of server.clients) ws.terminate();
			server.close();
		}
	};
}
