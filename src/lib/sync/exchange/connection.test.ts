/** The one socket, which all spaces share. SPEC.md X1, X6, X13. */
import { describe, expect, it, vi } from 'vitest';
import * as encoding from 'lib0/encoding';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { messageAwareness } from 'y-websocket';
import * as Y from 'yjs';
import type { SpaceId } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import { encodeRelayFrame, NO_SPACE, type RelayFrame } from '../../wire/frames';
import { PROTOCOL_VERSION } from '../../wire/limits';
import { Connection, type Joiner } from './connection';
import { credentials, joinFrame } from '../keys/member';

/** A browser socket that does what the test says. */
class FakeWebSocket {
	static readonly OPEN = 1;
	static last: FakeWebSocket | null = null;
	readonly OPEN = 1;
	readyState = 1;
	binaryType = '';
	readonly sent: Uint8Array[] = [];
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
	onclose: ((event: { code: number }) => void) | null = null;
	onerror: (() => void) | null = null;
	constructor(readonly url: string) {
		FakeWebSocket.last = this;
	}
	send(bytes: Uint8Array): void {
		this.sent.push(bytes);
	}
	close(): void {
		this.readyState = 3;
		this.onclose?.({ code: 1000 });
	}
	hear(frame: RelayFrame | Uint8Array): void {
		const bytes = frame instanceof Uint8Array ? frame : encodeRelayFrame(frame);
		this.onmessage?.({ data: new Uint8Array(bytes).buffer });
	}
}

