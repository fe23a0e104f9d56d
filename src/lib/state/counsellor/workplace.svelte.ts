/** A counsellor at work: the open session, her spaces, the centre's face, the chat. All dropped when she locks. */
import * as Y from 'yjs';
import { passOver } from '../../base/fault';
import type { Seed } from '../../base/ids';
import { wasAway } from '../../domain/availability';
import type { Reach } from '../../sync/exchange/connection';
import { tellsOut, type ReplicaNews } from '../../sync/exchange/channel';
import { openIdentity } from '../../sync/centre/identity';
import type { SpaceRef } from '../../sync/keys/member';
import { Reception } from '../../sync/centre/reception';
import { keepReception } from '../../sync/centre/reception-store';
import { Tabs } from '../../sync/vault/tabs';
import type { Unlocked } from '../centre/account';
import { attention } from '../page/attention.svelte';
import { Availabilities } from '../centre/availability.svelte';
import { readCard } from '../centre/cards';
import { CentreModel } from '../centre/centre-texts.svelte';
import { ChatModel } from './chat.svelte';
import type { Colleagues } from '../centre/colleagues.svelte';
import type { Face } from '../contract/person';
import { PackageOutbox } from '../letters/package-outbox.svelte';
import { refoundCentre } from './founding';
import { firstSpaces, introduceFounder, introduceNewcomer, type Beginning } from './beginning';
import { CENTRE_POLICY, DESK_POLICY, NO_DOCUMENTS } from '../session/policies';
import { ReceptionPresence } from './reception-presence';
import { ReachableModel } from '../centre/reachable.svelte';
import { enterSpace } from '../letters/seats';
import { Session } from '../session/session';
import { TeamModel } from '../team/team.svelte';
import type { OpenSpace, Opening } from '../session/open-space';

/** How long keeping what is being typed may take when she locks. */
const LEAVE_MS = 2_000;

/** What the surrounding browser wants to know. */
export interface WorkplaceEvents {
	readonly onReach: (reach: Reach) => void;
	/** The code of a sentence: something is wrong while she works. */
	readonly onWarning: (code: string) => void;
	/** Another tab has locked. */
	readonly onLock: () => void;
	/** The relay knows her in her centre. */
	readonly onKnown?: () => void;
	/** She is no longer a colleague in this centre. */
	readonly onRemoved?: () => void;
}

/** See the header. */
export class Workplace {
	me = $state.raw<Face | null>(null);
	chat = $state.raw<ChatModel | null>(null);
	centre = $state.raw<CentreModel | null>(null);
	availability = $state.raw<Availabilities | null>(null);
	/** Which colleagues can be written to. */
	reachable = $state.raw<ReachableModel | null>(null);
	colleagues = $state.raw<Colleagues | null>(null);
	team = $state.raw<TeamModel | null>(null);
	#reach = $state<Reach>('connecting');
	readonly #ends: (() => void)[] = [];
	/** Resolves when nothing is under way any more. */
	#ended: Promise<void> = Promise.resolve();

	private constructor(
		readonly unlocked: Unlocked,
		readonly events: WorkplaceEvents
	) {}

	/** Opens everything; introduces her if she is new here. If it rejects with a `Fault`, nothing is left open. */
	static async open(unlocked: Unlocked, events: WorkplaceEvents, beginning?: Beginning): Promise<Workplace> {
		const workplace = new Workplace(unlocked, events);
		try {
			await workplace.#open(beginning);
			return workplace;
		} catch (error) {
			workplace.close();
			throw error;
		}
	}

	/** Keeps what is being typed, within a moment, then closes. */
	async leave(): Promise<void> {
		const late = new Promise<void>((resolve) => setTimeout(resolve, LEAVE_MS));
		await Promise.race([Promise.all([this.chat?.book.flush(), this.chat?.finish()]), late]);
		this.close();
		await this.#ended;
	}

