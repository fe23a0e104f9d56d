/** The client's page: from the link to the conversation, with nothing kept unless she says so. */
import * as Y from 'yjs';
import { equal, fromBase64url } from '../base/bytes';
import { Fault, Refusal } from '../base/fault';
import { asId, type MemberId, type SpaceId } from '../base/ids';
import { freshSeed } from '../crypto/random';
import { hiddenKey } from '../crypto/seal';
import { checkMember } from '../sync/chain';
import { parseLink, type AccessLinkParts } from '../sync/link';
import { fetchPackage, packageKeys, rewritePackage } from '../sync/packages';
import { openPresence, PRESENCE_MS } from '../sync/presence';
import { Reception } from '../sync/reception';
import { Tabs } from '../sync/tabs';
import { MemoryVault } from '../sync/vault/memory';
import { MovingVault } from '../sync/vault/moving';
import { SealedRows } from '../sync/vault/sealed';
import type { Vault } from '../sync/vault/vault';
import { newest } from '../wire/charter';
import { readCard, readCentreCard } from './cards';
import type { ClientApp, Connection, Face } from './contract';
import { fetchInvitation, openMailbox, openStream } from './entering';
import type { Invitation } from './invitation';
import { MAILBOX_POLICY } from './policies';
import { isRoomy, keepHere, recall, type Remembered } from './remembered';
import { NO_DOCUMENTS, Session, type Opened } from './session';
import { STREAM_POLICY, StreamModel } from './stream.svelte';

/** Where "Schnell weg" leads. */
export const NEUTRAL_PAGE = 'https://www.wikipedia.org/';
const FACE = 'face';
const TABS = 'chat';

/** See the header. */
export class ClientModel implements ClientApp {
	phase = $state<ClientApp['phase']>('starting');
	refusal = $state<string | null>(null);
	warning = $state<string | null>(null);
	connection = $state<Connection>('connecting');
	centreName = $state('');
	emergencyText = $state('');
	answerTime = $state('');
	stream = $state.raw<StreamModel | null>(null);
	canRemember = $state(false);
	#asked = $state<'none' | 'later' | 'here' | 'nowhere'>('none');
	#isRelayed = $state(false);
	#counsellor = $state.raw<Face>({ name: '', pictureUrl: null });
	#presentUntilMs = $state(0);
	#link: AccessLinkParts | null = null;
	#session: Session | null = null;
	#entered: { invited: Invitation; mailbox: Opened; stream: Opened; deviceSeed: Uint8Array; vault: MovingVault } | null = null;
	#doc: Y.Doc | null = null;
	url = $state('');

	/** Looks at the address and at what this device remembers. */
	async start(): Promise<void> {
		if (this.phase !== 'starting') return;
		this.url = location.href;
		this.canRemember = isRoomy();
		const link = parseLink(location.hash);
		if (link.ok) this.#link = link.value;
		try {
			const known = await recall();
			if (known && (!link.ok || equal(link.value.secret, known.kept.link))) {
				await this.#resume(known.kept, known.vault, known.key);
				return;
			}
		} catch (error) {
			this.#refuse(error);
			return;
		}
		if (link.ok) this.phase = 'door';
		else this.#refuse(new Refusal('link-mangled'));
	}

	get remembering(): ClientApp['remembering'] {
		return this.#asked === 'none' && this.#isRelayed ? 'ask' : this.#asked;
	}

	async open(): Promise<void> {
		const link = this.#link;
		if (!link || this.phase === 'opening' || this.phase === 'open') return;
		this.phase = 'opening';
		this.refusal = null;
		try {
			await this.#enter(link);
			this.phase = 'open';
		} catch (error) {
			this.#stop();
			this.#refuse(error);
		}
	}

