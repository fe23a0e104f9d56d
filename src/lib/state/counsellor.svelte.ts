/** A counsellor's browser: nothing yet, locked, or open and at work. */
import * as Y from 'yjs';
import { base64url } from '../base/bytes';
import { Fault, Refusal } from '../base/fault';
import { parse, fromWords, toWords } from '../domain/recovery';
import { writeRecord } from '../domain/records';
import { isEnough } from '../domain/strength';
import { freshSeed } from '../crypto/random';
import { signingKey } from '../crypto/sign';
import { certifyMember, identityChainCodec, identityOf } from '../sync/chain';
import { Reception } from '../sync/reception';
import { sealPresence } from '../sync/presence';
import type { Space } from '../sync/space';
import { Tabs } from '../sync/tabs';
import { DexieVault } from '../sync/vault/dexie';
import { decode } from '../wire/codec';
import {
	DESK,
	keepAccount,
	recoverAccount,
	recoveryPackage,
	unlockVault,
	type Account,
	type Unlocked
} from './account';
import { readCard, readCentreCard } from './cards';
import { attention } from './attention.svelte';
import { ChatModel } from './chat.svelte';
import type { Connection, CounsellorApp, Face, RecoverySheet } from './contract';
import { foundCentre, newSheet, pictureUrl, type Founded } from './founding';
import { Parcels } from './parcels.svelte';
import { CENTRE_POLICY, DESK_POLICY } from './policies';
import { NO_DOCUMENTS, Session, type Opened } from './session';
import { startWorker } from './update.svelte';

/** What a centre shows its clients until it writes a text of its own. */
const EMERGENCY = 'Lebensgefahr: 112 · Reden: 0800 111 0 111';
const AUTO_LOCK_MS = 15 * 60_000;
const PRESENCE_EVERY_MS = 20_000;

/** See the header. */
export class CounsellorModel implements CounsellorApp {
	phase = $state<CounsellorApp['phase']>('starting');
	connection = $state<Connection>('connecting');
	warning = $state<string | null>(null);
	chat = $state.raw<ChatModel | null>(null);
	centreName = $state('');
	me = $state.raw<Face | null>(null);
	#vault: DexieVault | null = null;
	#session: Session | null = null;
	#ends: (() => void)[] = [];
	#touchedMs = Date.now();

