/**
 * A client's way in, from the link's secret to the stream. The first opening replaces the keys that the
 * counsellor made by her own; every step may be interrupted and is resumed at the next opening.
 */
import { Fault, Refusal } from '../../base/fault';
import { asId, type SpaceId } from '../../base/ids';
import { provenHosts } from '../../sync/centre/identity';
import { memberOf, newSecret, type SpaceRef } from '../../sync/keys/member';
import { fetchPackage, rewritePackage, type PackageKeys } from '../../sync/exchange/packages';
import { linkPackage, isOfCentre, type LinkPackage } from '../access/link-package';
import { jsonBytes, readJson } from '../session/json';
import { MAILBOX_POLICY, STREAM_POLICY } from '../session/policies';
import { enterSeat, enterSpace, seatsOf, takeLetters } from '../letters/seats';
import type { Session } from '../session/session';
import type { OpenSpace } from '../session/open-space';

/** What a link opens. */
export interface Invited {
	readonly invited: LinkPackage;
	/** Whether this is the first opening: nobody has used her keys yet. */
	readonly isNew: boolean;
}

/** Fetches what the link opens; the first opening writes fresh keys of the client's own into it. */
export async function fetchInvitation(relay: string, keys: PackageKeys, fingerprint: Uint8Array): Promise<Invited> {
	for (let attempt = 0; attempt < 5; attempt++) {
		const opened = await fetchPackage(relay, keys);
		const read = readJson(opened.plain, linkPackage);
		if (!read.ok) throw new Fault('relay-nonsense');
		if (!isOfCentre(read.value, fingerprint)) throw new Refusal('link-foreign');
		if (read.value.seeds.length > 1) return { invited: read.value, isNew: false };
		const own = { ...read.value, seeds: [new Uint8Array(newSecret()), ...read.value.seeds] };
		if (await rewritePackage(relay, keys, opened.whole, jsonBytes(own))) return { invited: own, isNew: true };
	}
	throw new Fault('no-connection', { retry: true });
}

/** How to enter the mailbox of an invitation under the client's own keys. Rejects with 'relay-nonsense'. */
export async function mailboxOf(invited: LinkPackage): Promise<SpaceRef> {
	const [own, ...older] = invited.seeds;
	const first = older.at(-1);
	if (!own || !first) throw new Fault('relay-nonsense');
	return { space: asId<SpaceId>(invited.mailbox), seed: own, member: await memberOf(first), older };
}

/** The mailbox of an invitation, under the client's own keys, with its letters taken. */
export async function openMailbox(session: Session, { invited, isNew }: Invited): Promise<OpenSpace> {
	const ref = await mailboxOf(invited);
	const first = invited.seeds.at(-1) ?? ref.seed;
	const opened = await enterSpace(session, ref, first, { policy: MAILBOX_POLICY }, { isAlone: true, isNew });
	await takeLetters(opened);
	return opened;
}

/**
 * The oldest stream waiting in the mailbox, under the client's own keys, or null. Rejects with 'link-foreign'
 * if nobody of the centre hosts it.
 */
export async function openStream(session: Session, mailbox: OpenSpace, root: Uint8Array): Promise<OpenSpace | null> {
	const seat = seatsOf(mailbox).find(({ kind }) => kind === 'single');
	if (!seat) return null;
	const opened = await enterSeat(session, mailbox, seat, { policy: STREAM_POLICY });
	if ((await provenHosts(opened.space, root)).size === 0) throw new Refusal('link-foreign');
	return opened;
}
