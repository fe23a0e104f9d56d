/**
 * What a counsellor's pages see of her browser. Like everything in this folder, a plain shape: fields are
 * reactive getters; methods reject with a `Refusal` or a `Fault`, whose codes the pages turn into sentences.
 */
import type { OwnAvailability, Reachable } from './availability';
import type { CentreTexts } from './centre';
import type { Chat } from './chat';
import type { Connection } from './connection';
import type { Face } from './person';
import type { RecoverySheet } from './recovery-sheet';
import type { Invited, JoinInput, Team } from './team';

/** What founding a centre takes. */
export interface FoundInput {
	readonly setupCode: string;
	readonly centreName: string;
	readonly name: string;
	readonly picture: Blob | null;
	readonly passphrase: string;
}

/** The state of a counsellor's browser. */
export interface CounsellorApp {
	/**
	 * starting: checking; new: nothing here yet; locked: asks for the passphrase; begun: an account is kept and
	 * its sheet shown, and the centre is founded once the sheet is checked; open: at work.
	 */
	readonly phase: 'starting' | 'new' | 'locked' | 'begun' | 'open';
	/** The feature that this browser lacks and the app cannot work without, or null. */
	readonly lack: 'not-secure' | 'crypto-missing' | 'storage-missing' | null;
	/** Whether what is locked is an unfinished founding that may be started over. */
	readonly isBegun: boolean;
	readonly connection: Connection;
	readonly me: Face | null;
	/** The centre's texts and this counsellor's availability; null unless phase is 'open'. */
	readonly centre: CentreTexts | null;
	readonly availability: OwnAvailability | null;
	/** The open chat; null unless phase is 'open'. */
	readonly chat: Chat | null;
	/** The code of a sentence, when the device cannot keep things safely (storage damaged, relay diverged …). */
	readonly warning: string | null;
	found(input: FoundInput): Promise<RecoverySheet>;
	/** What an invitation leads to. Rejects with a `Refusal` ('invitation-…') or a `Fault`. */
	lookAtInvitation(fragment: string): Promise<Invited>;
	/** Joins the centre; once this device has kept the attempt, the passphrase resumes it after an interruption. */
	join(input: JoinInput): Promise<RecoverySheet>;
	/** Colleagues, invitations and her own profile; null unless phase is 'open'. */
	readonly team: Team | null;
	/** Which colleagues can be written to; null unless phase is 'open'. */
	readonly reachable: Reachable | null;
	/** False if this browser may delete what it keeps after a week without a visit. */
	readonly isLasting: boolean;
	/** She is no longer a colleague in this centre; what this device has stays. */
	readonly isRemoved: boolean;
	/** Makes a new recovery sheet (`pendingSheet`); until it is at the relay the old one is good. Rejects with 'passphrase-wrong'. */
	renewSheet(passphrase: string): Promise<void>;
	/** A sheet that was made but not checked yet; survives a restart. */
	readonly pendingSheet: RecoverySheet | null;
	/** The two words were right: the sheet is never shown again. */
	confirmSheet(): Promise<void>;
	/** Whether she can found her centre again after the relay lost it ('relay-forgot'). */
	readonly mayRefound: boolean;
	/** Rejects with 'setup-code-wrong', -'used' or -'waits', or a `Fault`. */
	refound(setupCode: string): Promise<void>;
	restore(words: readonly string[], passphrase: string): Promise<void>;
	unlock(passphrase: string): Promise<void>;
	lock(): void;
}