	/** Looks what is on this device. */
	async start(): Promise<void> {
		if (this.phase !== 'starting') return;
		try {
			if (!(await DexieVault.exists(DESK))) {
				this.phase = 'new';
				return;
			}
			this.#vault = await DexieVault.open(DESK);
			this.phase = (await this.#vault.get('meta', 'lock')) === null ? 'new' : 'locked';
			void startWorker();
		} catch (error) {
			this.warning = error instanceof Fault ? error.code : 'unexpected';
			this.phase = 'new';
		}
	}

	async found(input: Parameters<CounsellorApp['found']>[0]): Promise<RecoverySheet> {
		const [centreName, name] = [input.centreName.trim(), input.name.trim()];
		if (centreName === '' || name === '') throw new Refusal('name-empty');
		if (centreName.length > 80 || name.length > 60) throw new Refusal('name-too-long');
		if (!isEnough(input.passphrase, [centreName, name])) throw new Refusal('passphrase-weak');
		const founded = await foundCentre(location.origin, input.setupCode);
		const unlocked = await this.#keep(founded.account, input.passphrase);
		await this.#enter(unlocked, founded);
		const picture = await pictureUrl(input.picture);
		await this.#introduceCentre(founded, centreName, { name, picture });
		const sheet = await this.#sheet(founded.account, centreName, name);
		this.phase = 'open';
		return sheet;
	}

	async restore(words: readonly string[], passphrase: string): Promise<void> {
		const sheet = fromWords(parse(words.join(' ')));
		if (!sheet.ok) throw new Refusal('recovery-words-wrong');
		if (!isEnough(passphrase)) throw new Refusal('passphrase-weak');
		const account = await recoverAccount(location.origin, sheet.value);
		const unlocked = await this.#keep(account, passphrase);
		await this.#enter(unlocked);
		this.phase = 'open';
	}

	async unlock(passphrase: string): Promise<void> {
		if (!this.#vault) throw new Fault('storage-unreadable');
		await this.#enter(await unlockVault(this.#vault, passphrase));
		this.phase = 'open';
	}

	lock(): void {
		this.#leave();
		this.phase = 'locked';
	}

	/** A vault under a passphrase; an older one on this device is replaced. */
	async #keep(account: Account, passphrase: string): Promise<Unlocked> {
		if (this.#vault) await this.#vault.wipe();
		this.#vault = await DexieVault.open(DESK);
		void navigator.storage.persist().catch(() => false);
		return keepAccount(this.#vault, account, freshSeed(), passphrase);
	}

	/** Opens everything that an unlocked counsellor works with. */
	async #enter({ rows, account, deviceSeed }: Unlocked, founded?: Founded): Promise<void> {
		const doc = new Y.Doc();
		const { IndexeddbPersistence } = await import('y-indexeddb');
		const store = new IndexeddbPersistence('face', doc);
		await store.whenSynced;
		const tabs = new Tabs('sofortchat', (what) => {
			if (what === 'lock') this.lock();
			else void session.look(what);
		});
		const session: Session = new Session({
			rows,
			deviceSeed,
			relay: location.origin,
			reception: account.reception.space,
			doc,
			publishes: true,
			centre: account.centre.space,
			tabs,
			onReach: (reach) => {
				this.connection = reach;
			},
			onTrouble: (code) => {
				this.warning = code;
			}
		});
		for (const { ref, records } of founded?.charters ?? []) await session.keepSpace(ref.space, records);
		this.#session = session;
		this.#ends = [
			() => {
				session.stop();
				tabs.close();
				void store.destroy();
				doc.destroy();
			}
		];
		session.start();
		await this.#openAll(session, account, doc);
		this.#watch();
		void startWorker();
	}

	async #openAll(session: Session, account: Account, doc: Y.Doc): Promise<void> {
		const identityKey = await signingKey(account.identitySeed);
		const chain = decode(identityChainCodec, account.chain);
		if (!chain.ok) throw new Fault('storage-unreadable');
		const introduce = ({ id, credentials }: Space): Promise<Uint8Array> =>
			certifyMember(chain.value, identityKey, id, credentials.keys.sign.publicKey);
		const onNews = (opened: string) => (news: string) => {
			if (news === 'diverged') this.warning = 'relay-diverged';
			if (news === 'current' && opened === 'centre') void parcels?.send();
		};
		const centre = await session.open(account.centre, {
			policy: CENTRE_POLICY,
			introduction: introduce,
			onNews: onNews('centre')
		});
		const parcels = new Parcels(session, centre);
		const face = await session.open(account.reception, { policy: NO_DOCUMENTS, onNews: onNews('reception') });
		const desk = await session.open(account.desk, { policy: DESK_POLICY, onNews: onNews('desk') });
		await parcels.load();
		const identity = identityOf(identityKey.publicKey);
		const reception = new Reception(face.space, doc, account.root);
		const readFace = (): void => {
			const centreCard = readCentreCard(reception.shown.get('centre')?.value ?? '');
			const card = readCard(reception.shown.get(`card/${identity}`)?.value ?? '');
			if (centreCard) this.centreName = centreCard.name;
			if (card) this.me = { name: card.name, pictureUrl: card.picture === '' ? null : card.picture };
		};
		reception.listen(readFace);
		await reception.settled();
		readFace();
		this.#publish = async (key, value) => {
			await reception.publish(key, value, await introduce(face.space));
		};
		this.#centre = centre;
		const chat = new ChatModel({
			session,
			desk,
			centre,
			parcels,
			identity,
			root: account.root,
			reception: account.reception.space,
			me: () => this.me ?? { name: '', pictureUrl: null },
			introduce,
			onArrived: () => {
				attention.newMessage();
			},
			onDamage: () => {
				this.warning = 'storage-unreadable';
			}
		});
		this.chat = chat;
		this.#ends.push(() => {
			chat.stop();
			parcels.stop();
		});
		void chat.watchAll();
		this.#keepPresence(session, face);
		this.#sendParcel = (id, whole) => parcels.add(id, whole);
	}

	#publish: (key: string, value: string) => Promise<void> = () => Promise.resolve();
	#sendParcel: (id: string, whole: Uint8Array) => Promise<void> = () => Promise.resolve();
	#centre: Opened | null = null;

	/** The first values of a centre: its card, the founder's, and what colleagues need. */
	async #introduceCentre(
		founded: Founded,
		centreName: string,
		card: { readonly name: string; readonly picture: string }
	): Promise<void> {
		const identity = identityOf((await signingKey(founded.account.identitySeed)).publicKey);
		await this.#publish('centre', JSON.stringify({ name: centreName, emergencyText: EMERGENCY, answerTime: '' }));
		await this.#publish(`card/${identity}`, JSON.stringify(card));
		const centre = this.#centre;
		if (!centre || !this.#session) throw new Error('bug: the centre is not open');
		await this.#session.write(centre, (doc) => {
			const colleagues = doc.getMap('colleagues');
			writeRecord(colleagues, 'reception', { readerSeed: base64url(founded.readerSeed) });
			writeRecord(colleagues, identity, { name: card.name });
		});
	}

	async #sheet(account: Account, centreName: string, counsellorName: string): Promise<RecoverySheet> {
		const secret = newSheet();
		const { id, whole } = await recoveryPackage(secret, account);
		await this.#sendParcel(id, whole);
		return { words: toWords(secret), centreName, counsellorName };
	}

	/** Shows this counsellor in the reception while the page is in sight. */
	#keepPresence(session: Session, face: Opened): void {
		const { connection } = session;
		const show = async (): Promise<void> => {
			if (!connection.nonce || !face.replica.isCurrent) return;
			const sealed = await sealPresence(face.space, connection.nonce, false);
			if (sealed) connection.awareness.setLocalState({ s: base64url(sealed) });
		};
		const timer = setInterval(() => void show(), PRESENCE_EVERY_MS);
		const soon = face.space.listen(() => void show());
		this.#ends.push(() => {
			clearInterval(timer);
			soon();
			connection.awareness.setLocalState(null);
		});
	}

	/** Locks after a while without a touch, and with the other tabs. */
	#watch(): void {
		const touch = (): void => {
			this.#touchedMs = Date.now();
		};
		touch();
		addEventListener('pointerdown', touch, { passive: true });
		addEventListener('keydown', touch, { passive: true });
		const timer = setInterval(() => {
			if (Date.now() - this.#touchedMs > AUTO_LOCK_MS) this.lock();
		}, 10_000);
		this.#ends.push(() => {
			removeEventListener('pointerdown', touch);
			removeEventListener('keydown', touch);
			clearInterval(timer);
		});
	}

	/** Drops keys and documents. */
	#leave(): void {
		this.#session?.parts.tabs?.tell('lock');
		for (const end of this.#ends.reverse()) end();
		this.#ends = [];
		this.chat = null;
		this.me = null;
		this.centreName = '';
		this.#session = null;
		this.#centre = null;
		this.#publish = () => Promise.resolve();
		this.#sendParcel = () => Promise.resolve();
		attention.setUnread(0);
	}
}

let app: CounsellorModel | null = null;

/** The one counsellor's browser. */
export function counsellorApp(): CounsellorModel {
	if (!app) {
		app = new CounsellorModel();
		void app.start();
	}
	return app;
}
