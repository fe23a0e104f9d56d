/** What every part of the relay works with, passed around as one object. */
import type { SpaceId } from '../../src/lib/base/ids';
import type { Addresses } from '../gate/addresses';
import type { Hosts } from '../gate/hosts';
import type { Limits } from '../settings/limits';
import type { Log } from '../settings/log';
import type { SetupCode } from './setup';
import type { Spaces } from './spaces';
import type { Commits } from '../store/commits';
import type { Store } from '../store/store';

/** The relay's parts. */
export interface Context {
	readonly store: Store;
	readonly commits: Commits;
	readonly spaces: Spaces;
	readonly addresses: Addresses;
	readonly hosts: Hosts;
	readonly setup: SetupCode;
	/** What tickets are made under. */
	readonly ticketKey: Uint8Array;
	/** How many spaces each centre has, where that was asked. */
	readonly spaceCounts: Map<SpaceId, number>;
	readonly limits: Limits;
	readonly log: Log;
	/** Called when a centre has been founded. */
	readonly onFounded?: (() => void) | undefined;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}
