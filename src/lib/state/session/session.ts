/** The work of one open browser: one socket and the spaces open over it, plus tabs if a vault is shared. */
import type * as Y from 'yjs';
import { base64url } from '../../base/bytes';
import { passOver } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import { Connection, type PresenceFrame } from '../../sync/exchange/connection';
import { Entering } from '../../sync/exchange/entering';
import { Tickets } from '../../sync/exchange/tickets';
import { credentials, keysAtHand, type Credentials, type SpaceRef } from '../../sync/keys/member';
import { leaseFeed } from '../../sync/space/outbox';
import { tellsOut, type Channel, type ReplicaNews } from '../../sync/exchange/channel';
import { Replica } from '../../sync/exchange/replica';
import type { Space } from '../../sync/space/space';
import type { Tabs } from '../../sync/vault/tabs';
import { beHeard, beganEpoch } from './being-heard';
import { NO_DOCUMENTS } from './policies';
import { openKept } from './open-kept';
import { OpenSpace, type Acting, type Opening } from './open-space';
import { Leading } from './leading';
import { lookInto, OpenSpaces } from './open-spaces';
import type { SessionEvent, SessionParts } from './session-parts';
import { charterChanges } from '../../sync/vault/naming';
import type { SealedRows } from '../../sync/vault/sealed';
import { AttachmentLine } from '../../sync/attachments/line';

/** The work of one open browser: see the header. */
export class Session {
	readonly connection: Connection;
	/** Lets spaces that are only watched enter it. */
	readonly entering: Entering;
	/** Attachments of all its spaces, on their way to and from the relay. */
	readonly attachments: AttachmentLine;
	/** The keys that somebody's box has now, for dropping letters into it: see boxes.ts. */
	present: (ref: SpaceRef) => Promise<SpaceRef> = (ref) => Promise.resolve(ref);
	/** What this device keeps, sealed. */
	readonly rows: SealedRows;
	/** The relay's origin, http or https. */
	readonly relay: string;
	/** The reception's document. */
	readonly reception: Y.Doc;
	readonly #parts: SessionParts;
	#isShown = true;
	readonly #spaces: OpenSpaces;
	readonly #out = new WeakSet<Space>();
	readonly #leading: Leading;
	readonly #tickets: Tickets;
	readonly #keys = new Map<string, Promise<Credentials>>();
	/** Spaces made here over this connection, of which the relay has not been told. */
	readonly #new = new Set<SpaceId>();
	readonly #presence = new Set<(frame: PresenceFrame) => void>();
	readonly #listeners = new Set<(event: SessionEvent) => void>();
	#isClosed = false;

