/** For tests: frames that nobody honest sends, against a live relay used by honest people. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { expect } from 'vitest';
import type { FeedId } from '../../../src/lib/base/ids';
import { encodeDeviceFrame, type DeviceFrame } from '../../../src/lib/wire/frames';
import { pick, seeded, type Random } from '../../torture/random';
import { Client, Feed, onAnotherDevice, type stream } from './client';

type Scene = Awaited<ReturnType<typeof stream>>;

/** Sends `count` mutants from `seed` on, as a stranger and as a member; Berta and Anton must not notice. */
export async function fuzz(scene: Scene, count: number, seed: number): Promise<{ closed: number }> {
	const random = seeded(seed);
	const { relay, anton, berta, antonHere, chain, reception } = scene;
	const seeds = await samples(scene);
	const honest = await Feed.open(chain.space, antonHere);
	const outcome = { closed: 0 };
	const eve = await onAnotherDevice(antonHere);
	let [stranger, member] = [await Client.connect(relay.url), await Client.connect(relay.url, reception.space)];
	await member.join(chain.space, eve);
	for (let i = 0; i < count; i++) {
		const isMember = i % 2 === 0;
		let client = isMember ? member : stranger;
		if (client.ws.readyState !== client.ws.OPEN) {
			outcome.closed++;
			client = await Client.connect(relay.url, isMember ? reception.space : 'new');
			if (isMember) {
				await client.join(chain.space, eve);
				member = client;
			} else stranger = client;
		}
		client.ws.send(mutant(random, pick(random, seeds)));
		client.inbox.length = 0;
		if (i % 100 !== 99) continue;
		if (i > 100) await honest.write();
		anton.push(honest, i > 100 ? honest.entries.length : 1);
		await anton.next('ack', ({ feed, seq }) => feed === honest.id && seq === honest.entries.length);
		await berta.until(() => berta.inbox.some((frame) => frame.kind === 'entries' && frame.feed === honest.id));
		berta.inbox.length = 0;
	}
	for (const client of [stranger, member]) client.ws.terminate();
	const late = await Client.connect(relay.url);
	await late.join(chain.space, await onAnotherDevice(scene.bertaHere));
	late.send({ kind: 'pull', space: chain.space, have: [], brief: 0 });
	await late.next('pulled');
	const kept = late.inbox.flatMap((frame) =>
		frame.kind === 'entries' && frame.feed === honest.id ? frame.entries : []
	);
	expect(kept, `seed ${seed}`).toEqual(honest.from(1));
	expect(
		scene.relay.lines.filter((line) => line.includes('unexpected')),
		`seed ${seed}`
	).toEqual([]);
	return outcome;
}

/** One valid message of each kind, to be corrupted. */
async function samples({ chain, centre, antonHere, reception }: Scene): Promise<Uint8Array[]> {
	const feed = await Feed.open(chain.space, antonHere);
	await feed.write();
	const opening = feed.entries[0]?.header;
	const certificate =
		opening?.kind === 'open'
			? opening.certificate
			: { member: antonHere.id, device: new Uint8Array(32), signature: new Uint8Array(64) };
	const { space } = chain;
	const frames: DeviceFrame[] = [
		{ kind: 'join', space, certificate, signature: new Uint8Array(64), quiet: 0 },
		{ kind: 'leave', space: reception.space },
		{ kind: 'pull', space, have: [{ feed: feed.id, seq: 1 }], brief: 0 },
		{ kind: 'push', space, feed: feed.id, first: 1, entries: feed.from(1) },
		{ kind: 'push', space, feed: '0'.repeat(32) as FeedId, first: 2, entries: feed.from(2) },
		{ kind: 'charterPull', space, from: 1 },
		{ kind: 'charterPush', space, records: chain.bytes, final: 0 },
		{ kind: 'create', space, centre: centre.space, records: chain.bytes },
		{
			kind: 'found',
			code: 'x',
			root: new Uint8Array(32),
			claim: new Uint8Array(64),
			centre: centre.bytes,
			reception: reception.bytes
		},
		{ kind: 'presence', space, body: new Uint8Array(20) },
		{ kind: 'ping' }
	];
	const stock = [
		[0, 0, 1, 0],
		[0, 2, 6, 1, 1, 5, 0, 4, 1],
		[1, 5, 1, 7, 1, 2, 123, 125],
		[3],
		[2, 0],
		[255, 255, 255, 255, 15]
	];
	return [...frames.map(encodeDeviceFrame), ...stock.map((bytes) => Uint8Array.from(bytes))];
}

function mutant(random: Random, sample: Uint8Array): Uint8Array {
	const bytes = [...sample];
	for (let edits = random(4); edits > 0; edits--) {
		const at = random(bytes.length + 1);
		switch (random(6)) {
			case 0:
				bytes[at] = random(256);
				break;
			case 1:
				bytes.length = at;
				break;
			case 2:
				bytes.splice(at, random(4), ...Array.from({ length: random(6) }, () => random(256)));
				break;
			case 3:
				bytes.splice(at, 0, 255, 255, 255, 255, 255, 255, 255, 15);
				break;
			case 4:
				bytes.push(...sample.subarray(random(sample.length)));
				break;
			default:
				bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
		}
	}
	return Uint8Array.from(bytes);
}

/** Broken websocket frames, masked with zeros: name and bytes (RFC 6455 §5.2). */
export const BAD_FRAMES: readonly (readonly [name: string, bytes: readonly number[]])[] = [
	['reserved bits', [0xf2, 0x80, 0, 0, 0, 0]],
	['an unknown opcode', [0x83, 0x80, 0, 0, 0, 0]],
	['no mask', [0x82, 0x04, 1, 2, 3, 4]],
	['a length of 2^63', [0x82, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255]],
	['a length of 2^40', [0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
	['a forbidden closing code', [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xed]],
	['a closing code of one byte', [0x88, 0x81, 0, 0, 0, 0, 3]],
	['a ping in parts', [0x09, 0x80, 0, 0, 0, 0]],
	['a continuation of nothing', [0x80, 0x80, 0, 0, 0, 0]],
	['text that is no UTF-8', [0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe]]
];

/** Sends raw bytes after the handshake and waits for the relay to hang up. */
export async function sendRaw(client: Client, bytes: readonly number[]): Promise<void> {
	const { _socket: socket } = client.ws as unknown as { _socket: Socket };
	const closed = once(socket, 'close');
	socket.write(Uint8Array.from(bytes));
	await closed;
}
