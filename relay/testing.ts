/** For tests: people with keys, charters and feeds of theirs, and a small client that speaks the wire. */
import { randomBytes } from 'node:crypto';
import WebSocket from 'ws';
import type { FeedId, MemberId, SpaceId } from '../src/lib/base/ids';
import { signingKey, type SigningKey } from '../src/lib/crypto/sign';
import { certifyDevice, memberIdOf, type DeviceCertificate } from '../src/lib/wire/certificate';
import { answerChallenge, claimCentre } from '../src/lib/wire/challenge';
import { extend, type Charter } from '../src/lib/wire/charter';
import { signRecord, spaceIdOf, type CharterBody, type CharterOp, type CharterRecord, type Role } from '../src/lib/wire/charter-record';
import { feedIdOf, NO_ENTRY, signEntry, type Entry, type EntryHeader, type EntryKind } from '../src/lib/wire/entry';
import { decodeRelayFrame, encodeDeviceFrame, MESSAGE_TYPE, NO_SPACE, type DeviceFrame, type RelayFrame } from '../src/lib/wire/frames';
import { logTo } from './log';
import { startRelay, type Relay, type RelayOptions } from './relay';
import { memoryStore } from './store/memory';

/** Random bytes as a plain array. */
export function random(length: number): Uint8Array<ArrayBuffer> {
	return new Uint8Array(randomBytes(length));
}

/** A relay on a free port, with its log. */
export async function testRelay(options: Partial<RelayOptions> = {}): Promise<Relay & { url: string; lines: string[] }> {
	const lines: string[] = [];
	const log = logTo((line) => lines.push(line));
	const relay = await startRelay({ store: memoryStore(), app: null, host: '127.0.0.1', port: 0, origins: [], log, ...options });
	return Object.assign(relay, { url: `127.0.0.1:${relay.port}`, lines });
}

/** Somebody's keys in one space: a member key and a device. */
export interface Person {
	readonly key: SigningKey;
	readonly device: SigningKey;
	readonly id: MemberId;
}

/** A person with fresh keys. */
export async function person(): Promise<Person> {
	const key = await signingKey(random(32));
	return { key, device: await signingKey(random(32)), id: memberIdOf(key.publicKey) };
}

/** The same person with another device. */
export async function onAnotherDevice(someone: Person): Promise<Person> {
	return { ...someone, device: await signingKey(random(32)) };
}

/** The op that admits a person. */
export function admit(someone: Person, role: Role): CharterOp {
	return { kind: 'admit', sign: someone.key.publicKey, seal: random(32), role };
}

/** A charter under construction; keeps all its records. */
export class Chain {
	private constructor(
		readonly records: CharterRecord[],
		public charter: Charter
	) {}

	/** Founds a space with `host` and the first epoch. */
	static async found(host: Person, form: 'feeds' | 'reception' = 'feeds', more: readonly CharterOp[] = []): Promise<Chain> {
		const genesis: CharterOp = { kind: 'genesis', form: form === 'feeds' ? 0 : 1, nonce: random(16) };
		const epoch: readonly CharterOp[] = [{ kind: 'epoch', number: 1 }, { kind: 'grant', member: host.id, epoch: 1, sealed: random(80) }];
		const body: CharterBody = {
			version: 1,
			previous: new Uint8Array(32),
			index: 0,
			atMs: 0,
			signer: host.id,
			ops: [genesis, admit(host, 'host'), ...epoch, ...more]
		};
		const record = await signRecord(null, body, host.key);
		return new Chain([record], value(await extend(null, record)));
	}

	get space(): SpaceId {
		return this.charter.space;
	}

	/** The bytes of all records. */
	get bytes(): Uint8Array[] {
		return this.records.map(({ bytes }) => bytes);
	}

	/** A signed next record, right or wrong; it is not appended. */
	draft(signer: Person, ops: readonly CharterOp[]): Promise<CharterRecord> {
		const { head, length } = this.charter;
		return signRecord(this.space, { version: 1, previous: head, index: length, atMs: length, signer: signer.id, ops }, signer.key);
	}

	/** Appends a record that is right. */
	async append(signer: Person, ops: readonly CharterOp[]): Promise<CharterRecord> {
		const record = await this.draft(signer, ops);
		this.charter = value(await extend(this.charter, record));
		this.records.push(record);
		return record;
	}

	/** The ops of a new epoch for these members. */
	epochFor(...people: readonly Person[]): CharterOp[] {
		const number = this.charter.epoch + 1;
		return [{ kind: 'epoch', number }, ...people.map(({ id }): CharterOp => ({ kind: 'grant', member: id, epoch: number, sealed: random(80) }))];
	}
}

