/** For tests: a relay, a small client that speaks the protocol, and a centre with a stream. */
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';
import type { SpaceId } from '../../../src/lib/base/ids';
import { signingKey, type SigningKey } from '../../../src/lib/crypto/sign';
import { certifyDevice, type DeviceCertificate } from '../../../src/lib/wire/certificate';
import { answerChallenge, challengeOf, claimCentre, hostOf } from '../../../src/lib/wire/challenge';
import type { CharterOp } from '../../../src/lib/wire/charter-record';
import {
	decodeRelayFrame,
	encodeDeviceFrame,
	MESSAGE_TYPE,
	NO_SPACE,
	type DeviceFrame,
	type RelayFrame
} from '../../../src/lib/wire/frames';
import { logTo } from '../../../relay/settings/log';
import { startRelay, type Relay, type RelayOptions } from '../../../relay/relay';
import { memoryStore } from '../../../relay/store/memory';
import { admit, Chain, person, random, type Feed, type Person } from './people';

export * from './people';

/** A relay on a free port, with its log; it stops when the test ends. */
export async function testRelay(
	options: Partial<RelayOptions> = {}
): Promise<Relay & { url: string; lines: string[] }> {
	const lines: string[] = [];
	const log = logTo((line) => lines.push(line));
	const relay = await startRelay({
		store: memoryStore(),
		app: null,
		host: '127.0.0.1',
		port: 0,
		origins: [],
		log,
		...options
	});
	onTestFinished(() => relay.stop());
	return Object.assign(relay, { url: `127.0.0.1:${relay.port}`, lines });
}

/** After this long nothing will come any more, even on a busy machine. */
const IN_VAIN_MS = 30_000;

type Kind = RelayFrame['kind'];
type Got<K extends Kind> = Extract<RelayFrame, { kind: K }>;

/** One websocket to a relay. Frames wait in `inbox` until asked for. */
export class Client {
	readonly inbox: RelayFrame[] = [];
	/** Messages that are not our frames. */
	readonly stock: Uint8Array[] = [];
	closedWith: number | null = null;
	nonce: Uint8Array = new Uint8Array();
	readonly #listeners = new Set<() => void>();

