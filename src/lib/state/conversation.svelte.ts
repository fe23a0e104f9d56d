/** A client's conversation, once it is open: spaces, the centre's face, what is kept on this device. */
import * as Y from 'yjs';
import { equal, fromBase64url } from '../base/bytes';
import { Fault, Refusal } from '../base/fault';
import { asId, type MemberId, type SpaceId } from '../base/ids';
import { provenHosts } from '../sync/identity';
import type { AccessLinkParts } from '../sync/link';
import { newSecret } from '../sync/member';
import { fetchPackage, packageKeys, rewritePackage } from '../sync/packages';
import { openPresence, PRESENCE_MS } from '../sync/presence';
import { Reception } from '../sync/reception';
import { Tabs } from '../sync/tabs';
import { MemoryVault } from '../sync/vault/memory';
import { MovingVault } from '../sync/vault/moving';
import { SealedRows } from '../sync/vault/sealed';
import type { Vault } from '../sync/vault/vault';
import { readCard, readCentreCard } from './cards';
import type { Connection, Face } from './contract';
import { fetchInvitation, openMailbox, openStream } from './entering';
import type { Invitation } from './letters';
import { MAILBOX_POLICY, NO_DOCUMENTS, STREAM_POLICY } from './policies';
import { keepHere, recall, type Remembered } from './remembered';
import { Session, type Opened } from './session';
import { StreamModel } from './stream.svelte';

const FACE = 'face';
const TABS = 'chat';

/** What an opened link leads to. */
interface Entered {
	readonly link: AccessLinkParts;
	readonly invited: Invitation;
	readonly mailbox: Opened;
	readonly stream: Opened;
	readonly deviceSeed: Uint8Array;
	readonly vault: MovingVault;
}

/** See the header. */
export class Conversation {
	warning = $state<string | null>(null);
	connection = $state<Connection>('connecting');
	centreName = $state('');
	emergencyText = $state('');
	answerTime = $state('');
	stream = $state.raw<StreamModel | null>(null);
	/** Whether a message of hers is at the relay. */
	isRelayed = $state(false);
	/** Whether this device keeps it. */
	isKept = $state(false);
	#counsellor = $state.raw<Face>({ name: '', pictureUrl: null });
	#presentUntilMs = $state(0);
	#session: Session | null = null;
	#entered: Entered | null = null;
	#doc: Y.Doc | null = null;

	/** Opens a link, keeping nothing. Rejects with a `Refusal` or a `Fault`; nothing is then left open. */
	static async enter(link: AccessLinkParts): Promise<Conversation> {
		const conversation = new Conversation();
		try {
			await conversation.#enter(link);
			return conversation;
		} catch (error) {
			conversation.stop();
			throw error;
		}
	}

	/** What this device keeps, if it is the link's or no link is given; null otherwise. */
	static async resume(link: AccessLinkParts | null): Promise<Conversation | null> {
		const known = await recall();
		if (!known || (link && !equal(link.secret, known.kept.link))) return null;
		const conversation = new Conversation();
		await conversation.#resume(known.kept, known.vault, known.key);
		return conversation;
	}

	/** "Nur ich": resolves when keys and history are on this device's disk. */
	async rememberHere(): Promise<void> {
		const entered = this.#entered;
		const session = this.#session;
		if (!entered || !session) throw new Fault('unexpected');
		const { invited, mailbox, stream, deviceSeed, vault } = entered;
		const { credentials } = stream.space;
		await keepHere(vault, session.parts.rows, {
			invited: { ...invited, seeds: invited.seeds.map((seed) => new Uint8Array(seed)) },
			deviceSeed: new Uint8Array(deviceSeed),
			stream: stream.space.id,
			seed: new Uint8Array(credentials.keys.seed),
			member: credentials.member,
			mailboxMember: mailbox.space.credentials.member,
			link: new Uint8Array(entered.link.secret)
		});
		this.isKept = true;
		await session.share(this.#newTabs());
		await this.#stay();
		await this.#closeLink(entered.link.secret);
	}

	/** The way in, with nothing kept on the device. */
	async #enter(link: AccessLinkParts): Promise<void> {
		const relay = location.origin;
		const invited = await fetchInvitation(relay, await packageKeys(link.secret, 'link'), link.fingerprint);
		const vault = new MovingVault(new MemoryVault());
		const deviceSeed = newSecret();
		const session = this.#begin(invited, await SealedRows.hidden(vault), deviceSeed, null);
		const face = this.#openFace(session, invited);
		const { opened: mailbox } = await openMailbox(session, invited);
		const stream = await openStream(session, mailbox, invited.root);
		if (!stream) throw new Refusal('link-unknown');
		this.#entered = { link, invited, mailbox, stream, deviceSeed, vault };
		this.#show(session, Promise.resolve(stream), stream.space.id);
		await face;
		this.#readFace();
	}

