/** Who else is in a stream just now, and showing them that one is here oneself. */
import type { PresenceFrame } from '../sync/connection';
import type { MemberId } from '../base/ids';
import { openPresence, PRESENCE_MS, sealPresence } from '../sync/presence';
import type { Opened, Session } from './session';

const HEARTBEAT_MS = 20_000;
const TYPING_MS = 4_000;

/** See the header. */
export class Company {
	#seenAtMs = $state(0);
	#typingAtMs = $state(0);
	#nowMs = $state(Date.now());
	/** Who typed last. */
	typist = $state.raw<MemberId | null>(null);
	#shownAtMs = 0;
	#isShown = false;
	#typingUntilMs = 0;
	#opened: Opened | null = null;
	readonly #stops: (() => void)[] = [];

	constructor(
		readonly session: Session,
		readonly onPresent: (isPresent: boolean) => void
	) {
		const beat = setInterval(() => {
			this.#nowMs = Date.now();
			const isChanged = this.#isShown !== session.isShown;
			if (isChanged || this.#nowMs - this.#shownAtMs >= HEARTBEAT_MS) void this.show();
		}, 1_000);
		this.#stops.push(() => {
			clearInterval(beat);
		});
	}

	get isPresent(): boolean {
		return this.#nowMs - this.#seenAtMs < PRESENCE_MS;
	}

	get isTyping(): boolean {
		return this.#nowMs - this.#typingAtMs < 2 * TYPING_MS;
	}

	/** Begins to listen and to show oneself. */
	attach(opened: Opened): void {
		this.#opened = opened;
		this.#stops.push(this.session.onPresence((frame) => void this.#see(frame)));
		void this.show();
	}

	/** One types, or has stopped. */
	type(isTyping: boolean): void {
		const isNews = isTyping ? Date.now() > this.#typingUntilMs : this.#typingUntilMs > 0;
		this.#typingUntilMs = isTyping ? Date.now() + TYPING_MS : 0;
		if (isNews) void this.show();
	}

	/** What was being typed has arrived. */
	heard(): void {
		this.#typingAtMs = 0;
	}

	/** Shows the others that one is here, and whether one types; nobody who looks elsewhere is here. */
	async show(): Promise<void> {
		const opened = this.#opened;
		const { connection } = this.session;
		if (!opened?.replica.isCurrent || !connection.nonce || document.visibilityState === 'hidden') return;
		this.#shownAtMs = Date.now();
		if (!this.session.isShown) {
			// an empty one ends what was shown before
			if (this.#isShown) connection.send({ kind: 'presence', space: opened.space.id, body: new Uint8Array() });
			this.#isShown = false;
			return;
		}
		const body = await sealPresence(opened.space, connection.nonce, Date.now() < this.#typingUntilMs);
		if (body) this.#isShown = connection.send({ kind: 'presence', space: opened.space.id, body });
	}

	close(): void {
		for (const stop of this.#stops.splice(0)) stop();
		this.#opened = null;
	}

	async #see(frame: PresenceFrame): Promise<void> {
		const space = this.#opened?.space;
		if (!space || frame.space !== space.id) return;
		if (frame.body.length === 0) {
			this.#seenAtMs = 0;
			this.#typingAtMs = 0;
			this.onPresent(false);
			return;
		}
		const presence = await openPresence(space, frame.connection, frame.body);
		if (!presence.ok) return;
		const isNew = this.#seenAtMs === 0;
		this.#seenAtMs = this.#nowMs = Date.now();
		if (presence.value.isTyping) this.typist = presence.value.member;
		if (presence.value.isTyping || presence.value.member === this.typist)
			this.#typingAtMs = presence.value.isTyping ? Date.now() : 0;
		this.onPresent(true);
		if (isNew) void this.show();
	}
}
