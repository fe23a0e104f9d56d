/** An open stream as an export writes it down: from its members' documents alone, so that two devices write the same. */
import type { FeedId, MemberId } from '../base/ids';
import type { Author, Line, Transcript } from '../domain/exporting/transcript';
import { markOf } from '../domain/stream-document';
import type { Placed } from '../domain/timeline';
import type { Space } from '../sync/space';
import type { Speaker } from './shown';

/** What a transcript is made of. */
export interface Written {
	readonly space: Space;
	readonly all: readonly Placed[];
	readonly name: string;
	readonly kind: 'single' | 'group';
	readonly speaker: (member: MemberId) => Speaker;
}

/** Writes down what this device has of a stream. */
export function writeDown({ space, all, name, kind, speaker }: Written): Transcript {
	const members = [...space.documents].map(([id, { doc }]) => ({ id: id as string as MemberId, doc }));
	const authors = new Map(members.map(({ id }): [string, Author] => [id, speaker(id)]));
	const reached = new Map<FeedId, { readonly delivered: number; readonly read: number }>();
	const reachOf = ({ feed, member, place }: Placed): Line['reach'] => {
		let reach = reached.get(feed);
		if (!reach) {
			const side = authors.get(member)?.side;
			const others = members.filter(({ id }) => id !== member && (kind === 'group' || authors.get(id)?.side !== side));
			const most = (mark: 'd' | 'r'): number => Math.max(0, ...others.map(({ doc }) => markOf(doc, mark, feed)));
			reached.set(feed, (reach = { delivered: most('d'), read: most('r') }));
		}
		return reach.read > place ? 'read' : reach.delivered > place ? 'delivered' : null;
	};
	const lines = all.map((placed): Line => ({
		id: placed.id,
		kind: 'message',
		author: placed.member,
		atMs: placed.ms,
		text: placed.text,
		attachment: null,
		goneAtMs: null,
		reach: reachOf(placed)
	}));
	return { name, kind, lines, authors };
}
