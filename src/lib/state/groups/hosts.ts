/**
 * Whose word counts in a group, as far as this device knows by itself: its founder, as the group proves; its
 * hosts, as its charter and their chains prove; this counsellor, if the desk has a seat in it. People they have
 * added are known from the records: domain/askers.ts. SPEC.md U4, U6.
 */
import type { IdentityId } from '../../base/ids';
import { provenHosts } from '../../sync/centre/identity';
import { founderProof, provenFounder } from '../../sync/centre/founders';
import type { Authors } from '../centre/authors';
import { isTaken } from '../letters/seats';
import type { OpenSpace, Opening } from '../session/open-space';
import { CENTRE, type GroupRecord } from '../../domain/tables/centre';
import { DESK } from '../../domain/tables/desk';

/** How they are known. */
export interface HostsParts {
	readonly centre: OpenSpace;
	readonly desk: OpenSpace;
	readonly identity: IdentityId;
	/** The centre's root key. */
	readonly root: Uint8Array;
	readonly authors: Authors;
	readonly introduce: NonNullable<Opening['introduction']>;
}

/** See the header. */
export class Hosts {
	/** Group -> its founder, and the fields that proved her or failed to. */
	readonly #founders = new Map<string, { readonly proof: string; readonly founder: IdentityId | null }>();
	/** Group -> the hosts in its charter when last looked at. */
	readonly #seated = new Map<string, ReadonlySet<string>>();

	constructor(readonly parts: HostsParts) {}

	/** Whose word counts in a group from the outset. */
	of(group: string): ReadonlySet<string> {
		const { desk, identity } = this.parts;
		const seat = DESK.streams.find(desk.space.doc, group);
		const isIn = seat?.kind === 'group' && seat.over !== true && isTaken(seat);
		const founder = this.founder(group);
		return new Set([
			...(founder ? [founder] : []),
			...(this.#seated.get(group) ?? []),
			...(isIn ? [identity as string] : [])
		]);
	}

	/** A group's founder: proven by the group, or this counsellor by her own desk; null while unknown. */
	founder(group: string): string | null {
		const seat = DESK.streams.find(this.parts.desk.space.doc, group);
		if (seat?.kind === 'group' && seat.provisional === undefined) return this.parts.identity;
		return this.#founders.get(group)?.founder ?? null;
	}

	/** Checks the proofs of groups' founders; resolves with whether more is known now. */
	async look(): Promise<boolean> {
		let isNew = false;
		for (const [group, fields] of CENTRE.groups.read(this.parts.centre.space.doc)) {
			const proof = proofOf(fields);
			if (proof === '' || this.#founders.get(group)?.proof === proof) continue;
			const founder = await provenFounder(group, fields);
			const before = this.#founders.get(group)?.founder ?? null;
			// Once proven, a founder stays so: nobody else can become it.
			this.#founders.set(group, { proof, founder: founder ?? before });
			isNew ||= founder !== before;
		}
		return isNew;
	}

	/** A group is open: reads its hosts from its charter; its founder's device also writes the proof. */
	async meet(group: string, { space }: OpenSpace): Promise<void> {
		const { centre, identity, root, introduce } = this.parts;
		const proven = await provenHosts(space, root);
		const hosts = [...proven].filter(([member]) => space.charter.members.get(member)?.isRemoved === false);
		const isIn = space.me?.role === 'host' && space.isMember;
		this.#seated.set(group, new Set([...hosts.map(([, { id }]) => id), ...(isIn ? [identity] : [])]));
		const noted = CENTRE.groups.find(centre.space.doc, group);
		if (!noted || (await provenFounder(group, noted)) !== null) return;
		const proof = await founderProof(space, await introduce(space), root);
		if (!proof) return;
		await centre.write((doc) => {
			CENTRE.groups.say(doc, group, { ...proof });
		});
		await this.look();
	}
}

function proofOf({ genesis, founderKey, founderSign }: GroupRecord): string {
	return founderSign === undefined ? '' : [genesis, founderKey, founderSign].join();
}
