import type { Clock } from '../../base/clock';
import type { DocumentId, FeedId, MemberId } from '../../base/ids';

/** An update that has come into a space that does not hold all documents. SPEC.md D6. */
export interface Passed {
	readonly member: MemberId;
	readonly feed: FeedId;
	readonly clock: Clock;
	readonly update: Uint8Array;
}

/** Something that happened to a space; `documents` names those whose content changed. */
export interface SpaceEvent {
	readonly kind: 'content' | 'progress' | 'charter' | 'opened' | 'letter' | 'trouble' | 'written' | 'turned' | 'passed';
	readonly documents?: ReadonlySet<DocumentId>;
	/** With 'passed': in the order of each feed. */
	readonly passed?: readonly Passed[];
	/** Came from the vault: other tabs know. */
	readonly isEcho?: boolean;
}
