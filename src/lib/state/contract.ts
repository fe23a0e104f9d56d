/**
 * What pages and components see of the living state: plain shapes, filled by the rune classes of
 * this room. Fields are reactive getters; methods reject with a `Refusal` or a `Fault`, whose codes
 * the pages turn into sentences.
 */
import type { Availability } from '../domain/availability';
import type { Transcript } from '../domain/exporting/transcript';
import type { Standing } from '../domain/group-seats';
import type { Candidate, MemberKind } from '../domain/groups';
import type { Handover } from '../domain/handover';
import type { Message } from '../domain/messages';
import type { Notice } from '../domain/notices';
import type { Reminder } from '../domain/monitoring/reminders';
import type { Attachments } from './attachment-contract';
import type { Team } from './team.svelte';
import type { CentreTexts, Closing, OwnAvailability } from './contract-reachable';
import type { TeamApp } from './contract-team';

export type { CentreCard, CentreTexts, Closing, OwnAvailability } from './contract-reachable';
import type { CaseBook } from './case-book.svelte';

export type { ClientApp, ClientInvitation, ClientStreamRow } from './contract-client';

/** Whether the relay can be reached. */
export type Connection = 'online' | 'connecting' | 'offline';

/** A person as shown: `pictureUrl` is a local object URL or null (initials then). */
export interface Face {
	readonly name: string;
	readonly pictureUrl: string | null;
}

/** What the recovery sheet says, once, at founding. `words` in order. */
export interface RecoverySheet {
	readonly words: readonly string[];
	readonly centreName: string;
	readonly counsellorName: string;
}

/** A way in for one client, to be handed over. `url` carries its secret in the fragment. */
export interface AccessLink {
	readonly url: string;
	readonly clientName: string;
	/** False until the relay has it: "Link gilt, sobald übertragen". */
	readonly isRelayed: boolean;
}

/** 'renewing', 'locking': decided, and done as soon as there is a network; 'another': not one's own to decide. */
export type AccessState = 'open' | 'renewing' | 'locking' | 'locked' | 'another';

/** What an invitation says to whoever opens it. */
export interface Invited {
	readonly centreName: string;
	/** The name that the Leitung suggests. */
	readonly name: string;
	readonly isLead: boolean;
}

