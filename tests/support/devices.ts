/** People with devices, for tests of sync: a space, its members, and what each of their devices keeps. */
import { freshSeed } from '../../src/lib/crypto/random';
import type { MemberId, Seed, SpaceId } from '../../src/lib/base/ids';
import { countMessages, markOf, raiseMarks, writeMessage } from '../../src/lib/domain/stream-document';
import { writeFact, type FactKey } from '../../src/lib/domain/stream-facts';
import { Timeline, type PlacedMessage } from '../../src/lib/domain/timeline';
import type { Holding, Policy } from '../../src/lib/sync/space/documents';
import { foundSpace, newMember, type NewSpace } from '../../src/lib/sync/keys/founding';
import { credentials, memberKeys } from '../../src/lib/sync/keys/member';
import { compose, leaseFeed } from '../../src/lib/sync/space/outbox';
import { Replica } from '../../src/lib/sync/exchange/replica';
import { keptRows } from '../../src/lib/sync/space/kept-rows';
import { Space } from '../../src/lib/sync/space/space';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import { SealedRows } from '../../src/lib/sync/vault/sealed';
import type { Vault } from '../../src/lib/sync/vault/vault';
import { OpenSpace, type Acting } from '../../src/lib/state/session/open-space';
import { fillFrom } from './archived';
import { TestVault } from './failing-vault';
import type { Role } from '../../src/lib/wire/charter-record';
import { STREAM_POLICY } from './policies';
import { Rolf, type Link } from './network';
import { charterChanges, documentOf } from '../../src/lib/sync/vault/naming';
import type { SpaceEvent } from '../../src/lib/sync/space/events';
import type { ReplicaNews } from '../../src/lib/sync/exchange/channel';

/** A founded stream: its charter and the secret of each member. */
export interface Scene {
	readonly rolf: Rolf;
	readonly made: NewSpace;
	readonly space: SpaceId;
	readonly seeds: readonly Seed[];
	readonly devices: Device[];
	nowMs: number;
}

/** A space with a host and others, known to the relay. */
export async function scene(...others: readonly Role[]): Promise<Scene> {
	const rolf = await Rolf.open();
	const host = await memberKeys(freshSeed());
	const made = await foundSpace(
		'feeds',
		host,
		await Promise.all(others.map((role) => newMember(role))),
		1_700_000_000_000
	);
	await rolf.adopt(made.space, made.records);
	return {
		rolf,
		made,
		space: made.space,
		seeds: made.members.map(({ seed }) => seed),
		devices: [],
		nowMs: 1_700_000_000_000
	};
}

/** What a device was told. */
export interface News {
	readonly news: ReplicaNews;
	readonly code: string | undefined;
}

/** One device of one member: what it keeps outlives the open space. */
export class Device {
	space!: Space;
	replica!: Replica;
	vault: TestVault;
	link: Link | null = null;
	timeline = new Timeline();
	readonly news: News[] = [];
	readonly events: SpaceEvent[] = [];
	readonly timers: { task: () => void; afterMs: number }[] = [];
	isOpen = false;
	/** Whether somebody else made its keys. */
	isOffered = false;
	/** Which documents it holds once it is opened again. */
	holding: Holding = 'all';
	onNews: (news: ReplicaNews, code?: string) => void = () => undefined;
	/** What its first entries introduce it with. */
	introduction: (space: Space) => Promise<Uint8Array> = () => Promise.resolve(new Uint8Array([1]));

	constructor(
		readonly scene: Scene,
		readonly name: string,
		readonly seed: Seed,
		readonly deviceSeed: Seed,
		readonly policy: Policy,
		readonly disk: Vault,
		readonly member?: MemberId
	) {
		this.vault = new TestVault(disk);
	}

	/** Opens what the disk holds. */
	async open(): Promise<this> {
		this.vault = new TestVault(this.disk);
		const rows = await SealedRows.under(this.vault, new Uint8Array(32).fill(7));
		const made = await credentials(this.scene.space, this.seed, this.deviceSeed, this.member);
		const keys = { ...made, isOffered: this.isOffered };
		if ((await this.vault.list('charters', this.scene.space)).length === 0) {
			await this.vault.commit(charterChanges(this.scene.space, this.scene.made.records));
		}
		const { policy, holding, vault } = this;
		const kept = await keptRows(rows, made.space, holding === 'all' ? undefined : documentOf(made.member));
		this.space = await Space.open(rows, keys, policy, () => this.scene.nowMs, kept, holding);
		const channel = {
			send: (frame: Parameters<Link['send']>[0]) => !vault.isDead && (this.link?.send(frame) ?? false),
			centre: null,
			later: (task: () => void, afterMs: number) => void this.timers.push({ task, afterMs })
		};
		this.replica = new Replica(
			this.space,
			channel,
			() => this.introduction(this.space),
			(news, code) => {
				this.news.push({ news, code });
				this.onNews(news, code);
			}
		);
		this.space.listen((event) => {
			this.events.push(event);
			// like an open stream, before anything of it is archived
			if (event.kind === 'content') this.absorb();
		});
		this.timeline = new Timeline();
		this.absorb();
		await fillFrom(rows, this.scene.space, this.timeline);
		this.isOpen = true;
		return this;
	}