	/** Stops everything it started, and drops keys and documents. */
	close(): void {
		for (const end of this.#ends.splice(0).reverse()) end();
		this.chat = null;
		this.colleagues = null;
		this.team = null;
		this.me = null;
		this.centre = null;
		this.availability = null;
		this.reachable = null;
	}

	/** Tells the other tabs to lock too. */
	tellLock: () => void = () => undefined;

	/** Founds the centre again at a relay that lost it. See `refoundCentre`. */
	refound: (setupCode: string) => Promise<void> = () => Promise.resolve();

	/** Keeps a package until the relay has it. */
	send: (id: string, whole: Uint8Array) => Promise<void> = () => Promise.resolve();

	async #open(beginning?: Beginning): Promise<void> {
		const { rows, account, deviceSeed } = this.unlocked;
		const { onReach, onWarning, onLock } = this.events;
		const doc = new Y.Doc();
		const stopKeeping = await keepReception(doc, 'face');
		const tabs = new Tabs(
			'sofortchat',
			(what) => {
				if (what === 'lock') onLock();
				else void session.look(what);
			},
			() => void session.lookAround()
		);
		const session: Session = new Session({
			rows,
			deviceSeed,
			relay: location.origin,
			doc,
			tabs,
			publishes: true,
			onReach: (reach: Reach) => {
				this.#reach = reach;
				onReach(reach);
			},
			onTrouble: onWarning,
			reception: account.reception.space,
			centre: account.centre.space
		});
		this.#ends.push(() => {
			this.#ended = session.stop();
			tabs.close();
			stopKeeping();
			doc.destroy();
		});
		this.tellLock = () => {
			tabs.tell('lock');
		};
		for (const [space, records] of firstSpaces(account, beginning)) await session.keepSpace(space, records);
		session.start();
		await this.#openSpaces(session, doc, beginning);
	}

	async #openSpaces(session: Session, doc: Y.Doc, beginning?: Beginning): Promise<void> {
		const { account } = this.unlocked;
		const founding = beginning && 'founding' in beginning ? beginning.founding : null;
		const joining = beginning && 'joining' in beginning ? beginning.joining : null;
		const self = await openIdentity(account.identitySeed, account.chain);
		const { id: identity, introduce: introduction } = self;
		const onNews = (news: ReplicaNews): void => {
			if (news === 'diverged') this.events.onWarning('relay-diverged');
		};
		// A newcomer first knocks with her own keys, which nobody knows yet.
		let isIn = joining === null;
		const onCentreNews = (news: ReplicaNews, code?: string): void => {
			onNews(news);
			if (news === 'current') this.events.onKnown?.();
			if (isIn && news === 'unknown') this.events.onWarning('relay-forgot');
			if (isIn && tellsOut(news, code)) this.events.onRemoved?.();
		};
		const enter = (ref: SpaceRef, seat: Seed | undefined, opening: Opening): Promise<OpenSpace> =>
			seat ? enterSpace(session, ref, seat, opening) : session.open(ref, opening);
		const inCentre = { policy: CENTRE_POLICY, introduction, onNews: onCentreNews };
		const centre = await enter(account.centre, joining?.content.centre.seed, inCentre);
		isIn = true;
		const face = await enter(account.reception, joining?.content.reception.seed, { policy: NO_DOCUMENTS, onNews });
		const desk = await session.open(account.desk, { policy: DESK_POLICY, introduction, onNews });
		if ([centre, face, desk].some(({ space }) => space.isDamaged)) this.events.onWarning('storage-unreadable');
		this.refound = (setupCode) => refoundCentre(session, account, { centre, reception: face }, setupCode);
		const packages = new PackageOutbox(session, centre);
		this.send = (id, whole) => packages.add(id, whole);
		const reception = new Reception(face.space, doc, account.root);
		const readFace = (): void => {
			const card = readCard(reception.shown.get(`card/${identity}`)?.value ?? '');
			if (card) this.me = { name: card.name, pictureUrl: card.picture === '' ? null : card.picture };
		};
		reception.listen(readFace);
		await reception.settled();
		readFace();
		const team = new TeamModel({
			session,
			account,
			self,
			centre,
			face,
			desk,
			reception,
			packages,
			centreName: () => this.centre?.card.name ?? '',
			onRenewed: () => void this.chat?.catchUp()
		});
		this.team = team;
		this.colleagues = team.colleagues;
		this.#ends.push(() => {
			team.stop();
		});
		await packages.load();
		const introducing = { team, session, centre, reception, self, packages };
		if (founding) await introduceFounder(introducing, founding);
		if (joining) await introduceNewcomer(introducing, joining);
		// Offline it fails; the next opening repeats it.
		if (!beginning) void team.noteOwnRecord(null).catch(passOver());
		const presence = new ReceptionPresence(session, face);
		this.#ends.push(() => {
			presence.stop();
		});
		const chain = (): Promise<Uint8Array> => introduction(face.space);
		const reachable = new ReachableModel(reception, session.connection);
		const centreTexts = new CentreModel(reception, identity, chain);
		const availability = new Availabilities({
			session,
			desk,
			reception,
			identity,
			chain,
			reach: () => this.#reach,
			onShown: () => {
				presence.show();
			}
		});
		this.reachable = reachable;
		this.centre = centreTexts;
		this.availability = availability;
		this.#ends.push(() => {
			for (const one of [reachable, centreTexts, availability]) one.stop();
		});
		const chat = new ChatModel({
			session,
			desk,
			centre,
			packages,
			identity,
			isLead: self.isLead,
			root: account.root,
			reception: account.reception.space,
			centreName: () => centreTexts.card.name,
			colleagues: team.colleagues,
			me: () => this.me ?? { name: '', pictureUrl: null },
			wasAway: (atMs) => wasAway(availability.status, atMs),
			reach: () => this.#reach,
			introduce: introduction,
			onArrived: () => {
				attention.newMessage();
			},
			onDamage: () => {
				this.events.onWarning('storage-unreadable');
			}
		});
		this.chat = chat;
		this.#ends.push(() => {
			chat.stop();
			packages.stop();
			attention.setUnread(0);
		});
	}
}
