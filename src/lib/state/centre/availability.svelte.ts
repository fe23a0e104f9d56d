/**
 * A counsellor's own availability: chosen on any of her devices, kept in her desk, published in the reception.
 * Each device notes its choices under the feed it writes; the notes are merged as a set.
 */
import type { IdentityId } from '../../base/ids';
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
} from '../../domain/availability';
import type { Reach } from '../../sync/exchange/connection';
import type { Reception } from '../../sync/centre/reception';
import type { OwnAvailability } from '../contract/availability';
import { Errand } from '../session/errand';
import type { Session } from '../session/session';
import { readChoices, readStatus, statusValue } from './statuses';
import type { OpenSpace } from '../session/open-space';
import { DESK } from '../../domain/tables/desk';

/** Her notes in the desk's table `own`: status-<feed>.choices. */
const NOTES = 'status-';

/** What it works with. */
export interface AvailabilityParts {
	readonly session: Session;
	readonly desk: OpenSpace;
	readonly reception: Reception;
	readonly identity: IdentityId;
	/** This identity's chain in the reception. */
	readonly chain: () => Promise<Uint8Array>;
	readonly reach: () => Reach;
	/** Called when she starts or stops showing herself as present. */
	readonly onShown: () => void;
}

/** See the header. */
export class Availabilities implements OwnAvailability {
	#status = $state.raw<Status>(UNCHOSEN);
	#choices: readonly Choice[] = [];
	/** The version of her value in the reception when last seen. */
	#version = 0;
	/** Keeps her status in the reception, and restores it if anything else takes its place. SPEC.md K7. */
	readonly #publishing = new Errand(() => this.#publish());
	readonly #stops: readonly (() => void)[];

	constructor(readonly parts: AvailabilityParts) {
		this.#stops = [
			parts.desk.space.listen(() => {
				if (this.#read()) void this.#publishing.look();
			}),
			parts.reception.listen(() => {
				this.#seen();
			})
		];
		if (this.#read()) void this.#publishing.look();
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

	/** Choice, text and the times she was unavailable. */
	get status(): Status {
		return this.#status;
	}

	async choose(availability: Availability, absence: string): Promise<void> {
		const { desk } = this.parts;
		await desk.write((doc, stamp) => {
			const choices = choose(this.#choices, availability, absence, stamp.ms);
			DESK.own.write(doc, `${NOTES}${stamp.feed}`, { choices: JSON.stringify(choices) });
		});
		this.#read();
		await this.#publishing.look();
	}

	/** Stops everything it started. */
	stop(): void {
		this.#publishing.stop();
		for (const stop of this.#stops) stop();
	}

	/** True if a different status now applies. */
	#read(): boolean {
		const { session, desk, onShown } = this.parts;
		const notes = [...DESK.own.read(desk.space.doc)].filter(([id]) => id.startsWith(NOTES));
		this.#choices = mergeChoices(...notes.map(([, { choices }]) => readChoices(choices)));
		const status = statusOf(this.#choices);
		if (status.sinceMs === this.#status.sinceMs && status.atMs === this.#status.atMs) return false;
		this.#status = status;
		const isShown = status.availability === 'online';
		if (session.isShown !== isShown) {
			session.isShown = isShown;
			onShown();
		}
		return true;
	}

	/** Her value in the reception may have changed. */
	#seen(): void {
		const version = this.parts.reception.shown.get(this.#key)?.version ?? 0;
		if (version === this.#version) return;
		this.#version = version;
		void this.#publishing.look();
	}

	get #key(): string {
		return `status/${this.parts.identity}`;
	}

	/** Publishes her status if it is newer than the one in the reception. */
	async #publish(): Promise<boolean> {
		const { reception, chain } = this.parts;
		await reception.settled();
		const shown = readStatus(reception.shown.get(this.#key)?.value ?? '');
		if (this.#status === UNCHOSEN || (shown && !isNewer(this.#status, shown))) return true;
		await reception.publish(this.#key, statusValue(this.#status), await chain());
		return true;
	}
}