	constructor(parts: SessionParts) {
		this.#parts = parts;
		[this.rows, this.relay, this.reception] = [parts.rows, parts.relay, parts.doc];
		this.#spaces = new OpenSpaces({
			open: (ref, opening) => this.#open(ref, opening),
			leave: (replica) => {
				this.connection.remove(replica);
			},
			onClosed: (space) => {
				this.#emit({ kind: 'closed', space });
			}
		});
		this.#leading = new Leading(parts.tabs, {
			lookAtAll: () => this.#lookAtAll(),
			connect: () => {
				this.connection.connect();
			},
			disconnect: () => {
				this.connection.disconnect();
			}
		});
		this.attachments = new AttachmentLine({ rows: parts.rows, relay: parts.relay });
		// The other tabs learn of it only here: it makes no entry.
		this.attachments.listen(({ space, kind }) => void (kind === 'relayed' && this.tell(space)));
		this.connection = new Connection(
			`${parts.relay.replace(/^http/, 'ws')}/ws`,
			parts.reception,
			parts.doc,
			parts.publishes,
			{
				onReach: (reach) => {
					if (reach === 'online') this.attachments.look();
					else this.#new.clear();
					parts.onReach(reach);
					this.#emit({ kind: 'reach' });
				},
				onTrouble: parts.onTrouble,
				onTicket: (space, ticket) => void this.#tickets.keep(space, ticket),
				onPresence: (frame) => {
					for (const listener of [...this.#presence]) listener(frame);
				}
			}
		);
		this.#tickets = new Tickets(parts.rows);
		this.entering = new Entering(this.connection, parts.rows.vault, this.#tickets, (space) => this.#new.has(space));
	}

	/** Whether others see that this person is here and typing: only while her status is Online. */
	get isShown(): boolean {
		return this.#isShown;
	}

	set isShown(isShown: boolean) {
		if (this.#isShown === isShown) return;
		this.#isShown = isShown;
		this.#emit({ kind: 'shown' });
	}

	/** Connects now or when this tab leads; follows the browser going offline and online. */
	start(): void {
		// A tab that does not lead has no socket: it counts as online when the browser is.
		if (this.#parts.tabs) this.#parts.onReach(navigator.onLine ? 'online' : 'offline');
		this.#leading.start();
	}

	/** Another tab is gone: the leading tab sends what it may have kept without telling anybody. SPEC.md X5. */
	lookAround(): Promise<void> {
		return this.#leading.lookAround();
	}

	async #lookAtAll(): Promise<void> {
		// One still being opened may wait for this very connection; it looks again by itself.
		for (const opened of this.#spaces.live) await lookInto(opened);
		if (!this.#isClosed) this.#emit({ kind: 'leads' });
	}

	/** Opens a space once; its charter comes from the relay if the vault has none. */
	open(ref: SpaceRef, opening: Opening): Promise<OpenSpace> {
		return this.#spaces.open(ref, opening);
	}

	/** Closes an open space, and does `last` before anybody may reopen it. */
	close(id: SpaceId, last?: () => Promise<void>): Promise<void> {
		return this.#spaces.close(id, last);
	}

	/** Whether a space is open or being opened. */
	isOpen(id: SpaceId): boolean {
		return this.#spaces.find(id) !== undefined;
	}

	/** From now on, other tabs share the vault: only one leads, and each writes its own feeds. */
	async share(tabs: Tabs): Promise<void> {
		this.#leading.share(tabs);
		for (const { space } of this.#spaces.live) if (space.own) await tabs.lease(`feed:${space.own.id}`);
	}

	/** The credentials with which this device takes part in a space: made once for each secret. */
	keysOf({ space, seed, member, older = [] }: SpaceRef): Promise<Credentials> {
		const name = [space, member ?? '', ...[seed, ...older].map(base64url)].join();
		const known = this.#keys.get(name);
		if (known) return known;
		const made = credentials(space, seed, this.#parts.deviceSeed, member, older);
		this.#keys.set(name, made);
		return made;
	}

	/** Keeps the charter of a new space. */
	async keepSpace(id: SpaceId, records: Parameters<typeof charterChanges>[1]): Promise<void> {
		if (this.isConnected) this.#new.add(id);
		await this.rows.vault.commit(charterChanges(id, records), true);
	}

	/** See `OpenSpaces.whenKept`. */
	whenKept(): Promise<void> {
		return this.#spaces.whenKept();
	}

	/** Calls `listener` with every presence that arrives; returns how to stop. */
	onPresence(listener: (frame: PresenceFrame) => void): () => void {
		this.#presence.add(listener);
		return () => this.#presence.delete(listener);
	}

	/** Whether this tab is the one that exchanges with the relay. */
	get leads(): boolean {
		return this.#leading.isOn;
	}

	/** Whether the relay can be asked now. */
	get isConnected(): boolean {
		return this.leads && this.connection.nonce !== null;
	}

	/** Calls `listener` with events about spaces; returns how to stop. */
	on(listener: (event: SessionEvent) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Tells the other tabs that something was kept in a space. */
	tell(space: SpaceId): void {
		this.#leading.tell(space);
	}

	/** Another tab has kept something in `what`. */
	async look(what: string): Promise<void> {
		const opened = await this.#spaces.find(what as SpaceId)?.catch(passOver());
		if (opened) await lookInto(opened);
		this.#emit({ kind: 'told', space: what as SpaceId });
	}

	/** Stops everything, and drops keys and documents. Resolves when nothing is under way any more. */
	async stop(): Promise<void> {
		this.#isClosed = true;
		this.#leading.stop();
		this.connection.destroy();
		this.attachments.stop();
		this.#presence.clear();
		this.#listeners.clear();
		this.#keys.clear();
		await this.#tickets.stop();
		await this.#spaces.stop();
	}

	readonly #acting: Acting = {
		write: async (opened, work) => {
			await this.#spaces.write(opened, async (space) => {
				await leaseFeed(space, (name) => this.#leading.lease(name));
				await work(space);
			});
			this.tell(opened.id);
		},
		isOut: (space) => this.#out.has(space) || space.me?.isRemoved === true,
		isCutOff: () => this.leads && this.connection.reach === 'offline',
		onReach: (listener) =>
			this.on((event) => {
				if (event.kind === 'reach') listener();
			})
	};

	#emit(event: SessionEvent): void {
		for (const listener of [...this.#listeners]) listener(event);
	}

	async #open(asked: SpaceRef, opening: Opening): Promise<OpenSpace> {
		const { policy, introduction, isQuiet, onNews } = opening;
		const { looks } = this.#leading;
		const ref = policy === NO_DOCUMENTS ? await this.present(asked) : asked;
		const { centre, now = () => Date.now() } = this.#parts;
		const space = await openKept(this, this.keysOf(ref), ref, opening, now);
		// After leaving, it sends nothing more: the relay's refusal would reach whoever takes part by then.
		const send: Channel['send'] = (frame) => this.connection.holds(replica) && this.connection.send(frame);
		const channel = { send, centre, foundsFirst: () => this.#new.delete(space.id) };
		const replica: Replica = new Replica(
			space,
			channel,
			() => introduction?.(space) ?? Promise.resolve(new Uint8Array()),
			(news, code) => {
				this.#noteWhetherOut(space, news, code);
				if (news === 'withheld') this.#parts.onTrouble('relay-withholds');
				if (news === 'current') {
					hear();
					void this.attachments.wake(space.id).catch(passOver());
				}
				onNews?.(news, code);
			},
			isQuiet
		);
		const opened = new OpenSpace(space, replica, { ref: asked, opening }, this.#acting);
		const hear = (): void =>
			void beHeard(opened, () => this.#spaces.isLive(opened)).catch(passOver('storage-full', 'storage-unreadable'));
		let wasSent = opened.isSent;
		space.listen(({ kind, isEcho }) => {
			if (kind === 'progress' || kind === 'content') {
				const before = wasSent;
				wasSent = opened.isSent;
				if (wasSent && !before) this.#emit({ kind: 'sent', space: space.id });
			}
			if (kind === 'turned' && beganEpoch(space)) hear();
			if (kind !== 'written' && !isEcho) this.tell(space.id);
		});
		if (looks !== this.#leading.looks) await space.catchUp();
		this.attachments.enter(keysAtHand(space.credentials));
		this.connection.add(replica);
		return opened;
	}

	#noteWhetherOut(space: Space, news: ReplicaNews, code: string | undefined): void {
		if (news === 'current') this.#out.delete(space);
		if (!tellsOut(news, code) || this.#out.has(space)) return;
		this.#out.add(space);
		space.emit({ kind: 'progress' });
	}
}
