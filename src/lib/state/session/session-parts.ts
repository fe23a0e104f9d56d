/** Where a session runs, and what it reports. */
import type * as Y from 'yjs';
import type { BlobId, DocumentId, Seed, SpaceId } from '../../base/ids';
import type { Reach } from '../../sync/exchange/connection';
import type { compose } from '../../sync/space/outbox';
import type { Tabs } from '../../sync/vault/tabs';
import type { SealedRows } from '../../sync/vault/sealed';
import type { Change } from '../../sync/vault/vault';

/** Events about a session's spaces as a whole. */
export type SessionEvent =
	/** A space is closed; another tab has kept something in one; the relay has everything written in one. */
	| { readonly kind: 'closed' | 'told' | 'sent'; readonly space: SpaceId }
	/** This tab leads from now on; the relay can be reached or not; others may see this person, or no longer. */
	| { readonly kind: 'leads' | 'reach' | 'shown' };

/** What goes with writing into a document. */
export interface Writing {
	/** By default, this device's own. */
	readonly document?: DocumentId;
	/** The author's progress after the change. */
	readonly mark?: Parameters<typeof compose>[3];
	/** The attachments it refers to. */
	readonly blobs?: readonly BlobId[];
	/** Kept together with it, or not at all. */
	readonly beside?: readonly Change[];
}

/** Where a session runs. */
export interface SessionParts {
	readonly rows: SealedRows;
	readonly deviceSeed: Seed;
	/** The relay's origin, http or https. */
	readonly relay: string;
	readonly reception: SpaceId | 'new';
	/** The reception's Yjs document. */
	readonly doc: Y.Doc;
	/** Whether this device shows itself in the reception: counsellors only. */
	readonly publishes: boolean;
	readonly centre: SpaceId | null;
	readonly tabs: Tabs | null;
	/** Wall time in ms since 1970, for a demo whose messages are months old. */
	readonly now?: () => number;
	readonly onReach: (reach: Reach) => void;
	readonly onTrouble: (code: string) => void;
}
