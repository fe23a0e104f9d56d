/** Who is let into the reception, and put out again: the stock WebsocketProvider of y-websocket, unmodified. */
import { afterEach, expect, it, vi } from 'vitest';
import type WebSocket from 'ws';
import { admit, onAnotherDevice, person, random } from '../../tests/support/relay/client';
import { eventually, setting, stock, tokenFor } from '../../tests/support/relay/reception';

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