/** What a counsellor's browser is. */
export interface CounsellorApp extends TeamApp {
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
	/** A sentence's code when the device can not keep things safely (storage damaged, relay diverged …). */
	readonly warning: string | null;
	found(input: {
		readonly setupCode: string;
		readonly centreName: string;
		readonly name: string;
		readonly picture: Blob | null;
		readonly passphrase: string;
	}): Promise<RecoverySheet>;
	/** What the fragment of an invitation link leads to. Rejects with a `Refusal` ('invitation-…') or a `Fault`. */
	lookAtInvitation(fragment: string): Promise<Invited>;
	/** Joins the centre; once the device has kept it, a cut is taken up again with the passphrase. */
	join(input: {
		readonly fragment: string;
		readonly name: string;
		readonly picture: Blob | null;
		readonly passphrase: string;
	}): Promise<RecoverySheet>;
	/** Colleagues, invitations and her own profile; null unless phase is 'open'. */
	readonly team: Team | null;
	/** False where this browser may delete what it keeps after a week without a visit. */
	readonly isLasting: boolean;
	/** She is a colleague of this centre no more; what this device has stays. */
	readonly isRemoved: boolean;
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

/** One row of the left column. */
export interface StreamRow {
	readonly id: string;
	readonly face: Face;
	readonly lastLine: string;
	readonly lastLineOwn: boolean;
	/** Whether the last message carries an attachment. */
	readonly lastHasAttachment: boolean;
	readonly lastAtMs: number;
	readonly unread: number;
	/** The unsent text, or ''. */
	readonly draft: string;
	/** 'locked': nobody comes in until there is a new link; 'unopened': Link noch nicht geöffnet; 'opened' shortly after. */
	readonly link: 'locked' | 'unopened' | 'opened' | null;
	/** Contacts that no monitoring has counted, and whether a follow-up is due. */
	readonly reminder: Reminder;
	readonly isPresent: boolean;
	/** One is no longer in it: what there was to read is still there, nothing comes and nothing is to be done. */
	readonly isOver: boolean;
}

/** A person of the directory with whom this counsellor has no stream yet. */
export interface DirectoryRow {
	readonly id: string;
	readonly face: Face;
}

/** The order of the left column. */
export interface Sorting {
	readonly by: 'time' | 'name';
	readonly descending: boolean;
}

/** Somebody, or a whole group, in a group. */
export interface GroupMember {
	readonly id: string;
	readonly kind: MemberKind;
	/** As the directory names her. */
	readonly name: string;
	/** Null for a group, and while nothing is known yet. */
	readonly standing: Standing | null;
	/** The founder is in it for good. */
	readonly isFounder: boolean;
	/** Whether she is so because whoever founded it has left the centre. */
	readonly isFollower: boolean;
	/** Who a group inside brings. */
	readonly inside: readonly { readonly id: string; readonly name: string; readonly standing: Standing | null }[];
}

/** A group as its members' window shows it. */
export interface GroupInfo {
	readonly id: string;
	readonly name: string;
	/** For counsellors alone. */
	readonly description: string;
	/** How many people are in it, each once; who was only asked is not. */
	readonly count: number;
	readonly members: readonly GroupMember[];
}

/** The centre's groups. Methods resolve when this device keeps what is wanted; the rest follows with a connection. */
export interface Groups {
	/** A group, or null when the directory has none of that id. */
	info(id: string): GroupInfo | null;
	/** Clients, counsellors and groups that can be put into a group; none for an empty query. */
	find(id: string, query: string): readonly Candidate[];
	/** Rejects with 'group-ring' when a group would come to be inside itself, with 'not-allowed' for oneself and who is out. `history`: sees what was written before. */
	add(id: string, who: Candidate, history: boolean): Promise<void>;
	/** Rejects with 'founder-stays'. */
	remove(id: string, who: string): Promise<void>;
	/** Rejects with 'name-empty' or 'name-too-long'. */
	change(id: string, name: string, description: string): Promise<void>;
}

/** Handing streams over and standing in. */
export interface StandIns {
	/** Colleagues who could. */
	readonly deputies: readonly DirectoryRow[];
	/** Proposes that a colleague takes a stream from a day on (ISO), for good (null) or until another. Rejects with 'day-past' or a `Fault`. */
	propose(stream: string, to: string, from: string, until: string | null): Promise<void>;
	/** Takes it back. */
	withdraw(stream: string): Promise<void>;
}

/** The counsellor's Chat: the left column and the one open stream. */
export interface Chat {
	/** Which of the two lists the column shows; kept. */
	list: 'clients' | 'groups';
	readonly groups: Groups;
	/** Founds a group; returns the row's id. Rejects with 'name-empty' or 'name-too-long'. */
	createGroup(name: string, description: string): Promise<string>;
	/** Those of `list`, filtered by `query`, sorted by `sorting`. */
	readonly rows: readonly StreamRow[];
	/** Whether there is none in `list` at all, filter aside. */
	readonly isEmpty: boolean;
	/** False until the list has been read from this device. */
	readonly isLoaded: boolean;
	readonly unreadTotal: number;
	query: string;
	sorting: Sorting;
	readonly open: StreamView | null;
	/** What Statistik and Profil show of a stream. */
	readonly book: CaseBook;
	/** Opens the stream of that row. */
	show(id: string): Promise<void>;
	/** Closes the open stream (phone: back to the list). */
	close(): void;
	/** All that this device has of the open stream, to be exported; two synced devices have the same. */
	transcript(): Promise<Transcript>;
	/** Persons without a stream, filtered by `query`. */
	directory(query: string): readonly DirectoryRow[];
	/** Puts an existing person into the left column; returns the row's id. */
	addStream(clientId: string): Promise<string>;
	/** Creates a person by pseudonym, with stream and access link; returns the row's id. */
	createClient(pseudonym: string): Promise<string>;
	/** The link of that stream's client, or null when this counsellor did not make it or it is used up. */
	accessLink(id: string): AccessLink | null;
	/** Whether that stream's client can come in; the other words say what is still to reach the relay. */
	accessState(id: string): AccessState;
	/** The colleague who has given that stream's client another link than the one it goes by; null when nobody has. */
	accessOffer(id: string): Face | null;
	/** A new link in place of the old one, which then opens nothing any more. Rejects with 'not-allowed' for 'another'. */
	renewAccess(id: string): Promise<void>;
	readonly standIns: StandIns;
	/** Nobody comes in any more, until there is a new link. Rejects like `renewAccess`. */
	lockAccess(id: string): Promise<void>;
	/** The client comes in by the link that the colleague has given her. Rejects like `renewAccess`. */
	acceptAccess(id: string): Promise<void>;
}

/** One open stream, for either side. */
export interface StreamView {
	readonly id: string;
	/** 'single': a counsellor's side and one client. */
	readonly kind: 'single' | 'group';
	/** The other side. */
	readonly face: Face;
	/** Oldest first. */
	readonly messages: readonly Message[];
	/** The side that one is on oneself. */
	readonly side: 'client' | 'counsellor';
	/** What a member of it is called; '' while nobody knows. */
	nameOf(member: string): string;
	/** What happened between them to who is here and from where; the oldest first. */
	readonly notices: readonly Notice[];
	/** False until the last page has been read from this device. */
	readonly isLoaded: boolean;
	/** Id of the first message that was unread when the stream was opened; null when none. */
	readonly firstUnread: string | null;
	/** How many entries are known to exist and have not arrived: "3 Nachrichten fehlen noch". */
	readonly missing: number;
	readonly isPresent: boolean;
	readonly isTyping: boolean;
	/** Who types just now, by name. */
	readonly typist: string;
	/** How the counsellors of a client's stream are shown to her; null where nothing is known of it. */
	readonly availability: Availability | null;
	/** Why a client can not write here now; null while she can. */
	readonly closing: Closing | null;
	readonly connection: Connection;
	/** Whether one is no longer in it: what was there stays, nothing can be written. */
	readonly isOver: boolean;
	/** Whether anything of one's own is not yet at the relay. */
	readonly hasUnsent: boolean;
	/** The text in the field; setting it keeps it (sealed) and tells the other side that one types. */
	draft: string;
	/** False while this device can not keep it: it is gone with the page. Tried again by itself. */
	readonly isDraftKept: boolean;
	/** The message being answered, or null. */
	replyTo: Message | null;
	/** Its attachments; null until the stream can take any. */
	readonly attachments: Attachments | null;
	/** Sends `text`. Rejects with 'message-empty', 'message-too-long' or 'storage-full'; the text is then still in the field. */
	send(text: string): Promise<void>;
	/** Tries again what shows '!'. */
	retry(messageId: string): Promise<void>;
	/** A colleague who is to take the stream, or stands in: "Ab Montag: Frau Ott." */
	readonly handover: Handover | null;
	/** The client's answer to it. */
	answerHandover(answer: 'yes' | 'question'): Promise<void>;
	/** Everything up to the newest message has been on screen. */
	markRead(): void;
}
