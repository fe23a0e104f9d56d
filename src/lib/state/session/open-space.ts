/** An open space that can act: takes writing, and says whether the relay has it. SPEC.md Z2, Z4. */
import type { SpaceId } from '../../base/ids';
import type { ReplicaNews } from '../../sync/exchange/channel';
import type { Replica } from '../../sync/exchange/replica';
import type { SpaceRef } from '../../sync/keys/member';
import type { Holding, Policy } from '../../sync/space/documents';
import { compose, introduce, post } from '../../sync/space/outbox';
import { isSent } from '../../sync/space/sent';
import type { Space } from '../../sync/space/space';
import type { Writing } from './session-parts';

/** How a space is opened. */
export interface Opening {
	readonly policy: Policy;
	/** 'own': the others' documents stay closed, for taking in what comes without looking into it. By default all are held. */
	readonly holding?: Holding;
	/** Introduces this device in its first entry there. */
	readonly introduction?: (space: Space) => Promise<Uint8Array>;
	readonly isQuiet?: boolean;
	readonly onNews?: (news: ReplicaNews, code?: string) => void;
}

/** What a session does for its spaces. */
export interface Acting {
	/** Does `work` in the space, or in its current instance if it was reopened. */
	write(opened: OpenSpace, work: (space: Space) => Promise<void>): Promise<void>;
	/** Whether the relay says that this device's member is not (or no longer) in a space. */
	isOut(space: Space): boolean;
	/** Whether waiting is pointless: this tab is the one to exchange with the relay, and cannot reach it. */
	isCutOff(): boolean;
	/** Calls `listener` when the relay becomes reachable or unreachable; returns how to stop. */
	onReach(listener: () => void): () => void;
}

/** After this long without any event, the work is left for later. */
const PATIENCE_MS = 15_000;

/** See the header. */
export class OpenSpace {
	constructor(
		readonly space: Space,
		readonly replica: Replica,
		/** How it was opened. */
		readonly way: { readonly ref: SpaceRef; readonly opening: Opening },
		readonly acting: Acting
	) {}

	get id(): SpaceId {
		return this.space.id;
	}

	/** Writes into a document, by default this device's own; resolves when this device keeps it. See `compose`. */
	write(change: Parameters<typeof compose>[2], more: Writing = {}): Promise<void> {
		const { mark = () => 0, document = this.space.ownDocument, blobs, beside } = more;
		return this.acting.write(this, (space) => compose(space, document, change, mark, blobs, beside));
	}

	/** Drops a letter for the host; resolves when this device keeps it. */
	post(letter: Uint8Array): Promise<void> {
		return this.acting.write(this, (space) => post(space, letter));
	}

	/** Shows the others whose device this is. */
	introduce(): Promise<void> {
		return this.acting.write(this, introduce);
	}

	/** Whether the relay has everything written here. */
	get isSent(): boolean {
		return isSent(this.space);
	}

	/** Whether device and relay have everything the other has. */
	get isLevel(): boolean {
		return this.replica.isCurrent && this.space.missing === 0 && this.isSent;
	}

	/** Whether the relay says that this device's member is not (or no longer) in it. */
	get isOut(): boolean {
		return this.acting.isOut(this.space);
	}

	/**
	 * Resolves with true when `isSo` holds or the member is out of the space; with false after a while without
	 * events, or without a connection. A caller that gets false has to come back: see errand.ts. SPEC.md Z2.
	 */
	until(isSo: () => boolean): Promise<boolean> {
		return new Promise((resolve) => {
			let late: ReturnType<typeof setTimeout> | undefined;
			const end = (outcome: boolean): void => {
				stop();
				stopHearing();
				clearTimeout(late);
				resolve(outcome);
			};
			const look = (): void => {
				clearTimeout(late);
				if (isSo() || this.isOut) end(true);
				else if (this.acting.isCutOff()) end(false);
				else late = setTimeout(() => end(false), PATIENCE_MS);
			};
			const stop = this.space.listen(look);
			const stopHearing = this.acting.onReach(look);
			look();
		});
	}

	/** Resolves with whether it has met the relay and both have everything; also with true if the member is out of it. */
	settled(): Promise<boolean> {
		return this.until(() => this.isLevel);
	}
}
