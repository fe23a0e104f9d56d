/**
 * What a counsellor's pages see of her browser. Like everything in this folder a plain shape: fields are reactive
 * getters; methods reject with a `Refusal` or a `Fault`, whose codes the pages turn into sentences.
 */
import type { OwnAvailability, Reachable } from './availability';
import type { CentreTexts } from './centre';
import type { Chat } from './chat';
import type { Connection } from './connection';
import type { Face } from './person';
import type { RecoverySheet } from './recovery-sheet';
import type { Invited, JoinInput, Team } from './team';

/** What a centre is founded with. */
export interface FoundInput {
	readonly setupCode: string;
	readonly centreName: string;
	readonly name: string;
	readonly picture: Blob | null;
	readonly passphrase: string;
}

/** What a counsellor's browser is. */
export interface CounsellorApp {
	/**
	 * starting: looking; new: nothing here yet; locked: asks for the passphrase; begun: an account is kept here, its sheet is
	 * shown, and the centre is founded once it has been checked; open: at work.
	 */
	readonly phase: 'starting' | 'new' | 'locked' | 'begun' | 'open';
	/** What this browser does not have and nothing works without; null when it has all. */
	readonly lack: 'not-secure' | 'crypto-missing' | 'storage-missing' | null;
	/** Whether what is locked is a founding that was begun and may be begun again. */
	readonly isBegun: boolean;
	readonly connection: Connection;
	readonly me: Face | null;
	/** The centre's texts and one's own availability; null unless phase is 'open'. */
	readonly centre: CentreTexts | null;
	readonly availability: OwnAvailability | null;
	/** The open chat; null unless phase is 'open'. */
	readonly chat: Chat | null;
	/** A sentence's code when the device cannot keep things safely (storage damaged, relay diverged …). */
	readonly warning: string | null;
	found(input: FoundInput): Promise<RecoverySheet>;
	/** What an invitation leads to. Rejects with a `Refusal` ('invitation-…') or a `Fault`. */
	lookAtInvitation(fragment: string): Promise<Invited>;
	/** Joins the centre; once the device has kept it, a cut is taken up again with the passphrase. */
	join(input: JoinInput): Promise<RecoverySheet>;
	/** Colleagues, invitations and her own profile; null unless phase is 'open'. */
	readonly team: Team | null;
	/** Who of the colleagues can be written to; null unless phase is 'open'. */
	readonly reachable: Reachable | null;
	/** False where this browser may delete what it keeps after a week without a visit. */
	readonly isLasting: boolean;
	/** She is a colleague of this centre no more; what this device has stays. */
	readonly isRemoved: boolean;
	/** Makes a new recovery sheet and shows it (`pendingSheet`); the old one is good until the new one was checked and is at the relay. Rejects with 'passphrase-wrong'. */
	renewSheet(passphrase: string): Promise<void>;
	/** A sheet that has been made and not yet checked; also after a restart. */
	readonly pendingSheet: RecoverySheet | null;
	/** The two words were right: the sheet is never shown again. */
	confirmSheet(): Promise<void>;
	/** Whether she can found her centre again where it was lost ('relay-forgot'). */
	readonly mayRefound: boolean;
	/** Rejects with 'setup-code-wrong', -'used' or -'waits', or a `Fault`. */
	refound(setupCode: string): Promise<void>;
	restore(words: readonly string[], passphrase: string): Promise<void>;
	unlock(passphrase: string): Promise<void>;
	lock(): void;
}
