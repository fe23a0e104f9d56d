/** A client's conversations once her way in is open: spaces, the centre's face, what this device keeps. */
import * as Y from 'yjs';
import { Fault, passOver, Refusal } from '../../base/fault';
import { asId, type MemberId, type SpaceId } from '../../base/ids';
import { doorOf, type AccessLinkParts } from '../../sync/keys/link';
import { newSecret } from '../../sync/keys/member';
import { packageKeys } from '../../sync/exchange/packages';
import { Tabs } from '../../sync/vault/tabs';
import { MemoryVault } from '../../sync/vault/memory';
import { MovingVault } from '../../sync/vault/moving';
import { SealedRows } from '../../sync/vault/sealed';
import type { Vault } from '../../sync/vault/vault';
import { staysHere } from '../page/browser';
import { CentreFace } from './centre-face.svelte';
import { ClientStreams } from './client-streams.svelte';
import { closingLink } from '../access/closing-link';
import type { Connection } from '../contract/connection';
import { fetchInvitation, mailboxOf, openMailbox, openStream } from './entering';
import type { Errand } from '../session/errand';
import type { LinkPackage } from '../access/link-package';
import { MAILBOX_POLICY } from '../session/policies';
import { keepHere, recall, type Remembered } from './remembered';
import { seatsOf } from '../letters/seats';
import { Session } from '../session/session';

/** Names of what belongs to one conversation in this browser, each followed by its door. */
const FACE = 'face-';
const TABS = 'chat-';

/** What an opened link leads to. */
interface Entered {
	readonly link: AccessLinkParts;
	readonly invited: LinkPackage;
	readonly mailboxMember: MemberId;
	readonly deviceSeed: Uint8Array;
	readonly vault: MovingVault;
}

/** See the header. */
export class OpenedLink {
	warning = $state<string | null>(null);
	connection = $state<Connection>('connecting');
	centre = $state.raw<CentreFace | null>(null);
	streams = $state.raw<ClientStreams | null>(null);
	/** Whether this device keeps it. */
	isKept = $state(false);
	/** Whether it does so until somebody ends it, so that the browser does not delete it by itself. */
	isLasting = $state(false);
	#session: Session | null = null;
	#entered: Entered | null = null;
	#doc: Y.Doc | null = null;
	#closing: Errand | null = null;

	/** Opens a link without keeping anything. If it rejects with a `Refusal` or a `Fault`, nothing is left open. */
	static async enter(link: AccessLinkParts): Promise<OpenedLink> {
		const conversation = new OpenedLink();
		try {
			await conversation.#enter(link);
			return conversation;
		} catch (error) {
			conversation.stop();
			throw error;
		}
	}

	/** What this device keeps, if it is the link's or there is no link; otherwise null. */
	static async resume(link: AccessLinkParts | null): Promise<OpenedLink | null> {
		const known = await recall(link?.secret ?? null);
		if (!known) return null;
		const conversation = new OpenedLink();
		await conversation.#resume(known.kept, known.vault, known.key);
		return conversation;
	}

	/** "Nur ich": resolves when keys and history are on this device's disk. */
	async rememberHere(): Promise<void> {
		const entered = this.#entered;
		const session = this.#session;
		if (!entered || !session) throw new Fault('unexpected');
		const { link, invited, mailboxMember, deviceSeed, vault } = entered;
		await keepHere(vault, session.rows, {
			invited: { ...invited, seeds: invited.seeds.map((seed) => new Uint8Array(seed)) },
			deviceSeed: new Uint8Array(deviceSeed),
			mailboxMember,
			link: new Uint8Array(link.secret)
		});
		this.isKept = true;
		await session.share(this.#newTabs(link.secret));
		await this.#settle(link.secret);
		await this.#stay(link.secret);
	}

	/** The way in, with nothing kept on this device. */
	async #enter(link: AccessLinkParts): Promise<void> {
		const relay = location.origin;
		const { invited, isNew } = await fetchInvitation(relay, await packageKeys(link.secret, 'link'), link.fingerprint);
		const vault = new MovingVault(new MemoryVault());
		const deviceSeed = newSecret();
		const session = this.#begin(invited, await SealedRows.hidden(vault), deviceSeed, null);
		const face = this.#openCentre(session, invited);
		// reason: awaited below, unless the mailbox fails first; then that is what she is told
		face.catch(() => undefined);
		const mailbox = await openMailbox(session, { invited, isNew });
		const stream = await openStream(session, mailbox, invited.root);
		if (!stream) throw new Refusal('link-unknown');
		this.#entered = { link, invited, mailboxMember: mailbox.space.credentials.member, deviceSeed, vault };
		const streams = this.#newStreams(session, invited);
		for (const seat of seatsOf(mailbox))
			if (seat.space === stream.space.id) streams.add({ ...seat, isTaken: true }, Promise.resolve(stream));
		streams.follow(mailbox);
		await face;
	}

