/**
 * A client's streams and groups: the seats in her mailbox, opened, and the invitations among them. Streams that
 * nobody has written to yet are hidden, except for the first.
 */
import { Fault, passOver, Refusal } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import { writeFact } from '../../domain/stream-facts';
import { tellsOut } from '../../sync/exchange/channel';
import type { CentreFace } from './centre-face.svelte';
import type { ClientInvitation, ClientStreamRow } from '../contract/client';
import type { Connection } from '../contract/connection';
import { each, Errand } from '../session/errand';
import { checkedName } from '../centre/names';
import { STREAM_POLICY } from '../session/policies';
import { Presences } from '../session/presences.svelte';
import { enterSeat, note, refOf, seatsOf, takeLetters, type Seat } from '../letters/seats';
import { SeatedStream } from './seated-stream.svelte';
import type { Session } from '../session/session';
import type { OpenSpace, Opening } from '../session/open-space';

const NAME_MOST = 40;

/** What they work with. */
export interface ClientStreamsParts {
	readonly session: Session;
	readonly root: Uint8Array;
	readonly centre: () => CentreFace | null;
	readonly reach: () => Connection;
	readonly onDamage: () => void;
}

/** See the header. */
export class ClientStreams {
	#seats = $state.raw<readonly Seat[]>([]);
	#open = $state.raw<ReadonlyMap<SpaceId, SeatedStream>>(new Map());
	#mailbox: OpenSpace | null = null;
	readonly #presences: Presences;
	/** Turns letters into seats, and takes them. */
	readonly #taking = new Errand(() => this.#take());
	readonly #stops: (() => void)[] = [];

	constructor(readonly parts: ClientStreamsParts) {
		this.#presences = new Presences(parts.session);
	}

	/** The oldest stream with a counsellor; null while none is open. */
	readonly main = $derived.by(() => {
		const seat = this.#seats.find(({ kind, space }) => kind === 'single' && this.#open.has(space));
		return seat ? (this.#open.get(seat.space) ?? null) : null;
	});

	readonly rows = $derived.by((): readonly ClientStreamRow[] =>
		[...this.#open.values()]
			.filter((one) => one === this.main || (one.isProven && (one.model.kind === 'group' || one.preview?.last)))
			.sort((a, b) => Number(b === this.main) - Number(a === this.main))
			.map((one) => ({
				id: one.model.id,
				kind: one.model.kind,
				face: one.face,
				unread: one.preview?.unread ?? 0
			}))
	);

	readonly invitations = $derived.by((): readonly ClientInvitation[] =>
		this.#seats.flatMap((seat) => {
			const { space, fields } = seat;
			const state = stateOf(seat);
			if (state === null) return [];
			const by = this.parts.centre()?.of(fields.by as never)?.name ?? '';
			return [{ id: space, group: fields.name ?? '', by, suggested: fields.as ?? '', state }];
		})
	);