	async rememberHere(): Promise<void> {
		const entered = this.#entered;
		const session = this.#session;
		if (!entered || !session || !this.#link) throw new Fault('unexpected');
		const { invited, mailbox, stream, deviceSeed, vault } = entered;
		const { credentials } = stream.space;
		await keepHere(vault, session.parts.rows, {
			invited: { ...invited, seeds: invited.seeds.map((seed) => new Uint8Array(seed)) },
			deviceSeed: new Uint8Array(deviceSeed),
			stream: stream.space.id,
			seed: new Uint8Array(credentials.keys.seed),
			member: credentials.member,
			mailboxMember: mailbox.space.credentials.member,
			link: new Uint8Array(this.#link.secret)
		});
		this.#asked = 'here';
		await session.share(this.#newTabs());
		await this.#stay();
		await this.#closeLink(this.#link.secret);
	}

	rememberNowhere(): void {
		this.#asked = 'nowhere';
	}

	later(): void {
		this.#asked = 'later';
	}

	leave(): void {
		document.documentElement.hidden = true;
		this.#stop();
		location.replace(NEUTRAL_PAGE);
	}

	/** The way in, with nothing kept on the device. */
	async #enter(link: AccessLinkParts): Promise<void> {
		const relay = location.origin;
		const invited = await fetchInvitation(relay, await packageKeys(link.secret, 'link'), link.fingerprint);
		const vault = new MovingVault(new MemoryVault());
		const deviceSeed = freshSeed();
		const session = this.#begin(invited, vault, await hiddenKey(), deviceSeed, null);
		const face = this.#openFace(session, invited);
		const { opened: mailbox } = await openMailbox(session, invited);
		const stream = await openStream(session, mailbox, invited.root);
		if (!stream) throw new Refusal('link-unknown');
		this.#entered = { invited, mailbox, stream, deviceSeed, vault };
		this.#show(session, Promise.resolve(stream), stream.space.id);
		await face;
		this.#readFace();
	}

	/** A remembered device: from its own storage, with or without a network. */
	async #resume(kept: Remembered, vault: Vault, key: CryptoKey): Promise<void> {
		this.#asked = 'here';
		const session = this.#begin(kept.invited, vault, key, kept.deviceSeed, this.#newTabs());
		await this.#stay();
		const ref = { space: asId<SpaceId>(kept.stream), seed: kept.seed, member: asId<MemberId>(kept.member) };
		const [own] = kept.invited.seeds;
		const mailbox = { space: asId<SpaceId>(kept.invited.mailbox), seed: own ?? kept.seed, member: asId<MemberId>(kept.mailboxMember) };
		void this.#openFace(session, kept.invited);
		this.#show(session, session.open(ref, { policy: STREAM_POLICY }), kept.stream);
		this.phase = 'open';
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

	#begin(invited: Invitation, vault: Vault, key: CryptoKey, deviceSeed: Uint8Array, tabs: Tabs | null): Session {
		this.#doc = new Y.Doc();
		const session = new Session({
			rows: new SealedRows(vault, key),
			deviceSeed,
			relay: location.origin,
			reception: asId<SpaceId>(invited.reception),
			doc: this.#doc,
			publishes: false,
			centre: null,
			tabs,
			onReach: (reach) => {
				this.connection = reach;
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
		for (const [feed, chain] of space.introductions) {
			const member = space.charter.members.get(space.feeds.get(feed)?.member ?? ('' as MemberId));
			if (member?.role !== 'host') continue;
			const counsellor = await checkMember(chain, root, space.id, newest(member).sign);
			const shown = counsellor.ok ? reception.shown.get(`card/${counsellor.value.id}`) : undefined;
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
			if (client === session.connection.awareness.clientID || typeof sealed !== 'string' || sealed.length > 2048) continue;
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
			face: () => this.#counsellor,
			speaker: (_member, isHost) => (isHost ? { name: this.#counsellor.name, side: 'counsellor' } : { name: '', side: 'client' }),
			reach: () => this.connection,
			isPresentElsewhere: () => Date.now() < this.#presentUntilMs
		});
		void opened.then(({ space }) => {
			const look = (): void => {
				if (this.#counsellor.name === '') this.#readFace();
				const isMine = [...space.feeds.values()].some(({ member, relayed }) => member === space.credentials.member && relayed > 0);
				if (isMine) this.#isRelayed = true;
				if (space.isDamaged) this.warning = 'storage-unreadable';
			};
			look();
			space.listen(look);
		});
	}

	/** What a remembered device has beside the vault: the reception's copy, and the app itself offline. */
	async #stay(): Promise<void> {
		const [{ IndexeddbPersistence }, { startWorker }] = await Promise.all([import('y-indexeddb'), import('./update.svelte')]);
		if (this.#doc) await new IndexeddbPersistence(FACE, this.#doc).whenSynced;
		void startWorker();
	}

	#refuse(error: unknown): void {
		this.refusal = error instanceof Refusal || error instanceof Fault ? error.code : 'unexpected';
		this.phase = 'refused';
	}

	#stop(): void {
		void this.stream?.close();
		this.stream = null;
		this.#session?.stop();
		this.#session = null;
		this.#entered = null;
	}
}

let app: ClientModel | null = null;

/** The one client's page. */
export function clientApp(): ClientModel {
	if (!app) {
		app = new ClientModel();
		void app.start();
	}
	return app;
}
