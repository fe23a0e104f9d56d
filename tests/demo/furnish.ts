/**
 * Furnishes a centre at a running relay, through the code that the app runs: it is founded, three
 * clients are invited, open their links, and both sides write, with a clock that goes back months.
 */
import * as Y from 'yjs';
import { fromBase64url } from '../../src/lib/base/bytes';
import { asId, type SpaceId } from '../../src/lib/base/ids';
import { readRecords } from '../../src/lib/domain/records';
import { toWords } from '../../src/lib/domain/recovery';
import { countMessages, raiseMarks, writeMessage } from '../../src/lib/domain/stream-document';
import { founderOf, recoveryOf, type Account } from '../../src/lib/state/account';
import { fetchInvitation, openMailbox, openStream } from '../../src/lib/state/entering';
import { STREAM_POLICY } from '../../src/lib/state/policies';
import { Session, type Opened } from '../../src/lib/state/session';
import { Workplace } from '../../src/lib/state/workplace.svelte';
import { foundCentre } from '../../src/lib/sync/centre';
import { openIdentity } from '../../src/lib/sync/identity';
import { parseLink } from '../../src/lib/sync/link';
import { newSecret, type SpaceRef } from '../../src/lib/sync/member';
import { newSheet, packageKeys } from '../../src/lib/sync/packages';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import { SealedRows } from '../../src/lib/sync/vault/sealed';
import { conversations, type Dated } from './calendar';

/** The furnished centre: how to be its counsellor, and its clients. */
export interface Furnished {
	readonly words: readonly string[];
	readonly links: readonly { readonly client: string; readonly url: string }[];
}

const CENTRE = {
	name: 'Beratungsstelle Nord',
	hours: 'Mo bis Do 9–16 Uhr, Fr 9–12 Uhr',
	emergencyText:
		'In einer Notlage: 112. Telefonseelsorge, Tag und Nacht, kostenlos: 0800 111 0 111 oder 0800 111 0 222.',
	answerTime: 'Antwort meist am selben Werktag'
};
const COUNSELLOR = { name: 'Berta Baum', picture: '' };
const PATIENCE_MS = 30_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A clock that can be set. */
interface Clock {
	ms: number;
}

/** Founds and furnishes the centre of the relay at `origin`. */
export async function furnish(origin: string, setupCode: string): Promise<Furnished> {
	const nowMs = Date.now();
	const centre = await foundCentre(origin, setupCode, nowMs);
	const account = founderOf(centre);
	const unlocked = { rows: await rowsInMemory(), account, deviceSeed: new Uint8Array(newSecret()) };
	const events = { onReach: () => undefined, onWarning: complain, onLock: () => undefined };
	const workplace = await Workplace.open(unlocked, events, { centre, face: CENTRE, card: COUNSELLOR });
	try {
		const { chat } = workplace;
		if (!chat) throw new Error('bug: a workplace without a chat');
		const sheet = newSheet();
		const recovery = await recoveryOf(sheet, account);
		await workplace.send(recovery.id, recovery.whole);
		const links: { client: string; url: string }[] = [];
		for (const { client, messages } of conversations(nowMs)) {
			const stream = await chat.createClient(client);
			await until(() => chat.accessLink(stream)?.isRelayed === true);
			const url = chat.accessLink(stream)?.url ?? '';
			links.push({ client, url });
			const fields = readRecords(chat.parts.desk.space.doc.getMap('streams')).get(stream);
			const ref = { space: asId<SpaceId>(stream), seed: fromBase64url(String(fields?.seed)) };
			await converse(origin, account, ref, url, messages);
		}
		await until(() => chat.parts.parcels.waiting.size === 0);
		await until(() => [chat.parts.desk, chat.parts.centre].every(isSent));
		return { words: toWords(sheet), links };
	} finally {
		workplace.close();
	}
}

/** Lets client and counsellor write a conversation to each other; all of it is at the relay afterwards. */
async function converse(
	origin: string,
	account: Account,
	ref: SpaceRef,
	url: string,
	messages: readonly Dated[]
): Promise<void> {
	// An hour before: a clock never runs back behind what it has seen.
	const clock: Clock = { ms: (messages[0]?.ms ?? Date.now()) - HOUR_MS };
	const link = parseLink(new URL(url).hash);
	if (!link.ok) throw new Error(`bug: the link is ${link.why}`);
	const keys = await packageKeys(link.value.secret, 'link');
	const invited = await fetchInvitation(origin, keys, link.value.fingerprint);
	const hers = await newSession(origin, asId<SpaceId>(invited.reception), clock);
	const ours = await newSession(origin, account.reception.space, clock);
	try {
		const mailbox = await openMailbox(hers, invited);
		const theirs = await openStream(hers, mailbox, invited.root);
		if (!theirs) throw new Error('bug: no stream waits in the mailbox');
		const { introduce } = await openIdentity(account.identitySeed, account.chain);
		const mine = await ours.open(ref, { policy: STREAM_POLICY, introduction: introduce });
		await until(() => mine.replica.isCurrent && theirs.replica.isCurrent);
		const host = { session: ours, opened: mine };
		const client = { session: hers, opened: theirs };
		for (const [i, message] of messages.entries()) {
			clock.ms = message.ms;
			const [writer, reader] = message.isHost ? [host, client] : [client, host];
			// Whoever answers has read what came before.
			if (messages[i - 1]?.isHost === !message.isHost) await read(writer, reader);
			await writer.session.write(
				writer.opened,
				(doc, stamp) => {
					writeMessage(doc, stamp, { text: message.text });
				},
				countMessages
			);
		}
		// Only the newest conversation has something unread.
		const last = messages.at(-1);
		if (last && Date.now() - last.ms > DAY_MS) await read(last.isHost ? client : host, last.isHost ? host : client);
		await until(() => isSent(mine) && isSent(theirs));
	} finally {
		hers.stop();
		ours.stop();
	}
}

/** One side of a conversation. */
interface Side {
	readonly session: Session;
	readonly opened: Opened;
}

/** Marks everything of `writer` as read by `reader`. The relay may still be carrying it: the dates are what counts. */
async function read(reader: Side, writer: Side): Promise<void> {
	const { space } = writer.opened;
	const { own } = space;
	if (!own) return;
	const count = countMessages(space.doc, own.id);
	await reader.session.write(reader.opened, (doc, { feed }) => {
		raiseMarks(doc, 'r', new Map([[own.id, count]]), feed);
	});
}

async function newSession(origin: string, reception: SpaceId, clock: Clock): Promise<Session> {
	const session = new Session({
		rows: await rowsInMemory(),
		deviceSeed: newSecret(),
		relay: origin,
		reception,
		doc: new Y.Doc(),
		publishes: false,
		centre: null,
		tabs: null,
		onReach: () => undefined,
		onTrouble: complain,
		now: () => clock.ms
	});
	session.start();
	return session;
}

function rowsInMemory(): Promise<SealedRows> {
	return SealedRows.under(new MemoryVault(), newSecret());
}

function isSent({ space }: Opened): boolean {
	return space.pending.length === 0 && [...space.feeds.values()].every(({ unacked }) => unacked.length === 0);
}

function complain(code: string): void {
	throw new Error(`furnishing: ${code}`);
}

async function until(isThere: () => boolean): Promise<void> {
	const end = Date.now() + PATIENCE_MS;
	while (!isThere()) {
		if (Date.now() > end) throw new Error(`furnishing took too long: ${String(isThere)}`);
		await new Promise((resolve) => setTimeout(resolve, 2));
	}
}
