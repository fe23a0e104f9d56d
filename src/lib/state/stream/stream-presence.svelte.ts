/** Shows the others in an open stream that this user is here and typing, and sees who of them is. */
import type { PresenceFrame } from '../../sync/exchange/connection';
import type { MemberId, SpaceId } from '../../base/ids';
import { openPresence, sealPresence } from '../../sync/exchange/presence';
import type { Presences } from '../session/presences.svelte';
import type { Session } from '../session/session';
import type { OpenSpace } from '../session/open-space';

const HEARTBEAT_MS = 20_000;
const TYPING_MS = 4_000;

/** See the header. */
export class StreamPresence {
	/** The connection on which the user is shown. */
	#shownTo: Uint8Array | null = null;
	#typingUntilMs = 0;
	#opened: OpenSpace | null = null;
	/** One frame after the other: decrypting one takes a moment, and the next may end it. */
	#turn: Promise<void> = Promise.resolve();
	readonly #stops: (() => void)[] = [];

	constructor(
		readonly session: Session,
		readonly space: SpaceId,
		readonly presences: Presences,
		/** Whether this user has the stream before her eyes: her device also opens it just to exchange what waits. */
		readonly isLookedAt: () => boolean = () => true
	) {}

	get isPresent(): boolean {
		return this.presences.isPresent(this.space);
	}

	get isTyping(): boolean {
		return this.typist !== null;
	}

	/** The member typing now. */
	get typist(): MemberId | null {
		return this.presences.typist(this.space);
	}

	/** Starts listening, and showing this user. */
	attach(opened: OpenSpace): void {
		this.#opened = opened;
		this.#stops.push(
			this.session.onPresence((frame) => {
				this.#turn = this.#turn.then(() => this.#see(frame));
			})
		);
		const show = (): void => void this.show();
		const beat = setInterval(show, HEARTBEAT_MS);
		document.addEventListener('visibilitychange', show);
		this.#stops.push(
			() => {
				clearInterval(beat);
				document.removeEventListener('visibilitychange', show);
			},
			this.session.on(({ kind }) => {
				if (kind === 'shown') show();
			}),
			// On a new connection, as soon as the space is joined there.
			opened.space.listen(() => {
				if (opened.replica.isCurrent && this.#shownTo !== this.session.connection.nonce) show();
			})
		);
		show();
	}

	/** The user is typing, or has stopped. */
	type(isTyping: boolean): void {
		const isNews = isTyping ? Date.now() > this.#typingUntilMs : this.#typingUntilMs > 0;
		this.#typingUntilMs = isTyping ? Date.now() + TYPING_MS : 0;
		if (isNews) void this.show();
	}

	/** The text being typed has arrived. */
	heard(): void {
		this.presences.heard(this.space);
	}

	/** Shows the others whether the user is here and typing; a hidden page says nothing. */
	async show(): Promise<void> {
		const opened = this.#opened;
		if (!this.#isThere) {
			this.#hide();
			return;
		}
		const { connection } = this.session;
		const { nonce } = connection;
		if (!opened?.replica.isCurrent || !nonce || document.visibilityState === 'hidden') return;
		this.#shownTo = nonce;
		const body = await sealPresence(opened.space, nonce, Date.now() < this.#typingUntilMs);
		// Meanwhile she may have left, or no longer want to be seen.
		if (body && this.#opened && this.#isThere) connection.send({ kind: 'presence', space: this.space, body });
	}

	/** The user is no longer here. */
	close(): void {
		for (const stop of this.#stops.splice(0)) stop();
		this.#hide();
		this.#opened = null;
	}

	get #isThere(): boolean {
		return this.session.isShown && this.isLookedAt();
	}

	/** An empty presence ends what was shown before. */
	#hide(): void {
		const { connection } = this.session;
		if (this.#shownTo !== null && this.#shownTo === connection.nonce)
			connection.send({ kind: 'presence', space: this.space, body: new Uint8Array() });
		this.#shownTo = null;
	}

	async #see(frame: PresenceFrame): Promise<void> {
		const space = this.#opened?.space;
		if (frame.space !== space?.id) return;
		if (frame.body.length === 0) {
			this.presences.end(space.id, frame.connection);
			return;
		}
		const presence = await openPresence(space, frame.connection, frame.body);
		// A newcomer is shown at once that this user is here.
		if (!presence.ok) return;
		const isOther = space.charter.members.get(presence.value.member)?.role !== space.me?.role;
		if (this.presences.see(space.id, frame.connection, presence.value, isOther)) void this.show();
	}
}