	/** A remembering device: opens from its own storage, with or without a network. */
	async #resume(kept: Remembered, vault: Vault, key: CryptoKey): Promise<void> {
		this.isKept = true;
		const session = this.#begin(kept.invited, new SealedRows(vault, key), kept.deviceSeed, this.#newTabs(kept.link));
		await this.#stay(kept.link);
		// Its charter is kept here, or the relay has it: then it comes with the next visit.
		void this.#openCentre(session, kept.invited).catch(passOver('no-connection'));
		const ref = { ...(await mailboxOf(kept.invited)), member: asId<MemberId>(kept.mailboxMember) };
		this.#newStreams(session, kept.invited).follow(await session.open(ref, { policy: MAILBOX_POLICY }));
		void this.#settle(kept.link);
	}

	#newStreams(session: Session, { root }: LinkPackage): ClientStreams {
		return (this.streams = new ClientStreams({
			session,
			root,
			centre: () => this.centre,
			reach: () => this.connection,
			onDamage: () => {
				this.warning = 'storage-unreadable';
			}
		}));
	}

	/** If the keys stay, the link opens nothing elsewhere from now on; if they may go, it is the way back. SPEC.md K9. */
	async #settle(secret: Uint8Array): Promise<void> {
		this.isLasting = await staysHere();
		if (!this.isLasting || !this.#session) return;
		this.#closing = closingLink(location.origin, secret);
		await this.#closing.look();
	}

	#newTabs(link: Uint8Array): Tabs {
		return new Tabs(
			TABS + doorOf(link),
			(what) => void this.#session?.look(what),
			() => void this.#session?.lookAround()
		);
	}

	#begin(invited: LinkPackage, rows: SealedRows, deviceSeed: Uint8Array, tabs: Tabs | null): Session {
		this.#doc = new Y.Doc();
		const session = new Session({
			rows,
			deviceSeed,
			relay: location.origin,
			reception: asId<SpaceId>(invited.reception),
			doc: this.#doc,
			publishes: false,
			centre: null,
			tabs,
			onReach: (reach) => {
				this.connection = reach;
				// A new connection is trusted until it misbehaves again.
				if (reach === 'online' && (this.warning === 'relay-nonsense' || this.warning === 'relay-withholds'))
					this.warning = null;
			},
			onTrouble: (code) => {
				this.warning = code;
			}
		});
		this.#session = session;
		session.start();
		return session;
	}

	async #openCentre(session: Session, invited: LinkPackage): Promise<void> {
		const centre = (this.centre = await CentreFace.open(session, invited));
		const look = (): void => this.streams?.look();
		centre.reception.listen(look);
		look();
	}

	/** What a remembering device has besides the vault: the reception's copy, and the app itself offline. */
	async #stay(link: Uint8Array): Promise<void> {
		const [{ keepReception }, { startWorker }] = await Promise.all([
			import('../../sync/centre/reception-store'),
			import('../page/update.svelte')
		]);
		if (this.#doc) await keepReception(this.#doc, FACE + doorOf(link));
		void startWorker();
	}

	/** Stops everything it started, and drops what is not kept. */
	stop(): void {
		this.#closing?.stop();
		this.streams?.stop();
		this.streams = null;
		void this.#session?.stop();
		this.#session = null;
		this.#entered = null;
	}
}
