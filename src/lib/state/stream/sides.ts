/** Who is who in a stream, by its charter: hosts are the counsellors' side. */
import type { MemberId } from '../../base/ids';
import type { Space } from '../../sync/space/space';
import type { Source, Speaker } from './shown-message';
import type { StreamParts } from './stream-parts';
import type { WhoIsWho } from './tail';

/** See the header. */
export class Sides {
	#space: Space | null = null;

	constructor(readonly parts: Pick<StreamParts, 'kind' | 'side' | 'speaker' | 'isMine'>) {}

	attach(space: Space): void {
		this.#space = space;
	}

	/** This device's member; undefined while the space is not open. */
	get me(): MemberId | undefined {
		return this.#space?.credentials.member;
	}

	get hosts(): readonly MemberId[] {
		const members = [...(this.#space?.charter.members.values() ?? [])];
		return members.filter(({ role }) => role === 'host').map(({ id }) => id);
	}

	readonly speakerOf = (member: MemberId): Speaker => this.parts.speaker(member, this.#isHost(member));

	readonly isMine = (member: MemberId): boolean =>
		this.parts.isMine?.(member, this.#isHost(member)) ?? member === this.me;

	/** Who writes on this side: in a stream with one client, all of her counsellors. */
	readonly isOurs = (member: MemberId): boolean => {
		const isAmongCounsellors = this.parts.kind === 'single' && this.parts.side !== 'client';
		return this.isMine(member) || (isAmongCounsellors && this.#isHost(member));
	};

	/** The same as it was known when a tail was kept. */
	asKept({ hosts, me }: WhoIsWho): Pick<Source, 'isMine' | 'speaker'> {
		return {
			isMine: (member) => this.parts.isMine?.(member, hosts.includes(member)) ?? member === me,
			speaker: (member) => this.parts.speaker(member, hosts.includes(member))
		};
	}

	#isHost(member: MemberId): boolean {
		return this.#space?.charter.members.get(member)?.role === 'host';
	}
}
