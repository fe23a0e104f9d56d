/** The reception: the stock WebsocketProvider of y-websocket, unmodified, and our own clients. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { afterEach, expect, it, vi } from 'vitest';
import type WebSocket from 'ws';
import * as Y from 'yjs';
import { memoryStore } from '../store/memory';
import { admit, Client, onAnotherDevice, person, random, testRelay } from '../../tests/support/relay/client';
import { eventually, setting, stock, tokenFor } from '../../tests/support/relay/reception';
import { writeAwareness } from './awareness';

afterEach(() => vi.restoreAllMocks());

it('[R2] stock clients with a token sync the reception, hear of each other, and leave no noise', async () => {
	const noise = vi.spyOn(console, 'error');
	const { relay, centre, room } = await setting();
	const [a, b] = [
		stock(relay.url, room, await tokenFor(centre, centre.berta)),
		stock(relay.url, room, await tokenFor(centre, await onAnotherDevice(centre.berta)))
	];
	a.values.set('name', 'sealed');
	await eventually(() => expect(b.values.get('name')).toBe('sealed'));
	b.values.set('name', 'sealed again');
	// y-protocols' very first state has clock 0, which no peer accepts.
	a.provider.awareness.setLocalStateField('sealed', 'aaa');
	b.provider.awareness.setLocalStateField('sealed', 'bbb');
	await eventually(() => {
		expect(a.values.get('name')).toBe('sealed again');
		expect(a.provider.synced && b.provider.synced).toBe(true);
		expect(b.provider.awareness.getStates().get(a.doc.clientID)).toEqual({ sealed: 'aaa' });
		expect(a.provider.awareness.getStates().has(b.doc.clientID)).toBe(true);
	});
	// Cut off without a goodbye: the relay says so.
	(a.provider.ws as unknown as WebSocket).terminate();
	a.provider.shouldConnect = false;
	await eventually(() => expect(b.provider.awareness.getStates().has(a.doc.clientID)).toBe(false));
	expect(noise).not.toHaveBeenCalled();
});

it('[R2] an old, foreign or mangled token closes for good', async () => {
	const [{ relay, centre, room }, stranger] = [await setting(), await person()];
	const tokens = [
		await tokenFor(centre, centre.berta, Date.now() - 3_600_000),
		await tokenFor(centre, stranger),
		'nonsense',
		''
	];
	for (const token of tokens) {
		const { provider } = stock(relay.url, room, token);
		const code = await new Promise((resolve) => provider.on('closed', ({ code }) => resolve(code)));
		expect(code).toBe(4401);
	}
});

it('[R13] a reader reads; updates by readers and strangers go nowhere', async () => {
	const { relay, centre, mia, room } = await setting();
	const berta = stock(relay.url, room, await tokenFor(centre, centre.berta));
	berta.values.set('name', 'sealed');
	const reader = stock(relay.url, room, await tokenFor(centre, mia));
	await eventually(() => expect(reader.values.get('name')).toBe('sealed'));
	reader.values.set('name', 'mine');
	reader.provider.awareness.setLocalStateField('x', 1);
	// Without a token it gets our greeting, which it does not understand.
	vi.spyOn(console, 'error').mockImplementation(() => undefined);
	const stranger = stock(relay.url, room, null);
	stranger.values.set('name', 'nobody');
	// Neither may have any effect in this time.
	await new Promise((resolve) => setTimeout(resolve, 200));
	expect(stranger.values.get('name')).toBe('nobody');
	expect(stranger.provider.synced).toBe(false);
	berta.values.set('hours', 'sealed too');
	await eventually(() => expect(reader.values.get('hours')).toBe('sealed too'));
	expect(berta.values.get('name')).toBe('sealed');
	expect([...berta.provider.awareness.getStates().keys()]).toEqual([berta.doc.clientID]);
});

it('[R13] our own clients speak the same messages once they have joined, and are asked for what they have', async () => {
	const { relay, centre, room } = await setting();
	const doc = new Y.Doc();
	doc.getMap('values').set('card', 'sealed');
	const own = await Client.connect(relay.url, room);
	own.ws.send(sync(1, Y.encodeStateAsUpdate(doc)));
	await own.settle();
	await own.join(room, await onAnotherDevice(centre.berta));
	await own.until(() => own.stock.length > 0);
	expect(own.stock[0]?.slice(0, 2)).toEqual(Uint8Array.of(0, 0));
	own.ws.send(sync(1, Y.encodeStateAsUpdate(doc)));
	const other = stock(relay.url, room, await tokenFor(centre, centre.berta));
	await eventually(() => expect(other.values.get('card')).toBe('sealed'));
});

it('[R13] an update that fails the gate changes nothing: foreign roots, gaps, rewritten clocks, noise', async () => {
	const { relay, centre, room } = await setting();
	const [own, other] = [
		await Client.connect(relay.url, room),
		stock(relay.url, room, await tokenFor(centre, centre.berta))
	];
	await own.join(room, await onAnotherDevice(centre.berta));
	other.values.set('name', 'sealed');
	const [foreign, later] = [new Y.Doc(), new Y.Doc()];
	foreign.getMap('other').set('a', 1);
	later.getMap('values').set('a', 1);
	const seen = Y.encodeStateVector(later);
	later.getMap('values').set('b', 1);
	const hostile = [
		Y.encodeStateAsUpdate(foreign),
		Y.encodeStateAsUpdate(later, seen),
		random(300),
		Uint8Array.of(0, 1, 1, 1, 0, 5)
	];
	for (const update of hostile) own.ws.send(sync(2, update));
	for (const message of [[0], [0, 9, 1, 1], [0, 2, 255, 255, 255], [1], [1, 4, 1, 1, 1, 1], [3]])
		own.ws.send(Uint8Array.from(message));
	await own.settle();
	const fresh = stock(relay.url, room, await tokenFor(centre, centre.berta));
	await eventually(() => expect(fresh.values.get('name')).toBe('sealed'));
	expect(fresh.values.size).toBe(1);
	expect(own.closedWith).toBeNull();
});

it('[R13] accepted updates are there after a restart, however many there were', async () => {
	const store = memoryStore();
	const { relay, centre, room } = await setting({ store });
	const first = stock(relay.url, room, await tokenFor(centre, centre.berta));
	await eventually(() => expect(first.provider.synced).toBe(true));
	for (let i = 0; i < 450; i++) first.values.set(`key ${i % 7}`, i);
	const second = stock(relay.url, room, await tokenFor(centre, centre.berta));
	await eventually(() => expect(second.values.toJSON()).toEqual(first.values.toJSON()));
	await relay.stop();
	expect((await store.range('receptions', { prefix: new Uint8Array(), maxRows: 1000 })).length).toBeLessThan(220);
	const next = await testRelay({ store });
	const third = stock(next.url, room, await tokenFor(centre, centre.berta));
	await eventually(() => expect(third.values.toJSON()).toEqual(first.values.toJSON()));
});

it('[R14] a state belongs to its connection: others neither change nor end it, and old ones do nothing', async () => {
	const { relay, centre, client, room } = await setting();
	const cem = await person();
	const record = await centre.reception.append(centre.berta, [
		admit(cem, 'member'),
		{ kind: 'grant', member: cem.id, epoch: 1, sealed: random(80) }
	]);
	client.send({ kind: 'charterPush', space: room, records: [record.bytes], final: 0 });
	await client.next('done', ({ request }) => request === 'charterPush');
	const [berta, other] = [await Client.connect(relay.url, room), await Client.connect(relay.url, room)];
	await berta.join(room, centre.berta);
	await other.join(room, cem);
	const states = (of: Client): string[] => of.stock.filter(([type]) => type === 1).map(stateOf);
	berta.ws.send(writeAwareness([{ client: 7, clock: 5, state: '{"a":1}' }]));
	await other.until(() => states(other).length === 1);
	for (const [clock, state] of [
		[6, '{"forged":1}'],
		[9, 'null']
	] as const)
		other.ws.send(writeAwareness([{ client: 7, clock, state }]));
	for (const state of ['not json', '"text"', '7']) other.ws.send(writeAwareness([{ client: 8, clock: 1, state }]));
	await other.settle();
	berta.ws.send(writeAwareness([{ client: 7, clock: 4, state: '{"old":1}' }]));
	await berta.settle();
	expect(states(other)).toEqual(['7 5 {"a":1}']);
	// Its author hears it too: the stock client takes silence for a dead connection.
	expect(states(berta)).toEqual(['7 5 {"a":1}']);
	await berta.close();
	await other.until(() => states(other).at(-1) === '7 6 null');
});

it('[R14] something is sent to everybody often enough, in a form that each understands', async () => {
	const noise = vi.spyOn(console, 'error');
	const { relay, centre, client, room } = await setting({ limits: { keepAliveMs: 60 } });
	const { provider } = stock(relay.url, room, await tokenFor(centre, centre.berta));
	await eventually(() => expect(provider.synced).toBe(true));
	client.inbox.length = 0;
	let messages = 0;
	(provider.ws as unknown as WebSocket).on('message', () => messages++);
	await eventually(() => expect(messages).toBeGreaterThan(2));
	await client.until(() => client.inbox.filter(({ kind }) => kind === 'pong').length > 2);
	expect(provider.wsconnected).toBe(true);
	expect(noise).not.toHaveBeenCalled();
});

it('[R18] repeated questions get a snapshot only now and then', async () => {
	let nowMs = Date.now();
	const { relay, centre, room } = await setting({ limits: { snapshotMs: 50 }, now: () => nowMs });
	const berta = stock(relay.url, room, await tokenFor(centre, centre.berta));
	await eventually(() => expect(berta.provider.synced).toBe(true));
	for (let i = 0; i < 8; i++) berta.values.set(`picture ${i}`, random(60_000));
	const own = await Client.connect(relay.url, room);
	await own.join(room, await onAnotherDevice(centre.berta));
	await own.until(() => own.stock.length > 0);
	own.stock.length = 0;
	for (let i = 0; i < 300; i++) own.ws.send(sync(0, Uint8Array.of(0)));
	await own.settle();
	const snapshots = (): number => own.stock.filter(({ length, 0: type }) => type === 0 && length > 100_000).length;
	expect(snapshots()).toBe(2);
	nowMs += 10_000;
	await own.until(() => snapshots() === 3);
	// Only the last question waited: another one would have been answered in this time.
	await new Promise((resolve) => setTimeout(resolve, 200));
	expect(snapshots()).toBe(3);
});

it('[R8] a removed counsellor is out of the reception, whichever way she came', async () => {
	const noise = vi.spyOn(console, 'error');
	const { relay, centre, client, room } = await setting();
	const cem = await person();
	const { reception, berta } = centre;
	const records = [
		await reception.append(berta, [
			admit(cem, 'member'),
			{ kind: 'grant', member: cem.id, epoch: 1, sealed: random(80) }
		])
	];
	client.send({ kind: 'charterPush', space: room, records: records.map(({ bytes }) => bytes), final: 0 });
	await client.next('done', ({ request }) => request === 'charterPush');
	const { provider } = stock(relay.url, room, await tokenFor(centre, cem));
	await eventually(() => expect(provider.synced).toBe(true));
	const closed = new Promise((resolve) => provider.on('closed', ({ code }) => resolve(code)));
	const readers = [...reception.charter.members.values()].filter(({ id }) => id !== cem.id);
	const removal = await reception.append(berta, [
		{ kind: 'remove', member: cem.id, fences: [] },
		{ kind: 'epoch', number: 2 },
		...readers.map(({ id }) => ({ kind: 'grant', member: id, epoch: 2, sealed: random(80) }) as const)
	]);
	client.send({ kind: 'charterPush', space: room, records: [removal.bytes], final: 0 });
	expect(await closed).toBe(4403);
	// It is not sent our frames.
	expect(noise).not.toHaveBeenCalled();
});

function sync(step: number, data: Uint8Array): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, 0);
	encoding.writeVarUint(encoder, step);
	encoding.writeVarUint8Array(encoder, data);
	return encoding.toUint8Array(encoder);
}

function stateOf(raw: Uint8Array): string {
	const decoder = decoding.createDecoder(decoding.readVarUint8Array(decoding.createDecoder(raw.subarray(1))));
	decoding.readVarUint(decoder);
	return `${decoding.readVarUint(decoder)} ${decoding.readVarUint(decoder)} ${decoding.readVarString(decoder)}`;
}
