/** The product's side: the real session, spaces, feeds and stream model, up to the text on screen. */
import * as Y from 'yjs';
import { fromHex, hex } from '../../../src/lib/base/bytes';
import type { SpaceId } from '../../../src/lib/base/ids';
import { freshSeed } from '../../../src/lib/crypto/random';
import { countMessages, raiseMarks, writeMessage } from '../../../src/lib/domain/stream-document';
import { CENTRE_POLICY, STREAM_POLICY } from '../../../src/lib/state/session/policies';
import { Presences } from '../../../src/lib/state/session/presences.svelte';
import { Session } from '../../../src/lib/state/session/session';
import { StreamModel } from '../../../src/lib/state/stream/stream.svelte';
import { foundCentre, makeCentre, type FoundedSpace } from '../../../src/lib/sync/centre/centre';
import { foundSpace, newMember, type NewSpace } from '../../../src/lib/sync/keys/founding';
import { memberKeys } from '../../../src/lib/sync/keys/member';
import { DexieVault } from '../../../src/lib/sync/vault/dexie';
import { MemoryVault } from '../../../src/lib/sync/vault/memory';
import { SealedRows } from '../../../src/lib/sync/vault/sealed';
import type { Vault } from '../../../src/lib/sync/vault/vault';
import { lineOf, lines } from './corpus';
import { nowMs, paint, Waiting } from './screen';
import type { OpenSpace } from '../../../src/lib/state/session/open-space';
import type { ReplicaNews } from '../../../src/lib/sync/exchange/channel';

/** A person's way into a stream, and what her device keeps; secrets in hexadecimal, to be passed between pages. */
export interface Ticket {
	readonly reception: string;
	readonly space: string;
	readonly seed: string;
	readonly deviceSeed: string;
	readonly vaultSecret: string;
}

/** A stream with its two people. */
export interface Pair {
	readonly host: Ticket;
	readonly client: Ticket;
}

interface Centre {
	readonly reception: string;
	readonly centre: string;
	readonly seed: string;
	/** The centre's charter stays at the relay. */
	readonly deviceSeed: string;
}

const secret = (): string => hex(freshSeed());

/** Founds the centre at the relay. */
export async function found(code: string): Promise<Centre> {
	const { rootSeed, centre, reception } = await makeCentre(Date.now());
	const chainOf = ({ ref, records }: FoundedSpace) => ({
		space: ref.space,
		records: records.map(({ bytes }) => bytes)
	});
	await foundCentre(location.origin, code, { rootSeed, centre: chainOf(centre), reception: chainOf(reception) });
	return { centre: centre.ref.space, reception: reception.ref.space, seed: hex(centre.ref.seed), deviceSeed: secret() };
}

function session(
	rows: SealedRows,
	deviceSeed: string,
	reception: string,
	centre: string | null,
	now?: () => number
): Session {
	return new Session({
		rows,
		deviceSeed: fromHex(deviceSeed),
		relay: location.origin,
		reception: reception as SpaceId,
		doc: new Y.Doc(),
		publishes: false,
		centre: centre as SpaceId | null,
		tabs: null,
		onReach: () => undefined,
		onTrouble: (code) => {
			throw new Error(code);
		},
		...(now ? { now } : {})
	});
}

/** A new stream with `count` messages of both at the relay. `isMarked`: each turn is also marked read, as in life. */
export async function furnish(centre: Centre, count: number, isMarked: boolean): Promise<Pair> {
	const [owner, member] = [await memberKeys(freshSeed()), await newMember('member')];
	const made = await foundSpace('feeds', owner, [member], Date.now());
	const ticket = (seed: Uint8Array): Ticket => ({
		reception: centre.reception,
		space: made.space,
		seed: hex(seed),
		deviceSeed: secret(),
		vaultSecret: secret()
	});
	const pair = { host: ticket(owner.seed), client: ticket(member.keys.seed) };
	await create(centre, made);
	for (const isHost of [true, false]) {
		let clockMs = lineOf(0).ms - 60_000;
		const writing = session(
			await SealedRows.under(new MemoryVault(), freshSeed()),
			secret(),
			centre.reception,
			null,
			() => clockMs
		);
		await writing.keepSpace(made.space, made.records);
		const seed = fromHex((isHost ? pair.host : pair.client).seed);
		const opened = await writing.open({ space: made.space, seed }, { policy: STREAM_POLICY });
		for (const [i, line] of lines(count).entries()) {
			clockMs = line.ms;
			if (line.isHost === isHost) {
				const write = (doc: Y.Doc, stamp: Parameters<typeof writeMessage>[1]): void => {
					writeMessage(doc, stamp, { text: line.text });
				};
				await opened.write(write, { mark: countMessages });
			} else if (isMarked && lineOf(i + 1).isHost === isHost) {
				await mark(opened, i);
			}
		}
		// Only now: what was written offline goes in large frames.
		writing.start();
		await until(() => opened.space.pending.length === 0 && (opened.space.own?.unacked.length ?? 0) === 0);
		void writing.stop();
	}
	return pair;
}

