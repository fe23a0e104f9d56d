/** Updates of the reception, by stock clients and by our own. */
import * as encoding from 'lib0/encoding';
import { afterEach, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { memoryStore } from '../store/memory';
import { Client, onAnotherDevice, random, testRelay } from '../../tests/support/relay/client';
import { eventually, setting, stock, tokenFor } from '../../tests/support/relay/reception';

afterEach(() => vi.restoreAllMocks());

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

function sync(step: number, data: Uint8Array): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, 0);
	encoding.writeVarUint(encoder, step);
	encoding.writeVarUint8Array(encoder, data);
	return encoding.toUint8Array(encoder);
}