/** The id of the space that a record founds. */
export const spaceOf = spaceIdOf;

/** A feed under construction; keeps all its entries. */
export class Feed {
	readonly entries: Entry[] = [];

	private constructor(
		readonly space: SpaceId,
		readonly author: Person,
		readonly id: FeedId
	) {}

	/** Opens a feed. */
	static async open(space: SpaceId, author: Person, epoch = 1): Promise<Feed> {
		const nonce = random(16);
		const feed = new Feed(space, author, feedIdOf(space, author.device.publicKey, nonce));
		const certificate = await certifyDevice(space, author.id, author.key, author.device.publicKey);
		await feed.add('open', { epoch, nonce, certificate });
		return feed;
	}

	/** The bytes of all entries from the one with number `first` on. */
	from(first: number): Uint8Array[] {
		return this.entries.slice(first - 1).map(({ bytes }) => bytes);
	}

	/** Writes the next entry. */
	async write(sealed: Uint8Array = random(64), epoch = 1, kind: Exclude<EntryKind, 'open'> = 'update'): Promise<Entry> {
		return this.add(kind, { epoch }, sealed);
	}

	/** Signs an entry that is not appended. */
	async draft(kind: EntryKind, fields: object, sealed: Uint8Array = random(64)): Promise<Entry> {
		const last = this.entries.at(-1);
		const common = { version: 1, feed: this.id, seq: this.entries.length + 1, epoch: 1, previous: last?.hash ?? NO_ENTRY, blobs: [] };
		return signEntry(this.space, { kind, ...common, ...fields } as EntryHeader, sealed, this.author.device);
	}

	private async add(kind: EntryKind, fields: object, sealed?: Uint8Array): Promise<Entry> {
		const entry = await this.draft(kind, fields, sealed);
		this.entries.push(entry);
		return entry;
	}
}

type Kind = RelayFrame['kind'];
type Got<K extends Kind> = Extract<RelayFrame, { kind: K }>;

/** One websocket to a relay. Frames wait in `inbox` until they are asked for. */
export class Client {
	readonly inbox: RelayFrame[] = [];
	/** Messages that are no frames of ours. */
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
	static async connect(url: string, room = 'new', options: WebSocket.ClientOptions = {}): Promise<Client> {
		const client = new Client(new WebSocket(`ws://${url}/ws/${room}`, options));
		client.nonce = (await client.next('hello')).nonce;
		return client;
	}

	/** Sends a frame. */
	send(frame: DeviceFrame): void {
		this.ws.send(encodeDeviceFrame(frame));
	}

	/** The next frame of that kind, taken out of the inbox; rejects when none comes. */
	async next<K extends Kind>(kind: K, fits: (frame: Got<K>) => boolean = () => true, withinMs = 4_000): Promise<Got<K>> {
		const find = (): Got<K> | undefined => this.inbox.find((frame): frame is Got<K> => frame.kind === kind && fits(frame as Got<K>));
		await this.until(() => find() !== undefined || this.closedWith !== null, withinMs).catch(() => undefined);
		const found = find();
		if (!found) throw new Error(`no ${kind}, but ${this.inbox.map(describe).join(', ') || 'nothing'} (closed: ${String(this.closedWith)})`);
		this.inbox.splice(this.inbox.indexOf(found), 1);
		return found;
	}

	/** Resolves once `holds`; rejects after `withinMs`. */
	async until(holds: () => boolean, withinMs = 4_000): Promise<void> {
		if (holds()) return;
		await new Promise<void>((resolve, reject) => {
			const timer = setTimeout(() => {
				this.#listeners.delete(look);
				reject(new Error('waited in vain'));
			}, withinMs);
			const look = (): void => {
				if (!holds()) return;
				clearTimeout(timer);
				this.#listeners.delete(look);
				resolve();
			};
			this.#listeners.add(look);
		});
	}

	/** Sends a frame and waits for the relay to have dealt with all before; what came until then is in the inbox. */
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

	/** Pushes entries of a feed from number `first` on. */
	push(feed: Feed, first = 1, entries: readonly Uint8Array[] = feed.from(first)): void {
		this.send({ kind: 'push', space: feed.space, feed: feed.id, first, entries });
	}

	/** Closes and waits until it is. */
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
export async function foundCentre(relay: { url: string; setupCode: string | null }): Promise<Centre & { client: Client }> {
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

function value<T>(read: { ok: true; value: T } | { ok: false; why: string }): T {
	if (!read.ok) throw new Error(read.why);
	return read.value;
}

function describe(frame: RelayFrame): string {
	return frame.kind === 'refused' ? `refused ${frame.request} ${frame.code}` : frame.kind;
}