describe('the one socket', () => {
	it('[X1] hands each space its own frames and no others', async () => {
		vi.stubGlobal('WebSocket', FakeWebSocket);
		const [space, other] = ['11'.repeat(16), '22'.repeat(16)] as [SpaceId, SpaceId];
		const trouble: string[] = [];
		const reach: string[] = [];
		const connection = new Connection('ws://host/ws', space, new Y.Doc(), false, {
			onReach: (now) => reach.push(now),
			onPresence: () => undefined,
			onTrouble: (code) => trouble.push(code)
		});
		const events: string[] = [];
		const joiner = (id: SpaceId, name: string): Joiner => ({
			id,
			join: () => Promise.resolve(void events.push(`${name} joins`)),
			disconnected: () => void events.push(`${name} is cut off`),
			receive: ({ kind }) => void events.push(`${name} hears ${kind}`)
		});
		connection.add(joiner(space, 'one'));
		connection.add(joiner(other, 'two'));
		expect(connection.send({ kind: 'ping' }), 'nothing is sent before there is a connection').toBe(false);
		connection.connect();
		const socket = FakeWebSocket.last;
		if (!socket) throw new Error('no socket');
		socket.onopen?.();
		socket.hear({ kind: 'hello', version: PROTOCOL_VERSION, nonce: new Uint8Array(32), nowMs: 1 });
		await vi.waitFor(() => {
			expect(events).toContain('two joins');
		});
		socket.hear({ kind: 'pulled', space: other });
		socket.hear({ kind: 'pulled', space: '33'.repeat(16) as SpaceId });
		socket.hear({ kind: 'refused', space: NO_SPACE, request: '', code: 'malformed' });
		expect(trouble).toEqual([]);
		socket.hear(new Uint8Array([100, 1, 2, 3]));
		expect(trouble).toEqual(['relay-nonsense']);
		expect(reach).toContain('online');
		connection.disconnect();
		expect(events.slice(0, 5)).toEqual([
			'one is cut off',
			'two is cut off',
			'one joins',
			'two joins',
			'two hears pulled'
		]);
		expect(connection.nonce).toBeNull();
		connection.connect();
		FakeWebSocket.last?.onopen?.();
		FakeWebSocket.last?.hear({ kind: 'hello', version: PROTOCOL_VERSION + 1, nonce: new Uint8Array(32), nowMs: 1 });
		expect(trouble).toContain('relay-too-new');
		connection.destroy();
		vi.unstubAllGlobals();
	});

	it('[X13] gives the answer to a join to its sender, not to a later joiner', async () => {
		vi.stubGlobal('WebSocket', FakeWebSocket);
		const space = '22'.repeat(16) as SpaceId;
		const connection = new Connection('ws://host/ws', '11'.repeat(16) as SpaceId, new Y.Doc(), false, {
			onReach: () => undefined,
			onPresence: () => undefined,
			onTrouble: () => undefined
		});
		connection.connect();
		FakeWebSocket.last?.onopen?.();
		FakeWebSocket.last?.hear({ kind: 'hello', version: PROTOCOL_VERSION, nonce: new Uint8Array(32), nowMs: 1 });
		const heard: string[] = [];
		const asks = async (name: string): Promise<Joiner> => {
			let hasAsked = false;
			const keys = await credentials(space, freshSeed(), freshSeed());
			const joiner: Joiner = {
				id: space,
				join: async (nonce) => {
					hasAsked = connection.send(await joinFrame(keys, nonce, false));
				},
				disconnected: () => undefined,
				receive: ({ kind }) => void heard.push(`${name}: ${kind}`)
			};
			connection.add(joiner);
			await vi.waitFor(() => expect(hasAsked).toBe(true));
			return joiner;
		};
		connection.remove(await asks('a watch'));
		await asks('a replica');
		FakeWebSocket.last?.hear({ kind: 'refused', space, request: 'join', code: 'not-member' });
		expect(heard, 'the watch was refused, not the replica').toEqual([]);
		FakeWebSocket.last?.hear({ kind: 'joined', space, length: 1, head: new Uint8Array(32), feeds: [], tickets: [] });
		expect(heard).toEqual(['a replica: joined']);
		connection.destroy();
		vi.unstubAllGlobals();
	});

	it('[X6] joins each space once, for its current joiner: a former watch does not make it deaf', async () => {
		vi.stubGlobal('WebSocket', FakeWebSocket);
		const [first, space] = ['11'.repeat(16), '22'.repeat(16)] as [SpaceId, SpaceId];
		const connection = new Connection('ws://host/ws', first, new Y.Doc(), false, {
			onReach: () => undefined,
			onPresence: () => undefined,
			onTrouble: () => undefined
		});
		const joins: string[] = [];
		const joiner = (id: SpaceId, name: string, until: Promise<void> = Promise.resolve()): Joiner => ({
			id,
			join: () => until.then(() => void joins.push(name)),
			disconnected: () => undefined,
			receive: () => undefined
		});
		let free = (): void => undefined;
		connection.add(joiner(first, 'centre', new Promise((resolve) => (free = resolve))));
		const watch = joiner(space, 'watch');
		connection.add(watch);
		connection.connect();
		FakeWebSocket.last?.onopen?.();
		FakeWebSocket.last?.hear({ kind: 'hello', version: PROTOCOL_VERSION, nonce: new Uint8Array(32), nowMs: 1 });
		// while the first is still signing, the second is opened
		const replica = joiner(space, 'replica');
		connection.add(replica);
		expect([connection.holds(watch), connection.holds(replica)]).toEqual([false, true]);
		free();
		await vi.waitFor(() => expect(joins).toContain('centre'));
		await new Promise((resolve) => setImmediate(resolve));
		expect(joins).toEqual(['replica', 'centre']);
		connection.remove(watch);
		expect(connection.holds(replica), 'a joiner that leaves takes nobody along').toBe(true);
		connection.destroy();
		vi.unstubAllGlobals();
	});

	it('[N4] tells that it is lost, though the reception was joined again while somebody was there', () => {
		vi.stubGlobal('WebSocket', FakeWebSocket);
		const space = '11'.repeat(16) as SpaceId;
		const reach: string[] = [];
		const connection = new Connection('ws://host/ws', space, new Y.Doc(), true, {
			onReach: (now) => reach.push(now),
			onPresence: () => undefined,
			onTrouble: () => undefined
		});
		const colleague = new Awareness(new Y.Doc());
		colleague.setLocalState({ s: 'here' });
		const isThere = (): boolean => connection.awareness.getStates().has(colleague.clientID);
		const meet = (): void => {
			connection.connect();
			const socket = FakeWebSocket.last;
			socket?.onopen?.();
			socket?.hear({ kind: 'hello', version: PROTOCOL_VERSION, nonce: new Uint8Array(32), nowMs: 1 });
			const joined = { kind: 'joined' as const, space, length: 1, head: new Uint8Array(32), feeds: [], tickets: [] };
			for (const heard of [joined, presenceOf(colleague), joined]) socket?.hear(heard);
		};
		meet();
		expect(isThere()).toBe(true);
		connection.disconnect();
		expect([isThere(), reach.at(-1)]).toEqual([false, 'offline']);
		meet();
		expect(isThere(), 'with the clock that she had').toBe(true);
		FakeWebSocket.last?.close();
		expect([isThere(), reach.at(-1)]).toEqual([false, 'offline']);
		connection.destroy();
		colleague.destroy();
		vi.unstubAllGlobals();
	});
});

/** What y-websocket sends of somebody's presence. */
function presenceOf(awareness: Awareness): Uint8Array {
	const message = encoding.createEncoder();
	encoding.writeVarUint(message, messageAwareness);
	encoding.writeVarUint8Array(message, encodeAwarenessUpdate(awareness, [awareness.clientID]));
	return encoding.toUint8Array(message);
}
