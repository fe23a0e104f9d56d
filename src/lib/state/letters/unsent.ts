/**
 * Letters on their way into other people's boxes: a client's mailbox or a colleague's desk. A letter counts as
 * sent when the relay has acknowledged it. Everything unacknowledged is taken up at every start, in every box,
 * old ones included. SPEC.md U8.
 */
import { passOver } from '../../base/fault';
import { asId, type SpaceId } from '../../base/ids';
import { readFeed } from '../../sync/space/feeds';
import type { SpaceRef } from '../../sync/keys/member';
import type { SealedRows } from '../../sync/vault/sealed';
import type { Vault } from '../../sync/vault/vault';
import { each, Errand } from '../session/errand';
import { binary, jsonBytes, readJson, shape } from '../session/json';
import { NO_DOCUMENTS } from '../session/policies';
import type { Session } from '../session/session';
import type { OpenSpace } from '../session/open-space';

const ROW = 'box/';
const ref = shape({ seed: binary });

/** The spaces with this device's unacknowledged writing. Reads every feed's row: only for a start. */
export async function unsentSpaces(vault: Vault): Promise<ReadonlySet<SpaceId>> {
	const found = new Set((await vault.list('outbox', '')).map(([key]) => asId<SpaceId>(key.slice(0, 32))));
	for (const [key, raw] of await vault.list('feeds', '')) {
		const feed = readFeed(raw);
		if (feed.ok && feed.value.unacked.length > 0) found.add(asId<SpaceId>(key.slice(0, 32)));
	}
	return found;
}

/** What letters are sent with. */
export interface LettersParts {
	readonly session: Session;
	/** The seat for dropping letters into a box that this device has no note of. */
	readonly refOf: (box: SpaceId) => SpaceRef | null;
	/** Called when letters have reached the relay. */
	readonly onSent: () => void;
}

/** See the header. */
export class Letters {
	/** Letters of this session by name: the box they are in, or null once the relay has them. */
	readonly #known = new Map<string, SpaceId | null>();
	/** Boxes kept open until all their letters have gone. */
	readonly #open = new Map<SpaceId, () => void>();
	readonly #errand = new Errand(() => this.#takeUp());
	readonly #stop: () => void;
	/** How many letters are being dropped: meanwhile no box is closed. */
	#dropping = 0;

	constructor(readonly parts: LettersParts) {
		const { session } = parts;
		this.#stop = session.on((event) => {
			if ((event.kind === 'reach' && session.isConnected) || event.kind === 'leads') void this.#errand.look();
			if (event.kind === 'told') void this.#hear(event.space).catch(passOver());
		});
		// If the connection was there first, nothing will announce it.
		if (session.isConnected) void this.#errand.look();
	}

	/**
	 * Drops a letter, only once per session and name. Resolves, when this device keeps it, with whether the relay
	 * has it.
	 */
	async drop(box: SpaceRef, name: string, body: Uint8Array): Promise<boolean> {
		if (this.#known.get(name) === null) return true;
		const { session } = this.parts;
		this.#dropping++;
		try {
			const opened = await this.#hold(box);
			if (!this.#known.has(name)) {
				await keepRef(session.rows, box);
				this.#known.set(name, box.space);
				await opened.post(body);
			}
			return opened.isSent;
		} catch (error) {
			this.#known.delete(name);
			throw error;
		} finally {
			this.#dropping--;
		}
	}

	/**
	 * Gives a relay that has lost a box what this device has of it: that it exists, and the letters. Resolves with whether
	 * the relay has all of it; false has to be tried again. Rejects with a `Fault`.
	 */
	async refill(box: SpaceRef): Promise<boolean> {
		const { session } = this.parts;
		const isOurs = !session.isOpen(box.space);
		const opened = await session.open(box, { policy: NO_DOCUMENTS });
		try {
			return await opened.settled();
		} finally {
			if (isOurs && this.#dropping === 0 && !this.#open.has(box.space)) await session.close(box.space);
		}
	}

	/** There may be something to take up: at a start, or on connecting. */
	look(): Promise<void> {
		return this.#errand.look();
	}

	/** Stops everything it started. */
	stop(): void {
		this.#errand.stop();
		this.#stop();
		for (const stop of this.#open.values()) stop();
		this.#open.clear();
	}

	async #takeUp(): Promise<boolean> {
		const { session, refOf } = this.parts;
		return each(await unsentSpaces(session.rows.vault), async (space) => {
			// Open spaces already send; a space that is not a box is sent by whoever opens it.
			const box = session.isOpen(space) ? null : ((await readRef(session.rows, space)) ?? refOf(space));
			if (box) await this.#hold(box);
			return true;
		});
	}

	/** Another tab has kept something: if it is a letter in a box, the leading tab sends it. */
	async #hear(space: SpaceId): Promise<void> {
		const { session } = this.parts;
		const { vault } = session.rows;
		if (!session.leads || session.isOpen(space) || (await vault.list('outbox', space)).length === 0) return;
		const box = await readRef(session.rows, space);
		if (box) await this.#hold(box);
	}

	/** Opens a box until the relay has everything dropped into it; one that was open before stays open. */
	async #hold(box: SpaceRef): Promise<OpenSpace> {
		const { session } = this.parts;
		const isOurs = !session.isOpen(box.space);
		const opened = await session.open(box, { policy: NO_DOCUMENTS });
		if (!this.#open.has(box.space)) {
			const stop = opened.space.listen(({ kind }) => {
				if (kind === 'progress' && opened.isSent) this.#sent(box.space, isOurs);
			});
			this.#open.set(box.space, stop);
		}
		return opened;
	}

	#sent(box: SpaceId, isOurs: boolean): void {
		if (this.#dropping > 0) return;
		const { session, onSent } = this.parts;
		for (const [name, lies] of this.#known) if (lies === box) this.#known.set(name, null);
		this.#open.get(box)?.();
		this.#open.delete(box);
		if (isOurs) void session.close(box);
		onSent();
	}
}

async function keepRef(rows: SealedRows, { space, seed }: SpaceRef): Promise<void> {
	await rows.vault.commit([await rows.put('meta', ROW + space, jsonBytes({ seed: new Uint8Array(seed) }))], true);
}

async function readRef(rows: SealedRows, space: SpaceId): Promise<SpaceRef | null> {
	const row = await rows.get('meta', ROW + space);
	const read = row.ok && row.value ? readJson(row.value, ref) : null;
	return read?.ok ? { space, seed: read.value.seed } : null;
}
