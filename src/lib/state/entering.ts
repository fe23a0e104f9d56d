/**
 * A client's way in: from the link's secret to the stream. The first opening takes keys of her own in
 * place of those the counsellor made; every step may be cut off and is taken up again at the next opening.
 */
import { base64url, fromBase64url } from '../base/bytes';
import { Fault, Refusal } from '../base/fault';
import { asId, type Seed, type SpaceId } from '../base/ids';
import { readRecords, writeRecord } from '../domain/records';
import { provenHosts } from '../sync/identity';
import { memberOf, newSecret, type SpaceRef } from '../sync/member';
import { takeOwnKeys } from '../sync/own-keys';
import { fetchPackage, rewritePackage, type PackageKeys } from '../sync/packages';
import { invitation, isOfCentre, letter, type Invitation } from './letters';
import { jsonBytes, readJson } from './json';
import { MAILBOX_POLICY, STREAM_POLICY } from './policies';
import type { Opened, Opening, Session } from './session';

/** How long one space may take to meet the relay. */
const PATIENCE_MS = 20_000;

/** Fetches what the link opens; at the first opening, with fresh keys of the client's own written into it. */
export async function fetchInvitation(relay: string, keys: PackageKeys, fingerprint: Uint8Array): Promise<Invitation> {
	for (let attempt = 0; attempt < 5; attempt++) {
		const opened = await fetchPackage(relay, keys);
		const read = readJson(opened.plain, invitation);
		if (!read.ok) throw new Fault('relay-nonsense');
		if (!isOfCentre(read.value, fingerprint)) throw new Refusal('link-foreign');
		if (read.value.seeds.length > 1) return read.value;
		const own = { ...read.value, seeds: [new Uint8Array(newSecret()), ...read.value.seeds] };
		if (await rewritePackage(relay, keys, opened.whole, jsonBytes(own))) return own;
	}
	throw new Fault('no-connection', { retry: true });
}

/** The mailbox of an invitation, under the client's own keys. */
export async function openMailbox(session: Session, invited: Invitation): Promise<{ opened: Opened; ref: SpaceRef }> {
	const space = asId<SpaceId>(invited.mailbox);
	const [own, ...older] = invited.seeds;
	const first = older.at(-1);
	if (!own || !first) throw new Fault('relay-nonsense');
	const letters: Uint8Array[] = [];
	const opened = await enterSpace(
		session,
		space,
		{ own, provisional: first },
		{ policy: MAILBOX_POLICY },
		true,
		letters
	);
	await takeLetters(session, opened, letters);
	return { opened, ref: { space, seed: own, member: opened.space.credentials.member } };
}

/** The stream that waits in the mailbox, under the client's own keys; null while there is none. */
export async function openStream(session: Session, mailbox: Opened, root: Uint8Array): Promise<Opened | null> {
	const [found] = readRecords(mailbox.space.doc.getMap('streams'));
	if (!found) return null;
	const [id, fields] = found;
	const seeds = { own: fromBase64url(String(fields.own)), provisional: fromBase64url(String(fields.provisional)) };
	const opened = await enterSpace(session, asId<SpaceId>(id), seeds, { policy: STREAM_POLICY }, false, []);
	if ((await provenHosts(opened.space, root)).size === 0) throw new Refusal('link-foreign');
	return opened;
}

/** Opens a space under one's own keys, taking them first where the charter still has the provisional ones. */
async function enterSpace(
	session: Session,
	id: SpaceId,
	seeds: { readonly own: Seed; readonly provisional: Seed },
	opening: Opening,
	isHost: boolean,
	letters: Uint8Array[]
): Promise<Opened> {
	const member = await memberOf(seeds.provisional);
	const own: SpaceRef = { space: id, seed: seeds.own, member, older: [seeds.provisional] };
	try {
		return await current(session, own, opening, letters);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
	}
	await session.close(id);
	const opened = await current(session, { space: id, seed: seeds.provisional, member }, opening, letters);
	// A stream's key is both sides'; the mailbox's first one must stop being the counsellor's.
	await takeOwnKeys(opened.replica, seeds.own, isHost);
	await session.close(id);
	return current(session, own, opening, letters);
}

/** The open space, once it has met the relay; from the vault alone when that is all there is. */
async function current(session: Session, ref: SpaceRef, opening: Opening, letters: Uint8Array[]): Promise<Opened> {
	let settle: (error: Error | null) => void = () => undefined;
	const met = new Promise<void>((resolve, reject) => {
		settle = (error) => {
			if (error) reject(error);
			else resolve();
		};
	});
	met.catch(() => undefined);
	const opened = await session.open(ref, {
		...opening,
		onNews: (news, code) => {
			if (news === 'current') settle(null);
			else if (news === 'closed' || news === 'refused')
				settle(code === 'not-member' ? new Refusal('not-allowed') : new Fault('no-connection', { retry: true }));
			else if (news === 'diverged') settle(new Fault('relay-diverged'));
		}
	});
	const stop = opened.space.listen((event) => {
		if (event.letter) letters.push(event.letter);
	});
	const late = setTimeout(() => {
		settle(new Fault('no-connection', { retry: true }));
	}, PATIENCE_MS);
	try {
		if (!opened.replica.isCurrent || opened.space.feeds.size === 0) await met;
		return opened;
	} finally {
		clearTimeout(late);
		stop();
	}
}

/** Writes invitations into the mailbox's own document, with a secret of the client's own for each. */
async function takeLetters(session: Session, mailbox: Opened, letters: readonly Uint8Array[]): Promise<void> {
	for (const raw of letters) {
		const read = readJson(raw, letter);
		if (!read.ok || readRecords(mailbox.space.doc.getMap('streams')).has(read.value.stream)) continue;
		const { stream, seed } = read.value;
		await session.write(mailbox, (doc) => {
			writeRecord(doc.getMap('streams'), stream, { provisional: base64url(seed), own: base64url(newSecret()) });
		});
	}
}
