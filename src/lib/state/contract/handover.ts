/** Handing streams over, as pages see it. */
import type { DirectoryRow } from './person';

/** Handing streams over and standing in. */
export interface StandIns {
	/** Colleagues who can take a stream. */
	readonly deputies: readonly DirectoryRow[];
	/** Proposes a colleague from a day (ISO) on, for good (null) or until another. Rejects with 'day-past' or a `Fault`. */
	propose(stream: string, to: string, from: string, until: string | null): Promise<void>;
	/** Withdraws the proposal. */
	withdraw(stream: string): Promise<void>;
}
