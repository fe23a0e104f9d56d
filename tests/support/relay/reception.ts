/** For tests: a centre's reception, with stock y-websocket clients in it. */
import { onTestFinished, vi } from 'vitest';
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { SpaceId } from '../../../src/lib/base/ids';
import { certifyDevice } from '../../../src/lib/wire/certificate';
import { makeToken } from '../../../src/lib/wire/challenge';
import type { Relay } from '../../../relay/relay';
import { admit, foundCentre, person, random, testRelay, type Centre, type Client, type Person } from './client';

/** A token for the reception, as stock clients send it. */
export async function tokenFor(centre: Centre, someone: Person, atMs = Date.now()): Promise<string> {
	const { space } = centre.reception;
	const certificate = await certifyDevice(space, someone.id, someone.key, someone.device.publicKey);
	return makeToken(space, certificate, someone.device, atMs, '127.0.0.1');
}

/** The unmodified stock client; closed when the test ends. */
export function stock(
	url: string,
	room: string,
	token: string | null
): { doc: Y.Doc; values: Y.Map<unknown>; provider: WebsocketProvider } {
	const doc = new Y.Doc();
	const provider = new WebsocketProvider(`ws://${url}/ws`, room, doc, {
		WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
		params: token === null ? {} : { token },
		disableBc: true
	});
	onTestFinished(() => provider.destroy());
	return { doc, values: doc.getMap('values'), provider };
}

/** Berta's centre with Mia as a reader of its reception; Berta's own client is in both. */
export async function setting(
	options: Parameters<typeof testRelay>[0] = {}
): Promise<{ relay: Relay & { url: string }; centre: Centre; client: Client; mia: Person; room: SpaceId }> {
	const relay = await testRelay(options);
	const founded = await foundCentre(relay);
	const mia = await person();
	const room = founded.reception.space;
	await founded.client.join(room, founded.berta);
	const record = await founded.reception.append(founded.berta, [
		admit(mia, 'reader'),
		{ kind: 'grant', member: mia.id, epoch: 1, sealed: random(80) }
	]);
	founded.client.send({ kind: 'charterPush', space: room, records: [record.bytes], final: 0 });
	await founded.client.next('done', ({ request }) => request === 'charterPush');
	return { relay, centre: founded, client: founded.client, mia, room };
}

/** Resolves to the result of `look` once it does not throw. */
export const eventually = <T>(look: () => T): Promise<T> => vi.waitFor(look, { timeout: 30_000, interval: 10 });
