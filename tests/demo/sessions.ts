/** Open browsers without a page: sessions with a settable clock, and waiting for what they do. */
import * as Y from 'yjs';
import { asBlobId, type SpaceId } from '../../src/lib/base/ids';
import { countMessages, raiseMarks, writeMessage } from '../../src/lib/domain/stream-document';
import { Session } from '../../src/lib/state/session/session';
import { newSecret } from '../../src/lib/sync/keys/member';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import { SealedRows } from '../../src/lib/sync/vault/sealed';
import type { OpenSpace } from '../../src/lib/state/session/open-space';
import type { AttachmentRef } from '../../src/lib/domain/attachments';

const PATIENCE_MS = 60_000;

/** A clock that can be set. */
export interface Clock {
	ms: number;
}

/** One side of a conversation. */
export interface Side {
	readonly session: Session;
	readonly opened: OpenSpace;
}

/** A new device's session. `centre`: where it may found spaces. */
export async function newSession(
	origin: string,
	reception: SpaceId,
	clock: Clock,
	centre: SpaceId | null = null
): Promise<Session> {
	const session = new Session({
		rows: await rowsInMemory(),
		deviceSeed: newSecret(),
		relay: origin,
		reception,
		doc: new Y.Doc(),
		publishes: false,
		centre,
		tabs: null,
		onReach: () => undefined,
		onTrouble: complain,
		now: () => clock.ms
	});
	session.start();
	return session;
}

/** Writes a message, or one with an attachment. */
export async function say({ opened }: Side, text: string, attachment?: AttachmentRef): Promise<void> {
	await opened.write(
		(doc, stamp) => {
			writeMessage(doc, stamp, attachment ? { text, attachment } : { text });
		},
		{ mark: countMessages, blobs: attachment ? [asBlobId(attachment.blob)] : [] }
	);
}

/** Marks everything of `writer` as read by `reader`. The relay may still be carrying it: only the dates matter. */
export async function read(reader: Side, writer: Side): Promise<void> {
	const { space } = writer.opened;
	const { own } = space;
	if (!own) return;
	const count = countMessages(space.doc, own.id);
	await reader.opened.write((doc, { feed }) => {
		raiseMarks(doc, 'r', new Map([[own.id, count]]), feed);
	});
}

/** A vault that disappears with the process. */
export function rowsInMemory(): Promise<SealedRows> {
	return SealedRows.under(new MemoryVault(), newSecret());
}

/** Nothing may go wrong here. */
export function complain(code: string): void {
	throw new Error(`furnishing: ${code}`);
}

/** Resolves when `isThere` is true. */
export async function until(isThere: () => boolean): Promise<void> {
	const end = Date.now() + PATIENCE_MS;
	while (!isThere()) {
		if (Date.now() > end) throw new Error(`furnishing took too long: ${String(isThere)}`);
		await new Promise((resolve) => setTimeout(resolve, 2));
	}
}

/** Does `work` for each, a few at a time. */
export async function forEach<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
	const waiting = [...all];
	const hand = async (): Promise<void> => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
	};
	await Promise.all(Array.from({ length: atOnce }, hand));
}