	private constructor(readonly ws: WebSocket) {
		ws.on('message', (data: Buffer) => this.#arrived(new Uint8Array(data)));
		ws.on('close', (code) => {
			this.closedWith = code;
			this.#tell();
		});
		ws.on('error', () => this.#tell());
	}

	/** Connects and waits for the greeting. */
	static async connect(
		url: string,
		room = 'new',
		options: WebSocket.ClientOptions = {},
		host = hostOf(url) ?? ''
	): Promise<Client> {
		const client = new Client(new WebSocket(`ws://${url}/ws/${room}`, options));
		client.nonce = challengeOf((await client.next('hello')).nonce, host);
		return client;
	}

	/** Sends a frame. */
	send(frame: DeviceFrame): void {
		this.ws.send(encodeDeviceFrame(frame));
	}

	/** Takes the next frame of that kind out of the inbox; rejects if none comes. */
	async next<K extends Kind>(kind: K, fits: (frame: Got<K>) => boolean = () => true): Promise<Got<K>> {
		const find = (): Got<K> | undefined =>
			this.inbox.find((frame): frame is Got<K> => frame.kind === kind && fits(frame as Got<K>));
		await this.until(() => find() !== undefined || this.closedWith !== null).catch(() => undefined);
		const found = find();
		if (!found)
			throw new Error(
				`no ${kind}, but ${this.inbox.map(describe).join(', ') || 'nothing'} (closed: ${String(this.closedWith)})`
			);
		this.inbox.splice(this.inbox.indexOf(found), 1);
		return found;
	}

	/** Resolves once `holds` is true; rejects if it never is. */
	async until(holds: () => boolean): Promise<void> {
		if (holds()) return;
		await new Promise<void>((resolve, reject) => {
			const timer = setTimeout(() => {
				this.#listeners.delete(look);
				reject(new Error('waited in vain'));
			}, IN_VAIN_MS);
			const look = (): void => {
				if (!holds()) return;
				clearTimeout(timer);
				this.#listeners.delete(look);
				resolve();
			};
			this.#listeners.add(look);
		});
	}

	/** Sends a frame and waits until the relay has dealt with all earlier ones; what came until then is in the inbox. */
	async settle(): Promise<void> {
		this.send({ kind: 'ping' });
		await this.next('pong');
	}

	/** Asks to join a space; the answer is `joined` or `refused`. */
	async askToJoin(space: SpaceId, someone: Person, quiet: 0 | 1 = 0, certificate?: DeviceCertificate): Promise<void> {
		const signature = await answerChallenge(space, this.nonce, someone.device);
		const own = await certifyDevice(space, someone.id, someone.key, someone.device.publicKey);
		this.send({ kind: 'join', space, certificate: certificate ?? own, signature, quiet });
	}

	/** Joins a space. */
	async join(space: SpaceId, someone: Person, quiet: 0 | 1 = 0): Promise<Got<'joined'>> {
		await this.askToJoin(space, someone, quiet);
		return this.next('joined', (frame) => frame.space === space);
	}

	/** Pushes a feed's entries from number `first` on. */
	push(feed: Feed, first = 1, entries: readonly Uint8Array[] = feed.from(first)): void {
		this.send({ kind: 'push', space: feed.space, feed: feed.id, first, entries });
	}

	/** Closes, and waits until it is closed. */
	async close(): Promise<void> {
		this.ws.close();
		await this.until(() => this.closedWith !== null);
	}

	#arrived(raw: Uint8Array): void {
		const frame = raw[0] === MESSAGE_TYPE ? decodeRelayFrame(raw.subarray(1)) : null;
		if (frame === null) this.stock.push(raw);
		else if (frame.ok) this.inbox.push(frame.value);
		else throw new Error('the relay sent a frame that does not decode');
		this.#tell();
	}

	#tell(): void {
		for (const look of [...this.#listeners]) look();
	}
}

/** A founded centre: its root, its host, its chains. */
export interface Centre {
	readonly root: SigningKey;
	readonly berta: Person;
	readonly centre: Chain;
	readonly reception: Chain;
}

/** Berta's centre, not yet at any relay. */
export async function newCentre(more: readonly CharterOp[] = []): Promise<Centre> {
	const [root, berta] = [await signingKey(random(32)), await person()];
	return { root, berta, centre: await Chain.found(berta), reception: await Chain.found(berta, 'reception', more) };
}

/** Sends the frame that founds a centre; the answer is `done` or `refused`. */
export async function askToFound(client: Client, { root, centre, reception }: Centre, code: string): Promise<void> {
	const claim = await claimCentre(centre.space, reception.space, client.nonce, root);
	client.send({ kind: 'found', code, root: root.publicKey, claim, centre: centre.bytes, reception: reception.bytes });
}

/** Founds Berta's centre and joins it. */
export async function foundCentre(relay: {
	url: string;
	setupCode: string | null;
}): Promise<Centre & { client: Client }> {
	const centre = await newCentre();
	const client = await Client.connect(relay.url);
	await askToFound(client, centre, relay.setupCode ?? '');
	await client.next('done', ({ space }) => space === NO_SPACE);
	await client.join(centre.centre.space, centre.berta);
	return { ...centre, client };
}

/** Founds a space of that centre; nobody joins it yet. */
export async function createSpace(client: Client, centre: SpaceId, chain: Chain): Promise<void> {
	client.send({ kind: 'create', space: chain.space, centre, records: chain.bytes });
	await client.next('done', ({ space }) => space === chain.space);
}

function describe(frame: RelayFrame): string {
	return frame.kind === 'refused' ? `refused ${frame.request} ${frame.code}` : frame.kind;
}

/** A centre with a stream of Berta and Anton, each connected. */
export async function stream(options: Partial<RelayOptions> = {}) {
	const relay = await testRelay(options);
	const { client: berta, centre, berta: bertaInCentre, root, reception } = await foundCentre(relay);
	const [bertaHere, antonHere] = [await person(), await person()];
	const chain = await Chain.found(bertaHere);
	await chain.append(bertaHere, [
		admit(antonHere, 'member'),
		{ kind: 'grant', member: antonHere.id, epoch: 1, sealed: random(80) }
	]);
	await createSpace(berta, centre.space, chain);
	await berta.join(chain.space, bertaHere);
	const anton = await Client.connect(relay.url, reception.space);
	await anton.join(chain.space, antonHere);
	return { relay, berta, anton, bertaHere, antonHere, chain, centre, bertaInCentre, root, reception };
}