/** Tells the relay about a space. */
async function create(centre: Centre, made: NewSpace): Promise<void> {
	const founding = session(
		await SealedRows.under(new MemoryVault(), freshSeed()),
		secret(),
		centre.reception,
		centre.centre
	);
	founding.start();
	const known = await founding.open(
		{ space: centre.centre as SpaceId, seed: fromHex(centre.seed) },
		{ policy: CENTRE_POLICY }
	);
	await until(() => known.replica.isCurrent);
	await founding.keepSpace(made.space, made.records);
	const opened = await founding.open(
		{ space: made.space, seed: made.members[0]?.seed ?? freshSeed() },
		{ policy: STREAM_POLICY }
	);
	await until(() => opened.replica.isCurrent);
	void founding.stop();
}

/** A read mark on what the other has written; on a stand-in feed if that is not here yet. */
function mark(opened: OpenSpace, count: number): Promise<void> {
	const { own } = opened.space;
	const id = [...opened.space.feeds.keys()].find((feed) => feed !== own?.id) ?? own?.id;
	return opened.write((doc, { feed }) => {
		if (id) raiseMarks(doc, 'r', new Map([[id, count + 1]]), feed);
	});
}

function onNews(news: ReplicaNews, code?: string): void {
	if (news !== 'current' && news !== 'stale') throw new Error(`the relay: ${news} ${code ?? ''}`);
}

let model: StreamModel | null = null;
let vault: Vault | null = null;
let current: Session | null = null;
let lastPaintMs = 0;
let firstPaintMs = 0;
const waiting = new Waiting();

/** Opens a stream's model over a vault and shows it. */
async function show(
	ticket: Ticket,
	database: string | null
): Promise<{ readonly opened: Promise<OpenSpace>; readonly start: () => void }> {
	vault = database === null ? new MemoryVault() : await DexieVault.open(database);
	const rows = await SealedRows.under(vault, fromHex(ticket.vaultSecret));
	const open = session(rows, ticket.deviceSeed, ticket.reception, null);
	current = open;
	const opened = open.open(
		{ space: ticket.space as SpaceId, seed: fromHex(ticket.seed) },
		{ policy: STREAM_POLICY, onNews }
	);
	const stream = new StreamModel({
		session: open,
		presences: new Presences(open),
		opened,
		id: ticket.space,
		kind: 'single',
		face: () => ({ name: 'Kim7', pictureUrl: null }),
		speaker: (_member, isHost) =>
			isHost ? { name: 'Berta Baum', side: 'counsellor' } : { name: 'Kim7', side: 'client' },
		reach: () => open.connection.reach
	});
	model = stream;
	firstPaintMs = 0;
	$effect.root(() => {
		$effect(() => {
			if (stream.messages.length === 0) return;
			lastPaintMs = paint(stream.messages);
			if (firstPaintMs === 0) firstPaintMs = lastPaintMs;
			waiting.look();
		});
	});
	return {
		opened,
		start: () => {
			open.start();
		}
	};
}

/** A new device: ms from nothing to `count` messages on screen. */
export async function join(ticket: Ticket, database: string | null, count: number): Promise<number> {
	const startMs = nowMs();
	const { start } = await show(ticket, database);
	start();
	await waiting.until(() => length() >= count);
	return lastPaintMs - startMs;
}

/** Waits until the device has kept everything, the last page included. */
export async function settle(): Promise<void> {
	model?.markRead();
	await until(() => model !== null && !model.hasUnsent && model.missing === 0);
	await new Promise((resolve) => setTimeout(resolve, 700));
}

/** Leaves the stream, as going to another one does. */
export async function leave(): Promise<void> {
	const id = model?.parts.id as SpaceId | undefined;
	if (id) await current?.close(id, async () => void (await model?.close()));
}

/** Opens what the device has; ms until the last page and until everything is there. */
export async function reopen(
	ticket: Ticket,
	database: string,
	count: number
): Promise<{ firstMs: number; allMs: number }> {
	const startMs = nowMs();
	const { opened } = await show(ticket, database);
	await opened;
	await waiting.until(() => length() >= count);
	return { firstMs: firstPaintMs - startMs, allMs: lastPaintMs - startMs };
}

/** Goes online with what is open. */
export async function goOnline(): Promise<void> {
	current?.start();
	const { replica } = (await model?.parts.opened) ?? {};
	await until(() => replica?.isCurrent ?? false);
}

/** Sends the next message; returns when, see `nowMs`. */
export function send(i: number): number {
	const atMs = nowMs();
	void model?.send(lineOf(i).text);
	return atMs;
}

/** Sends `count` messages at once; returns when the first left. */
export function burst(count: number): number {
	const atMs = nowMs();
	for (let i = 0; i < count; i++) send(i);
	return atMs;
}

/** How many messages are on screen. */
export function length(): number {
	return model?.messages.length ?? 0;
}

/** When message number `count` was on screen. */
export async function shown(count: number): Promise<number> {
	await waiting.until(() => length() >= count);
	return lastPaintMs;
}

async function until(isThere: () => boolean): Promise<void> {
	for (let i = 0; !isThere(); i++) {
		if (i > 6000) throw new Error(`waited too long for ${String(isThere)}`);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}
