/** Groups, as pages see them. */
import type { Standing } from '../../domain/group-seats';
import type { Candidate, MemberKind } from '../../domain/groups';

/** A person or a whole group in a group. */
export interface GroupMember {
	readonly id: string;
	readonly kind: MemberKind;
	/** As the directory names her. */
	readonly name: string;
	/** Null for a group, and while nothing is known. */
	readonly standing: Standing | null;
	/** The founder cannot be removed. */
	readonly isFounder: boolean;
	/** Whether she became the founder because the previous one left the centre. */
	readonly isFollower: boolean;
	/** The people a nested group brings in. */
	readonly inside: readonly { readonly id: string; readonly name: string; readonly standing: Standing | null }[];
}

/** A group as its members' window shows it. */
export interface GroupInfo {
	readonly id: string;
	readonly name: string;
	/** For counsellors only. */
	readonly description: string;
	/** How many people are in it, each counted once, without those only invited. */
	readonly count: number;
	readonly members: readonly GroupMember[];
}

/** The centre's groups. Methods resolve when this device keeps the request; the rest follows with a connection. */
export interface Groups {
	/** A group, or null if the directory has none with that id. */
	info(id: string): GroupInfo | null;
	/** Clients, counsellors and groups that can be added to a group; none for an empty query. */
	find(id: string, query: string): readonly Candidate[];
	/** `history`: sees earlier messages. Rejects with 'group-ring' (contains itself), 'not-allowed' (oneself, or out of it). */
	add(id: string, who: Candidate, history: boolean): Promise<void>;
	/** Rejects with 'founder-stays'. */
	remove(id: string, who: string): Promise<void>;
	/** Rejects with 'name-empty', 'name-too-long' or 'text-too-long'. */
	change(id: string, name: string, description: string): Promise<void>;
}
