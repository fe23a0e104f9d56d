/** Eve runs her own relay and forwards what the real one says. SPEC.md R36. */
import { expect, it } from 'vitest';
import { foundCentre, Client, person, newCentre, askToFound, testRelay } from '../../tests/support/relay/client';
import { makeToken } from '../../src/lib/wire/challenge';
import { certifyDevice } from '../../src/lib/wire/certificate';
import { memoryStore } from '../store/memory';
import { readHosts } from './hosts';

const OWN = { headers: { host: 'chat.example.org' } };

it('[R36] an answer meant for another host lets nobody in, whatever name the forwarder uses', async () => {
	const relay = await testRelay({ hosts: ['chat.example.org'] });
	const { centre, berta } = await foundCentre(relay);
	// Berta's device answers at evil.example; Eve forwards it
	const honest = await Client.connect(relay.url, 'new', OWN, 'evil.example');
	await honest.askToJoin(centre.space, berta);
	expect((await honest.next('refused')).code).toBe('bad-signature');
	await expect(
		Client.connect(relay.url, 'new', { headers: { host: 'evil.example' } }, 'evil.example')
	).rejects.toThrow();
	expect(relay.lines.join('')).toContain('connection refused: another host');
	const right = await Client.connect(relay.url, 'new', OWN, 'chat.example.org');
	await right.join(centre.space, berta);
});

it('[R36] nor does a token for another host', async () => {
	const relay = await testRelay({ hosts: ['chat.example.org'] });
	const { centre, berta } = await foundCentre(relay);
	const certificate = await certifyDevice(centre.space, berta.id, berta.key, berta.device.publicKey);
	const status = async (host: string): Promise<number> => {
		const token = await makeToken(centre.space, certificate, berta.device, Date.now(), host);
		const response = await fetch(`http://${relay.url}/v1/blobs`, { headers: { authorization: `Bearer ${token}` } });
		return response.status;
	};
	expect(await status('127.0.0.1')).toBe(200);
	expect(await status('evil.example')).toBe(401);
});

it('[R36] without a list, the founding name counts, even after a restart', async () => {
	const store = memoryStore();
	const relay = await testRelay({ store: { ...store, close: () => Promise.resolve() } });
	const founder = await Client.connect(relay.url, 'new', OWN, 'chat.example.org');
	const made = await newCentre();
	await askToFound(founder, made, relay.setupCode ?? '');
	await founder.next('done');
	await founder.join(made.centre.space, made.berta);
	const other = { headers: { host: 'evil.example' } };
	await expect(Client.connect(relay.url, 'new', other, 'evil.example')).rejects.toThrow();
	const hosts = await readHosts(store, []);
	expect(hosts.of(OWN)).toBe('chat.example.org');
	expect(hosts.of({ headers: { host: 'CHAT.example.org:8443' } })).toBe('chat.example.org');
	expect(hosts.of(other)).toBeNull();
	expect(hosts.of({ headers: {} })).toBeNull();
	expect(hosts.of({ headers: { host: 'localhost:8080' } }), 'this machine').toBe('localhost');
	expect((await readHosts(store, ['www.example.org'])).of(OWN), 'a list is exhaustive').toBeNull();
	expect((await readHosts(memoryStore(), [])).of(other), 'nothing is founded yet').toBe('evil.example');
	expect((await person()).id).toHaveLength(32);
});