	/** Whether anything she wrote is at the relay. */
	readonly isRelayed = $derived.by(() => [...this.#open.values()].some(({ isRelayed }) => isRelayed));

	/** The open stream with that id, or null. */
	find(id: string): SeatedStream | null {
		return this.#open.get(id as SpaceId) ?? null;
	}

	/** Shows a stream that was entered on the way in. */
	add(seat: Seat, opened: Promise<OpenSpace>): void {
		if (this.#open.has(seat.space)) return;
		const { session, root, centre, reach, onDamage } = this.parts;
		const presences = this.#presences;
		const stream = new SeatedStream({ session, presences, seat, opened, root, centre, reach, onDamage });
		this.#open = new Map(this.#open).set(seat.space, stream);
	}

	/** Follows the mailbox: what is in it and what will arrive. */
	follow(mailbox: OpenSpace): void {
		this.#mailbox = mailbox;
		const { session } = this.parts;
		this.#stops.push(
			mailbox.space.listen(({ kind }) => {
				if (kind === 'content' || kind === 'progress') this.#read();
				if (kind === 'content' || kind === 'letter' || kind === 'charter') void this.#taking.look();
			}),
			session.on(({ kind }) => {
				if ((kind === 'reach' && session.isConnected) || kind === 'leads') void this.#taking.look();
			})
		);
		this.#read();
		void this.#taking.look();
	}

	/** The reception was read: it may now say who has left. */
	look(): void {
		for (const one of this.#open.values()) one.look();
	}

	/** Joins a group under a name of her choice, or declines (null). Kept at once, sent when there is a network. */
	async answer(id: string, name: string | null): Promise<void> {
		const mailbox = this.#mailbox;
		if (!mailbox) return;
		const fields = name === null ? { answer: 'no' } : { answer: 'yes', as: checkedName(name, NAME_MOST) };
		await note(mailbox, id as SpaceId, fields);
	}

	/** Stops everything it started. */
	stop(): void {
		this.#mailbox = null;
		this.#taking.stop();
		this.#presences.stop();
		for (const stop of this.#stops) stop();
		for (const one of this.#open.values()) one.close();
		this.#open = new Map();
	}

	/** Shows what this device has of her seats. */
	#read(): void {
		const mailbox = this.#mailbox;
		if (!mailbox) return;
		this.#seats = seatsOf(mailbox);
		for (const seat of this.#seats) {
			if (!isIn(seat) || this.#open.has(seat.space)) continue;
			const opened = this.parts.session.open(refOf(seat), this.#opening(seat));
			this.add(seat, opened);
			opened.catch((error: unknown) => {
				this.#drop(seat.space);
				passOver()(error);
			});
		}
	}

	/** Notes what letters offer and takes new seats. Resolves with whether nothing is left that can be done now. */
	async #take(): Promise<boolean> {
		const mailbox = this.#mailbox;
		const { session } = this.parts;
		if (!mailbox) return true;
		await takeLetters(mailbox);
		this.#read();
		const isOpen = seatsOf(mailbox).every((seat) => !isIn(seat) || this.#open.has(seat.space));
		if (!session.isConnected) return isOpen;
		const isTaken = await each(seatsOf(mailbox), async (seat) => {
			await this.#enter(mailbox, seat);
			return true;
		});
		return isOpen && isTaken;
	}

	async #enter(mailbox: OpenSpace, seat: Seat): Promise<void> {
		const { space } = seat;
		const { answer, told, over } = seat.fields;
		// Where she is out nobody hears her answer any more.
		if (seat.kind === 'single' ? seat.isTaken : answer === told || over === true) return;
		const { session } = this.parts;
		if (!seat.isTaken) await this.#leave(space);
		const opened = await enterSeat(session, mailbox, seat, this.#opening(seat)).catch(async (error: unknown) => {
			if (!(await this.#isTakenBack(seat, error))) throw error;
			await note(mailbox, space, { over: true });
			return null;
		});
		if (!opened || seat.kind === 'single') return;
		await opened.write((doc, stamp) => {
			if (answer === 'yes') writeFact(doc, stamp, 'name', String(seat.fields.as));
			writeFact(doc, stamp, 'joined', answer === 'yes' ? 'yes' : 'no');
		});
		// Told means that the relay has it: a group that she declined is not opened again.
		if (!(await opened.until(() => opened.isSent))) throw new Fault('no-connection', { retry: true });
		if (answer === 'no') await session.close(space);
		await note(mailbox, space, { told: String(answer) });
	}

	/** Whether a group's own records show that she was put out before she came. A seat may also not be there yet. */
	async #isTakenBack(seat: Seat, error: unknown): Promise<boolean> {
		if (!(error instanceof Refusal) || seat.kind === 'single') return false;
		const { session } = this.parts;
		await session.close(seat.space);
		// Where not even the records are to be had, nothing is proven.
		const met = await session.open(refOf(seat), this.#opening(seat)).catch(passOver());
		await session.close(seat.space);
		return met?.space.me?.isRemoved === true;
	}

	#opening({ space }: Seat): Opening {
		return {
			policy: STREAM_POLICY,
			onNews: (news, code) => {
				// If it cannot be kept, it is noted the next time she comes.
				if (tellsOut(news, code)) void this.#over(space).catch(passOver('storage-full', 'storage-unreadable'));
			}
		};
	}

	/** She is out of a group: kept, so that it stays closed even offline; another letter may invite her again. */
	async #over(space: SpaceId): Promise<void> {
		const mailbox = this.#mailbox;
		const seat = mailbox && seatsOf(mailbox).find((one) => one.space === space);
		// A seat that was offered but not taken yet cannot be lost.
		if (!seat || seat.kind !== 'group' || !seat.isTaken || seat.fields.over === true) return;
		await note(mailbox, space, { over: true });
		void this.#taking.look();
	}

	/** Closes what was open under the keys of an earlier seat. */
	async #leave(space: SpaceId): Promise<void> {
		this.#drop(space);
		await this.parts.session.close(space);
	}

	#drop(space: SpaceId): void {
		this.#open.get(space)?.close();
		const others = new Map(this.#open);
		if (others.delete(space)) this.#open = others;
	}
}

/** How an invitation stands; null for any other seat, and once it is settled. SPEC.md U23. */
function stateOf({ kind, fields: { answer = '', told = '', over } }: Seat): ClientInvitation['state'] | null {
	if (kind !== 'group' || told !== '') return null;
	if (over === true) return answer === 'yes' ? 'withdrawn' : null;
	return answer === '' ? 'asked' : answer === 'yes' ? 'agreed' : null;
}

/** Whether she has taken a seat and, if asked, agreed to it. */
function isIn({ kind, fields, isTaken }: Seat): boolean {
	return isTaken && (kind === 'single' || fields.told === 'yes');
}