	/** The process dies: nothing it had begun happens any more. */
	kill(): void {
		this.vault.close();
		this.link?.cut();
		this.link = null;
		this.timers.length = 0;
		this.isOpen = false;
	}

	/** Connects the line. */
	connect(): void {
		if (this.link?.isOpen || !this.isOpen) return;
		const { replica, vault } = this;
		this.link = this.scene.rolf.connect({
			hello: (nonce) => void (vault.isDead || replica.join(nonce)),
			receive: (frame) => {
				if (!vault.isDead && frame.space === this.scene.space) replica.receive(frame);
			},
			gone: () => {
				replica.disconnected();
			}
		});
	}

	/** Writes a message, or does `change`, like an open space of the state. */
	write(text: string, replyTo?: string | null): Promise<void>;
	write(change: Parameters<OpenSpace['write']>[0], more?: Parameters<OpenSpace['write']>[1]): Promise<void>;
	write(
		what: string | Parameters<OpenSpace['write']>[0],
		more?: string | null | Parameters<OpenSpace['write']>[1]
	): Promise<void> {
		if (typeof what === 'string') return this.#say(what, typeof more === 'string' ? more : null);
		return this.#acts.write(what, typeof more === 'object' ? (more ?? {}) : {});
	}

	#say(text: string, replyTo: string | null): Promise<void> {
		return this.#compose((doc, stamp) => {
			writeMessage(doc, stamp, { text, replyTo });
		}, countMessages);
	}

	readonly acting: Acting = {
		write: async ({ space, replica }, work) => {
			await leaseFeed(space, () => Promise.resolve(true));
			await work(space);
			void replica.flush().catch(() => undefined);
		},
		isOut: ({ me }) => me?.isRemoved === true,
		isCutOff: () => false,
		onReach: () => () => undefined
	};

	get way(): OpenSpace['way'] {
		return { ref: { space: this.space.id, seed: this.seed }, opening: { policy: this.policy } };
	}

	get id(): SpaceId {
		return this.space.id;
	}

	get isSent(): boolean {
		return this.#acts.isSent;
	}

	get isLevel(): boolean {
		return this.#acts.isLevel;
	}

	get isOut(): boolean {
		return this.#acts.isOut;
	}

	post(letter: Uint8Array): Promise<void> {
		return this.#acts.post(letter);
	}

	introduce(): Promise<void> {
		return this.#acts.introduce();
	}

	until(isSo: () => boolean): Promise<boolean> {
		return this.#acts.until(isSo);
	}

	settled(): Promise<boolean> {
		return this.#acts.settled();
	}

	/** The open space over it, as the state has it. */
	get #acts(): OpenSpace {
		return new OpenSpace(this.space, this.replica, this.way, this.acting);
	}

	/** Says something about herself; resolves when the device keeps it. */
	say(key: FactKey, value: string): Promise<void> {
		return this.#compose((doc, stamp) => {
			writeFact(doc, stamp, key, value);
		});
	}

	/** Marks all messages of others as read. */
	read(): Promise<void> {
		this.absorb();
		const counts = new Map(
			[...this.timeline.counts].filter(([feed]) => this.space.feeds.get(feed)?.member !== this.space.credentials.member)
		);
		return this.#compose((doc, { feed }) => void raiseMarks(doc, 'r', counts, feed));
	}

	async #compose(change: Parameters<typeof compose>[2], mark: Parameters<typeof compose>[3] = () => 0): Promise<void> {
		await leaseFeed(this.space, () => Promise.resolve(true));
		await compose(this.space, this.space.ownDocument, change, mark);
		void this.replica.flush().catch(() => undefined);
	}

	/** The messages on the screen. */
	absorb(): readonly PlacedMessage[] {
		this.timeline.absorbAll(this.space.documents);
		return this.timeline.all;
	}

	get texts(): string[] {
		return this.absorb().map(({ text }) => text);
	}

	/** An own message's mark, as the page shows it. */
	mark(text: string): 'local' | 'relayed' | 'read' {
		const placed = this.absorb().find((one) => one.text === text);
		if (!placed) throw new Error(`nothing like ${text} on ${this.name}`);
		const feed = this.space.feeds.get(placed.feed);
		if (feed && this.space.isMine(feed) && placed.place >= feed.relayed) return 'local';
		const isRead = [...this.space.documents].some(
			([id, { doc }]) => (id as string) !== placed.member && markOf(doc, 'r', placed.feed) > placed.place
		);
		return isRead ? 'read' : 'relayed';
	}

	/** Fires all timers. */
	ring(): void {
		for (const { task } of this.timers.splice(0)) task();
	}
}

/** How a device differs from others. */
interface Special {
	disk?: Vault;
	deviceSeed?: Seed;
	policy?: Policy;
	introduce?: (space: Space) => Promise<Uint8Array>;
}

/** A device of member `index`, open. */
export async function device(scene: Scene, index: number, name: string, options: Special = {}): Promise<Device> {
	const seed = scene.seeds[index];
	if (!seed) throw new Error('nobody');
	const made = new Device(
		scene,
		name,
		seed,
		options.deviceSeed ?? freshSeed(),
		options.policy ?? STREAM_POLICY,
		options.disk ?? new MemoryVault()
	);
	if (options.introduce) made.introduction = options.introduce;
	scene.devices.push(made);
	return made.open();
}
