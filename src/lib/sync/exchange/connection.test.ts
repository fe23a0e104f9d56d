/** The socket, and requests to the relay before there is a space. SPEC.md X1, X3, X6. */
import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { device, scene } from '../../../../tests/support/devices';
import { Fault, Refusal } from '../../base/fault';
import type { FeedId, SpaceId } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import { encodeRelayFrame, NO_SPACE, type DeviceFrame, type RelayFrame } from '../../wire/frames';
import { PROTOCOL_VERSION } from '../../wire/limits';
import { fetchCharter } from '../centre/bootstrap';
import { Connection, type Joiner } from './connection';
import { differs, extentAt, extentOf, heldOf, type Extent } from '../space/held';
import { credentials, joinFrame } from '../keys/member';
import { Watch } from './watch';
import { settle } from '../../../../tests/support/settling';

/** A connection without a socket. */
function fakeConnection() {
	const sent: DeviceFrame[] = [];
	let joiner: Joiner | null = null;
	const connection = {
		add: (one: Joiner) => {
			joiner = one;
			void one.join(new Uint8Array(32));
		},
		remove: () => {
			joiner = null;
		},
		send: (frame: DeviceFrame) => sent.push(frame) > 0
	} as unknown as Connection;
	return {
		sent,
		connection,
		say: (frame: RelayFrame & { space: SpaceId }) => joiner?.receive(frame),
		get isAsking() {
			return joiner !== null;
		}
	};
}

describe('asking for a charter', () => {
	it('[X3] accepts one that verifies, in any number of parts', async () => {
		const { made, space, seeds } = await scene('member');
		const relay = fakeConnection();
		const asked = fetchCharter(relay.connection, await credentials(space, seeds[1] ?? freshSeed(), freshSeed()));
		relay.say({ kind: 'joined', space, length: 1, head: new Uint8Array(32), feeds: [] });
		relay.say({ kind: 'charter', space, from: 0, records: made.records.map(({ bytes }) => bytes) });
		expect(await asked).toEqual(made.records);
		expect(relay.isAsking).toBe(false);
	});

	it('[X3] rejects by who must act: no member, nonsense, silence', async () => {
		const { made, space, seeds } = await scene('member');
		const other = await scene();
		const keys = await credentials(space, seeds[1] ?? freshSeed(), freshSeed());
		const [record] = made.records;
		const answers: readonly [RelayFrame & { space: SpaceId }, unknown][] = [
			[{ kind: 'refused', space, request: 'join', code: 'not-member' }, new Refusal('not-allowed')],
			[{ kind: 'refused', space, request: 'join', code: 'unknown-space' }, new Fault('no-connection', { retry: true })],
			[{ kind: 'charter', space, from: 0, records: [new Uint8Array(9)] }, new Fault('relay-nonsense')],
			[
				{ kind: 'charter', space, from: 0, records: other.made.records.map(({ bytes }) => bytes) },
				new Fault('relay-nonsense')
			],
			[
				{
					kind: 'charter',
					space,
					from: 0,
					records: [(record?.bytes ?? new Uint8Array()).map((byte, i) => (i === 90 ? byte ^ 1 : byte))]
				},
				new Fault('relay-nonsense')
			]
		];
		for (const [answer, error] of answers) {
			const relay = fakeConnection();
			const asked = fetchCharter(relay.connection, keys);
			relay.say(answer);
			await expect(asked).rejects.toEqual(error);
			expect(relay.isAsking).toBe(false);
		}
		vi.useFakeTimers();
		const silence = expect(fetchCharter(fakeConnection().connection, keys)).rejects.toEqual(
			new Fault('no-connection', { retry: true })
		);
		await vi.advanceTimersByTimeAsync(16_000);
		vi.useRealTimers();
		await silence;
	});
});

describe('a quiet space', () => {
	it('[X6] differs when one side has something new, except what they did not exchange before either', async () => {
		const stream = await scene('member');
		const anton = await device(stream, 1, 'Anton');
		anton.connect();
		await anton.write('x');
		await settle(stream);
		const [feed] = anton.space.feeds.values();
		if (!feed) throw new Error('no feed');
		const held = await heldOf(anton.vault, stream.space);
		expect(held).toEqual({ ...extentOf(anton.space), outbox: 0, isUnconfirmed: false });
		const there = (seq: number, records = held.records): Extent => extentAt(records, [{ feed: feed.id, seq }]);
		expect(differs(held, there(feed.seq), null)).toBe(false);
		expect(differs(held, there(feed.seq + 1), null)).toBe(true);
		expect(differs(held, extentAt(held.records, []), null)).toBe(true);
		expect(differs(held, there(feed.seq, 2), null)).toBe(true);
		const met = { here: held, there: there(feed.seq + 1) };
		expect(differs(held, there(feed.seq + 1), met), 'it did not come before either').toBe(false);
		expect(differs(held, there(feed.seq + 2), met)).toBe(true);
		expect(differs(held, extentAt(held.records, []), { here: held, there: extentAt(1, []) })).toBe(false);
		anton.link?.cut();
		await anton.write('wartet');
		expect(await heldOf(anton.vault, stream.space)).toMatchObject({ outbox: 1, isUnconfirmed: false });
	});

	it('[X6] reports possible news, keeps how far the relay goes, and forgets it with the connection', async () => {
		const stream = await scene('member');
		const anton = await device(stream, 1, 'Anton');
		const [onNews, onCut] = [vi.fn(), vi.fn()];
		const watch = new Watch(fakeConnection().connection, anton.space.credentials, onNews, onCut);
		const { length, head } = anton.space.charter;
		const feed = '1'.repeat(32) as FeedId;
		watch.receive({ kind: 'joined', space: stream.space, length, head, feeds: [{ feed, seq: 3 }] });
		expect(onNews).toHaveBeenLastCalledWith(false);
		watch.receive({ kind: 'notice', space: stream.space, feed, seq: 4 });
		expect(watch.relay).toEqual(extentAt(length, [{ feed, seq: 4 }]));
		const told = onNews.mock.calls.length;
		watch.receive({ kind: 'pulled', space: stream.space });
		watch.receive({ kind: 'ack', space: stream.space, feed, seq: 9 });
		expect(onNews, 'a late answer to the previous joiner is no news').toHaveBeenCalledTimes(told);
		watch.receive({ kind: 'closed', space: stream.space, code: 'removed' });
		expect(onNews).toHaveBeenLastCalledWith(true);
		watch.disconnected();
		expect([watch.relay, onCut.mock.calls.length]).toEqual([null, 1]);
	});
});

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
		FakeWebSocket.last?.hear({ kind: 'joined', space, length: 1, head: new Uint8Array(32), feeds: [] });
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
});
