/** The socket, and what asks the relay before there is a space. SPEC.md X1, X3, X6. */
import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { device, scene, settle } from '../../../tests/support/devices';
import { Fault, Refusal } from '../base/fault';
import type { SpaceId } from '../base/ids';
import { freshSeed } from '../crypto/random';
import { encodeRelayFrame, NO_SPACE, type DeviceFrame, type RelayFrame } from '../wire/frames';
import { PROTOCOL_VERSION } from '../wire/limits';
import { fetchCharter } from './bootstrap';
import { Connection, type Joiner } from './connection';
import { credentials } from './member';
import { Watch } from './watch';

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
	it('[X3] takes one that verifies, in as many parts as it comes', async () => {
		const { made, space, seeds } = await scene('member');
		const relay = fakeConnection();
		const asked = fetchCharter(relay.connection, await credentials(space, seeds[1] ?? freshSeed(), freshSeed()));
		relay.say({ kind: 'joined', space, length: 1, head: new Uint8Array(32), feeds: [] });
		relay.say({ kind: 'charter', space, from: 0, records: made.records.map(({ bytes }) => bytes) });
		expect(await asked).toEqual(made.records);
		expect(relay.isAsking).toBe(false);
	});

	it('[X3] rejects with who is to act: no member, nonsense, silence', async () => {
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
	it('[X6] tells when the relay has or lacks something, and nothing otherwise', async () => {
		const stream = await scene('member');
		const anton = await device(stream, 1, 'Anton');
		anton.connect();
		await anton.write('x');
		await settle(stream);
		const [feed] = anton.space.feeds.values();
		if (!feed) throw new Error('no feed');
		const { length, head } = anton.space.charter;
		const told = async (frame: RelayFrame & { space: SpaceId }): Promise<boolean> => {
			const onNews = vi.fn();
			new Watch(fakeConnection().connection, anton.space.credentials, anton.vault, onNews).receive(frame);
			// What it compares with is in memory: turns of the loop, whatever else the machine has to do.
			for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
			return onNews.mock.calls.length > 0;
		};
		const joined = {
			kind: 'joined',
			space: stream.space,
			length,
			head,
			feeds: [{ feed: feed.id, seq: feed.seq }]
		} as const;
		expect(await told(joined)).toBe(false);
		expect(await told({ ...joined, feeds: [{ feed: feed.id, seq: feed.seq + 1 }] })).toBe(true);
		expect(await told({ ...joined, feeds: [] })).toBe(true);
		expect(await told({ ...joined, length: 2 })).toBe(true);
		expect(await told({ kind: 'notice', space: stream.space, feed: feed.id, seq: 9 })).toBe(true);
		anton.link?.cut();
		await anton.write('wartet');
		expect(await told(joined)).toBe(true);
	});
});

/** A browser's socket that does what the test says. */
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
	it('[X1] hands each space its own frames, and the others nothing', async () => {
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
});
