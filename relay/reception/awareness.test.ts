/** States of connections, and signs of life. */
import * as decoding from 'lib0/decoding';
import { afterEach, expect, it, vi } from 'vitest';
import type WebSocket from 'ws';
import { admit, Client, person, random } from '../../tests/support/relay/client';
import { eventually, setting, stock, tokenFor } from '../../tests/support/relay/reception';
import { writeAwareness } from './awareness';

afterEach(() => vi.restoreAllMocks());

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

function stateOf(raw: Uint8Array): string {
	const decoder = decoding.createDecoder(decoding.readVarUint8Array(decoding.createDecoder(raw.subarray(1))));
	decoding.readVarUint(decoder);
	return `${decoding.readVarUint(decoder)} ${decoding.readVarUint(decoder)} ${decoding.readVarString(decoder)}`;
}
