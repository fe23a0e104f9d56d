/** What pages see of groups. */
import type { Standing } from '../../domain/group-seats';
import type { Candidate, MemberKind } from '../../domain/groups';

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
