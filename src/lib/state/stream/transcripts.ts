/**
 * An open stream written down for export, only from its members' documents and the sealed attachments, so that
 * two devices write the same.
 */
import { order, type Clock } from '../../base/clock';
import { fromBase64url } from '../../base/bytes';
import { isExpected } from '../../base/fault';
import { asBlobId, type FeedId, type MemberId } from '../../base/ids';
import { shownName } from '../../domain/attachment-names';
import { mayErase } from '../../domain/attachments';
import { eventsOf } from '../../domain/exporting/events';
import type { Author, Line, Transcript } from '../../domain/exporting/transcript';
import { markOf } from '../../domain/stream-document';
import { factsOf } from '../../domain/stream-facts';
import type { PlacedMessage } from '../../domain/timeline';
import type { Space } from '../../sync/space/space';
import type { Speaker } from './shown-message';
import type { AttachmentLine } from '../../sync/attachments/line';
import type { AttachmentRef } from '../../domain/attachments';

/** What a transcript is made from. */
export interface Written {
	readonly space: Space;
	readonly attachments: AttachmentLine;
	readonly all: readonly PlacedMessage[];
	readonly name: string;
	readonly kind: 'single' | 'group';
	readonly speaker: (member: MemberId) => Speaker;
}

type Dated = Line & Clock;

/** Writes down what this device has of a stream; fetches attachments' names where possible. */
export async function writeDown(written: Written): Promise<Transcript> {
	const { space, all, name, kind, speaker } = written;
	const members = [...space.documents].map(([id, { doc }]) => ({ id: id as string as MemberId, doc }));
	const authors = new Map(members.map(({ id }): [string, Author] => [id, speaker(id)]));
	const sideOf = (member: string): Author['side'] => authors.get(member)?.side ?? 'client';

	const reached = new Map<FeedId, { readonly delivered: number; readonly read: number }>();
	const reachOf = ({ feed, member, place }: PlacedMessage): Line['reach'] => {
		let reach = reached.get(feed);
		if (!reach) {
			const others = members.filter(({ id }) => id !== member && (kind === 'group' || sideOf(id) !== sideOf(member)));
			const most = (mark: 'd' | 'r'): number => Math.max(0, ...others.map(({ doc }) => markOf(doc, mark, feed)));
			reached.set(feed, (reach = { delivered: most('d'), read: most('r') }));
		}
		return reach.read > place ? 'read' : reach.delivered > place ? 'delivered' : null;
	};

	const erasures = members.flatMap(({ id, doc }) =>
		[...factsOf(doc, 'gone/')].map(([blob, { ms }]) => ({ blob, ms, member: id }))
	);
	const goneAt = (author: MemberId, blob: string): number | null => {
		const times = erasures.filter(
			(one) => one.blob === blob && mayErase({ side: sideOf(one.member), isAuthor: one.member === author })
		);
		return times.length === 0 ? null : Math.min(...times.map(({ ms }) => ms));
	};

	const said = await Promise.all(
		all.map(async (placed): Promise<Dated> => {
			const { attachment, member, ms, count } = placed;
			const goneAtMs = attachment ? goneAt(member, attachment.blob) : null;
			return {
				id: placed.id,
				kind: attachment ? 'attachment' : 'message',
				author: member,
				atMs: ms,
				ms,
				count,
				text: placed.text,
				attachment: attachment && goneAtMs === null ? await describe(written, attachment) : null,
				goneAtMs,
				reach: reachOf(placed)
			};
		})
	);
	const happened = members.flatMap(({ id, doc }) => eventsOf(id, doc));
	const lines = happened.length === 0 ? said : [...said, ...happened].sort(order);
	return { name, kind, lines, authors };
}

/** Name and size from the sealed attachment, or null while unavailable. */
async function describe({ space, attachments }: Written, ref: AttachmentRef): Promise<Line['attachment']> {
	try {
		const { name, size } = await attachments.meta(space.id, {
			blob: asBlobId(ref.blob),
			key: fromBase64url(ref.key)
		});
		return { name: shownName(name), bytes: size };
	} catch (error) {
		// Its row says that it is not on this device yet.
		if (!isExpected(error)) throw error;
		return null;
	}
}
