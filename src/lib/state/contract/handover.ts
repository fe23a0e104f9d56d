/** What pages see of handing streams over. */
import type { DirectoryRow } from './person';

/** Handing streams over and standing in. */
export interface StandIns {
	/** Colleagues who could. */
	readonly deputies: readonly DirectoryRow[];
	/** Proposes that a colleague takes a stream from a day on (ISO), for good (null) or until another. Rejects with 'day-past' or a `Fault`. */
	propose(stream: string, to: string, from: string, until: string | null): Promise<void>;
	/** Takes it back. */
	withdraw(stream: string): Promise<void>;
}
