/**
 * A counsellor's own availability: chosen on any of her devices, kept in her desk, published in the
 * reception. Each device notes what it knows under the feed it writes; the notes come together as a set.
 */
import type { IdentityId } from '../base/ids';
import {
	choose,
	isNewer,
	mergeChoices,
	shownAs,
	statusOf,
	UNCHOSEN,
	type Availability,
	type Choice,
	type Status
} from '../domain/availability';
import { readRecords, writeRecord } from '../domain/records';
import type { Reach } from '../sync/connection';
import type { Reception } from '../sync/reception';
import type { OwnAvailability } from './contract-reachable';
import type { Opened, Session } from './session';
import { readChoices, readStatus, statusValue } from './statuses';

/** Her notes in the desk's table `own`: status-<feed>.choices. */
const NOTES = 'status-';

/** What it works with. */
export interface AvailabilityParts {
	readonly session: Session;
	readonly desk: Opened;
	readonly reception: Reception;
	readonly identity: IdentityId;
	/** This identity's chain in the reception. */
	readonly chain: () => Promise<Uint8Array>;
	readonly reach: () => Reach;
	/** Whether she shows herself as present has changed. */
	readonly onShown: () => void;
}

/** See the header. */
export class Availabilities implements OwnAvailability {
	#status = $state.raw<Status>(UNCHOSEN);
	#choices: readonly Choice[] = [];
	#publishing: Promise<void> = Promise.resolve();
	readonly #stop: () => void;

	constructor(readonly parts: AvailabilityParts) {
		this.#stop = parts.desk.space.listen(() => {
			this.#read();
		});
		this.#read();
	}

	get chosen(): Availability {
		return this.#status.availability;
	}

	get shown(): Availability {
		return shownAs(this.chosen, this.parts.reach() === 'online');
	}

	get absence(): string {
		return this.#status.absence;
	}

	/** Choice, text and the times of being unavailable. */
	get status(): Status {
		return this.#status;
	}

	async choose(availability: Availability, absence: string): Promise<void> {
		const { session, desk } = this.parts;
		await session.write(desk, (doc, stamp) => {
			const choices = choose(this.#choices, availability, absence, stamp.ms);
			writeRecord(doc.getMap('own'), `${NOTES}${stamp.feed}`, { choices: JSON.stringify(choices) });
		});
		this.#read();
		await this.#publishing;
	}

	/** Ends what lives. */
	stop(): void {
		this.#stop();
	}

	#read(): void {
		const { session, desk, onShown } = this.parts;
		const notes = [...readRecords(desk.space.doc.getMap('own'))].filter(([id]) => id.startsWith(NOTES));
		this.#choices = mergeChoices(...notes.map(([, { choices }]) => readChoices(choices)));
		const status = statusOf(this.#choices);
		if (status.sinceMs === this.#status.sinceMs && status.atMs === this.#status.atMs) return;
		this.#status = status;
		const isShown = status.availability === 'online';
		if (session.isShown !== isShown) {
			session.isShown = isShown;
			onShown();
		}
		this.#publishing = this.#publishing.then(() => this.#publish()).catch(() => undefined);
	}

	/** Puts into the reception what is newer than what it shows. */
	async #publish(): Promise<void> {
		const { reception, identity, chain } = this.parts;
		await reception.settled();
		const key = `status/${identity}`;
		const shown = readStatus(reception.shown.get(key)?.value ?? '');
		if (shown && !isNewer(this.#status, shown)) return;
		await reception.publish(key, statusValue(this.#status), await chain());
	}
}
