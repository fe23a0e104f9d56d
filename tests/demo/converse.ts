/** Client and counsellors write to each other, with a clock that goes back up to two years. */
import { base64url, fromBase64url } from '../../src/lib/base/bytes';
import { asId, type SpaceId } from '../../src/lib/base/ids';
import { readRecords } from '../../src/lib/domain/tables/records';
import type { Account } from '../../src/lib/state/centre/account';
import { fetchInvitation, openMailbox } from '../../src/lib/state/client/entering';
import { STREAM_POLICY } from '../../src/lib/state/session/policies';
import { enterSeat, seatsOf } from '../../src/lib/state/letters/seats';
import type { Session } from '../../src/lib/state/session/session';
import { openIdentity } from '../../src/lib/sync/centre/identity';
import { parseLink } from '../../src/lib/sync/keys/link';
import type { SpaceRef } from '../../src/lib/sync/keys/member';
import { packageKeys } from '../../src/lib/sync/exchange/packages';
import type { Talk } from './calendar';
import { picturePaper, pdfPaper, textPaper, type Paper } from './papers';
import { newSession, read, say, until, type Clock, type Side } from './sessions';
import { isSent } from '../../src/lib/sync/space/sent';
import type { OpenSpace } from '../../src/lib/state/session/open-space';

/** A conversation with its stream. */
export interface PlacedMessage extends Talk {
	readonly account: Account;
	readonly ref: SpaceRef;
}

/** The documents of these clients, sent in the last contact before the last message. */
const PAPERS: Readonly<Record<string, readonly Paper[]>> = {
	Kim7: [picturePaper(), textPaper()],
	Mo: [pdfPaper()],
	Linde7: [textPaper()],
	Amsel: [picturePaper()]
};
/** Both sides have answered within this many last messages. */
const MARKED = 8;
/** Finding a document takes a moment. */
const PAPER_MS = 15_000;
const HOUR_MS = 3_600_000;

/** A stream of an account's desk. */
export function refIn(desk: OpenSpace, stream: string): SpaceRef {
	const fields = readRecords(desk.space.doc.getMap('streams')).get(stream);
	return { space: asId<SpaceId>(stream), seed: fromBase64url(String(fields?.seed)) };
}

/** Opens a client's link on a new device. */
export async function openLink(
	origin: string,
	url: string,
	clock: Clock
): Promise<{ readonly session: Session; readonly mailbox: OpenSpace; readonly root: Uint8Array }> {
	const link = parseLink(new URL(url).hash);
	if (!link.ok) throw new Error(`bug: the link is ${link.why}`);
	const keys = await packageKeys(link.value.secret, 'link');
	const { invited, isNew } = await fetchInvitation(origin, keys, link.value.fingerprint);
	const session = await newSession(origin, asId<SpaceId>(invited.reception), clock);
	return { session, mailbox: await openMailbox(session, { invited, isNew }), root: invited.root };
}

/** Lets a client write with all her counsellors; everything is at the relay afterwards. */
export async function converse(origin: string, url: string, talks: readonly PlacedMessage[]): Promise<void> {
	const clock: Clock = { ms: Date.now() };
	const { session, mailbox } = await openLink(origin, url, clock);
	try {
		for (const talk of talks) await hold(origin, talk, session, mailbox, clock);
		await until(() => isSent(mailbox.space));
	} finally {
		await session.stop();
	}
}

async function hold(
	origin: string,
	talk: PlacedMessage,
	session: Session,
	mailbox: OpenSpace,
	clock: Clock
): Promise<void> {
	const { account, ref, contacts, client: name, isUnread } = talk;
	const messages = contacts.flat();
	// An hour earlier: a clock never runs back behind what it has seen.
	clock.ms = (messages[0]?.ms ?? Date.now()) - HOUR_MS;
	const ours = await newSession(origin, account.reception.space, clock);
	try {
		const { introduce } = await openIdentity(account.identitySeed, account.chain);
		const mine = await ours.open(ref, { policy: STREAM_POLICY, introduction: introduce });
		const seat = seatsOf(mailbox).find(({ space }) => space === ref.space);
		if (!seat) throw new Error('bug: no seat waits in the mailbox');
		const theirs = await enterSeat(session, mailbox, seat, { policy: STREAM_POLICY });
		await until(() => mine.replica.isCurrent && theirs.replica.isCurrent);
		const host: Side = { session: ours, opened: mine };
		const client: Side = { session, opened: theirs };
		const papers = talk.counsellor === 0 ? (PAPERS[name] ?? []) : [];
		for (const [i, message] of messages.entries()) {
			clock.ms = message.ms;
			const [writer, reader] = message.isHost ? [host, client] : [client, host];
			// A person who answers has read everything before; marks are counts, so the last ones suffice.
			if (i >= messages.length - MARKED && messages[i - 1]?.isHost === !message.isHost) await read(writer, reader);
			await say(writer, message.text);
			if (message !== contacts.at(-1)?.at(-2)) continue;
			for (const paper of papers) {
				clock.ms += PAPER_MS;
				await hand(client, paper);
			}
		}
		const last = messages.at(-1);
		if (last && !isUnread) await read(last.isHost ? client : host, last.isHost ? host : client);
		await until(() => isSent(mine.space) && isSent(theirs.space));
	} finally {
		await ours.stop();
	}
}

/** Sends a document; the relay has it afterwards. */
async function hand(side: Side, { content, meta }: Paper): Promise<void> {
	const line = side.session.attachments;
	const { id } = side.opened.space;
	const { blob, key } = await line.keep(id, content, meta);
	await say(side, '', { blob, key: base64url(key) });
	let isRelayed = false;
	const look = async (): Promise<void> => {
		isRelayed = (await line.state(id, blob)).isRelayed;
	};
	const stop = line.listen(() => void look());
	await look();
	await until(() => isRelayed);
	stop();
}
