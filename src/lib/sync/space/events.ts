import type { DocumentId } from '../../base/ids';

/** Something that happened to a space; `documents` names those whose content changed. */
export interface SpaceEvent {
	readonly kind: 'content' | 'progress' | 'charter' | 'opened' | 'letter' | 'trouble' | 'written' | 'turned';
	readonly documents?: ReadonlySet<DocumentId>;
	/** Came from the vault: other tabs know. */
	readonly isEcho?: boolean;
}
