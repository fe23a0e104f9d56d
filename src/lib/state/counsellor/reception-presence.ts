/** Shows a counsellor in the reception while her page is open and her status is Online. */
import { base64url } from '../../base/bytes';
import { sealPresence } from '../../sync/exchange/presence';
import type { OpenSpace } from '../session/open-space';
import type { Session } from '../session/session';

const PRESENCE_EVERY_MS = 20_000;

/** See the header. */
export class ReceptionPresence {
	/** The connection she was last shown on. */
	#shownTo: Uint8Array | null = null;
	readonly #stops: (() => void)[];

	constructor(
		readonly session: Session,
		readonly face: OpenSpace
	) {
		const timer = setInterval(() => {
			this.show();
		}, PRESENCE_EVERY_MS);
		this.#stops = [
			() => {
				clearInterval(timer);
			},
			face.space.listen(() => {
				if (this.#shownTo !== session.connection.nonce) this.show();
			}),
			session.on(({ kind }) => {
				if (kind === 'shown' || kind === 'reach') this.show();
			})
		];
		// She may be in already: then nothing more would tell. If she chose otherwise, that is known before it is sealed.
		this.show();
	}

	/** Shows or hides her, as she is now. */
	show(): void {
		void this.#show();
	}

	/** She is no longer here. */
	stop(): void {
		for (const stop of this.#stops) stop();
		this.session.connection.awareness.setLocalState(null);
	}

	async #show(): Promise<void> {
		const { session, face } = this;
		const { awareness, nonce } = session.connection;
		if (!session.isShown) {
			this.#shownTo = null;
			if (awareness.getLocalState() !== null) awareness.setLocalState(null);
			return;
		}
		if (!nonce || !face.replica.isCurrent) return;
		const sealed = await sealPresence(face.space, nonce, false);
		// She may have chosen meanwhile not to be shown.
		if (!sealed || !session.isShown) return;
		awareness.setLocalState({ s: base64url(sealed) });
		this.#shownTo = nonce;
	}
}