	/** A remembered device: from its own storage, with or without a network. */
	async #resume(kept: Remembered, vault: Vault, key: CryptoKey): Promise<void> {
		this.isKept = true;
		const session = this.#begin(kept.invited, new SealedRows(vault, key), kept.deviceSeed, this.#newTabs());
		await this.#stay();
		const ref = { space: asId<SpaceId>(kept.stream), seed: kept.seed, member: asId<MemberId>(kept.member) };
		const [own] = kept.invited.seeds;
		const mailbox = {
			space: asId<SpaceId>(kept.invited.mailbox),
			seed: own ?? kept.seed,
			member: asId<MemberId>(kept.mailboxMember)
		};
		void this.#openFace(session, kept.invited);
		this.#show(session, session.open(ref, { policy: STREAM_POLICY }), kept.stream);
		void session.open(mailbox, { policy: MAILBOX_POLICY });
		if (navigator.onLine) void this.#closeLink(kept.link);
	}

	/** From now on the link opens nothing anywhere else: the keys are here. Without a network, at the next start. */
	async #closeLink(secret: Uint8Array): Promise<void> {
		try {
			const keys = await packageKeys(secret, 'link');
			const opened = await fetchPackage(location.origin, keys);
			await rewritePackage(location.origin, keys, opened.whole, null);
		} catch (error) {
			if (!(error instanceof Refusal) && !(error instanceof Fault)) throw error;
		}
	}

	#newTabs(): Tabs {
		return new Tabs(TABS, (what) => void this.#session?.look(what));
	}

	#begin(invited: Invitation, rows: SealedRows, deviceSeed: Uint8Array, tabs: Tabs | null): Session {
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
				// who greets as agreed makes sense again
				if (reach === 'online' && this.warning === 'relay-nonsense') this.warning = null;
			},
			onTrouble: (code) => {
				this.warning = code;
			}
		});
		this.#session = session;
		session.start();
		return session;
	}

	/** The centre's face: name, texts, the counsellor's card and presence. */
	async #openFace(session: Session, invited: Invitation): Promise<void> {
		const ref = { space: asId<SpaceId>(invited.reception), seed: invited.readerSeed };
		const { space } = await session.open(ref, { policy: NO_DOCUMENTS });
		const reception = new Reception(space, session.parts.doc, invited.root);
		const read = (): void => {
			const centre = readCentreCard(reception.shown.get('centre')?.value ?? '');
			if (centre) {
				this.centreName = centre.name;
				this.emergencyText = centre.emergencyText;
				this.answerTime = centre.answerTime;
			}
			void this.#nameCounsellor(reception, invited.root);
		};
		reception.listen(read);
		this.#readFace = read;
		session.connection.awareness.on('change', () => void this.#seeCounsellors(session, reception));
		await reception.settled();
		read();
	}

	/** The card of whoever hosts the stream, as her chain proves her. */
	async #nameCounsellor(reception: Reception, root: Uint8Array): Promise<void> {
		const space = this.#entered?.stream.space ?? (await this.stream?.parts.opened.catch(() => null))?.space;
		if (!space) return;
		for (const { id } of (await provenHosts(space, root)).values()) {
			const shown = reception.shown.get(`card/${id}`);
			const card = readCard(shown?.value ?? '');
			if (!card) continue;
			this.#counsellor = { name: card.name, pictureUrl: card.picture === '' ? null : card.picture };
			this.#hostInReception = shown?.member ?? null;
		}
	}

	#hostInReception: MemberId | null = null;
	#readFace: () => void = () => undefined;

	async #seeCounsellors(session: Session, reception: Reception): Promise<void> {
		let isHere = false;
		for (const [client, state] of session.connection.awareness.getStates()) {
			const sealed: unknown = state.s;
			if (client === session.connection.awareness.clientID || typeof sealed !== 'string' || sealed.length > 2048)
				continue;
			const presence = await openPresence(reception.space, null, fromBase64url(sealed)).catch(() => null);
			if (presence?.ok && presence.value.member === this.#hostInReception) isHere = true;
		}
		this.#presentUntilMs = isHere ? Date.now() + PRESENCE_MS : 0;
	}

	#show(session: Session, opened: Promise<Opened>, id: string): void {
		this.stream = new StreamModel({
			session,
			opened,
			id,
			kind: 'single',
			face: () => this.#counsellor,
			speaker: (_member, isHost) =>
				isHost ? { name: this.#counsellor.name, side: 'counsellor' } : { name: '', side: 'client' },
			reach: () => this.connection,
			isPresentElsewhere: () => Date.now() < this.#presentUntilMs
		});
		void opened.then(({ space }) => {
			const look = (): void => {
				if (this.#counsellor.name === '') this.#readFace();
				const isMine = [...space.feeds.values()].some(
					({ member, relayed }) => member === space.credentials.member && relayed > 0
				);
				if (isMine) this.isRelayed = true;
				if (space.isDamaged) this.warning = 'storage-unreadable';
			};
			look();
			space.listen(look);
		});
	}

	/** What a remembered device has beside the vault: the reception's copy, and the app itself offline. */
	async #stay(): Promise<void> {
		const [{ keepReception }, { startWorker }] = await Promise.all([
			import('../sync/reception-store'),
			import('./update.svelte')
		]);
		if (this.#doc) await keepReception(this.#doc, FACE);
		void startWorker();
	}

	/** Ends what lives and drops what is not kept. */
	stop(): void {
		void this.stream?.close();
		this.stream = null;
		this.#session?.stop();
		this.#session = null;
		this.#entered = null;
	}
}
