/** The reception's desk: y-protocols messages from connections that came to its address and joined it. */
import { concat } from '../../src/lib/base/bytes';
import type { SpaceId } from '../../src/lib/base/ids';
import { mayRead } from '../../src/lib/wire/charter';
import { bytes, decode, encode, record, uint } from '../../src/lib/wire/codec';
import { MAX_RECEPTION_BYTES } from '../../src/lib/wire/limits';
import type { Context } from './context';
import { Bucket } from '../gate/bucket';
import { framed } from '../gate/outlet';
import type { Joined, LiveSpace, Peer } from './space';
import { readAwareness, writeAwareness, type Aware } from '../reception/awareness';
import { Reception } from '../reception/reception';

const SYNC = 0;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;
/** The part after the message type. A whole document may be twice its tidied size. */
const syncBody = record({ step: uint, data: bytes(4 * MAX_RECEPTION_BYTES) });

/** The answers a connection may still get, and its waiting question. */
interface Answers {
	readonly bucket: Bucket;
	waiting: { readonly timer: NodeJS.Timeout; vector: Uint8Array } | null;
}
const answers = new WeakMap<Peer, Answers>();

/** Greets a connection that has joined the reception under whose address it came. */
export async function enterReception(context: Context, connection: Peer, space: SpaceId): Promise<void> {
	const joined = visitorOf(connection);
	if (joined?.space.id !== space) return;
	const reception = await opened(context, joined.space);
	// A connection that may write is asked for what the relay is missing.
	if (mayWrite(joined)) connection.outlet.send(framed(syncMessage(STEP_1, reception.vector())));
	const states = reception.aware.all();
	if (states.length > 0) connection.outlet.send(framed(writeAwareness(states)));
}

/** Says goodbye for a connection, and closes the reception after the last one. */
export function leaveReception({ connection, space }: Joined): void {
	if (connection.arrival.reception !== space.id || !space.reception) return;
	const waiting = answers.get(connection)?.waiting;
	if (waiting) clearTimeout(waiting.timer);
	answers.delete(connection);
	const opening = space.reception;
	if (visitors(space).length === 0) space.reception = null;
	void opening.then(
		({ aware }) => tellStates(space, aware.remove(connection)),
		() => undefined
	);
}

/** Takes a message of y-protocols; drops it unless its sender has joined the reception. SPEC.md R13, R14. */
export async function takeStock(context: Context, connection: Peer, type: number, body: Uint8Array): Promise<void> {
	const joined = visitorOf(connection);
	if (!joined) return;
	const reception = await opened(context, joined.space);
	if (type === SYNC) takeSync(context, joined, reception, body);
	else if (!connection.presence.tryTake(1, context.now())) return;
	else if (type === 3) connection.outlet.send(framed(writeAwareness(reception.aware.all())));
	else if (mayWrite(joined)) takeAwareness(joined, reception, body);
}

function takeSync(context: Context, joined: Joined, reception: Reception<Peer>, body: Uint8Array): void {
	const read = decode(syncBody, body);
	if (!read.ok) return;
	const { step, data } = read.value;
	if (step === STEP_1) answer(context, joined, reception, data);
	else if ((step === STEP_2 || step === UPDATE) && mayWrite(joined)) void takeUpdate(context, joined, reception, data);
}

async function takeUpdate(
	context: Context,
	joined: Joined,
	reception: Reception<Peer>,
	update: Uint8Array
): Promise<void> {
	const { space, connection } = joined;
	const taken = reception.take(update);
	if (!taken.ok) return;
	try {
		const fresh = await taken.value;
		if (fresh) tell(space, syncMessage(UPDATE, fresh), (other) => other !== connection);
	} catch {
		// The cause is logged where it happened, once for all whose updates failed with it.
		if (!reception.isSpoiled) await readAnew(context, space, reception);
	}
}

/**
 * Replaces a document that is ahead of the disk with the one on disk. The protocol cannot express a refusal: after a
 * while everybody is asked for what is missing here, again and again until it is kept. SPEC.md R37.
 */
async function readAnew(context: Context, space: LiveSpace, spoiled: Reception<Peer>): Promise<void> {
	spoiled.isSpoiled = true;
	space.reception = Reception.open(space.id, context.commits, spoiled.aware);
	let reception: Reception<Peer>;
	try {
		reception = await space.reception;
	} catch (why) {
		// Not even read: the next visitor tries again.
		context.log('unexpected', why);
		space.reception = null;
		return;
	}
	setTimeout(() => {
		if (reception.isSpoiled) return;
		const question = framed(syncMessage(STEP_1, reception.vector()));
		for (const visitor of visitors(space)) if (mayWrite(visitor)) visitor.connection.outlet.send(question);
	}, context.limits.snapshotMs).unref();
}

/** Answers a first sync step; when too much went out already, the latest question waits. */
function answer(context: Context, { connection }: Joined, reception: Reception<Peer>, vector: Uint8Array): void {
	const { now, limits } = context;
	const known = answers.get(connection) ?? { bucket: new Bucket(2, 1000 / limits.snapshotMs, now()), waiting: null };
	answers.set(connection, known);
	if (known.waiting) {
		known.waiting.vector = vector;
		return;
	}
	const update = reception.since(vector);
	if (!update) return;
	// A small answer costs little, the whole document costs one.
	const cost = Math.max(update.length / Math.max(reception.size, SMALL), 0.02);
	if (known.bucket.tryTake(Math.min(cost, 2), now())) {
		connection.outlet.send(framed(syncMessage(STEP_2, update)));
		return;
	}
	const timer = setTimeout(() => {
		const latest = known.waiting?.vector ?? vector;
		known.waiting = null;
		const joined = visitorOf(connection);
		if (joined && connection.isOpen) answer(context, joined, reception, latest);
	}, limits.snapshotMs);
	known.waiting = { timer, vector };
}

function takeAwareness(joined: Joined, reception: Reception<Peer>, body: Uint8Array): void {
	const { connection, space, member } = joined;
	const read = readAwareness(body);
	if (!read.ok) return;
	// A device may return before its old connection is found dead.
	const isSame = (other: Peer): boolean => other.joined.get(space.id)?.member === member;
	tellStates(space, reception.aware.accept(read.value, connection, isSame));
}

/** To everybody, the author included: the stock client takes silence for a dead connection. */
function tellStates(space: LiveSpace, states: readonly Aware[]): void {
	if (states.length > 0) tell(space, writeAwareness(states), () => true);
}

function tell(space: LiveSpace, message: Uint8Array, to: (connection: Peer) => boolean): void {
	const once = framed(message);
	for (const { connection } of visitors(space)) if (to(connection)) connection.outlet.send(once);
}

function visitors(space: LiveSpace): Joined[] {
	return [...space.joined].filter(
		(joined) => joined.connection.arrival.reception === space.id && mayRead(space.memberOf(joined))
	);
}

/** A connection's part in the reception under whose address it came. */
function visitorOf(connection: Peer): Joined | null {
	const { reception } = connection.arrival;
	const joined = reception === null ? undefined : connection.joined.get(reception);
	return joined?.space.charter.form === 'reception' && mayRead(joined.space.memberOf(joined)) ? joined : null;
}

function mayWrite(joined: Joined): boolean {
	const role = joined.space.memberOf(joined)?.role;
	return role === 'host' || role === 'member';
}

function opened(context: Context, space: LiveSpace): Promise<Reception<Peer>> {
	space.reception ??= Reception.open(space.id, context.commits);
	return space.reception;
}

function syncMessage(step: number, data: Uint8Array): Uint8Array {
	return concat(Uint8Array.of(SYNC), encode(syncBody, { step, data }));
}

const SMALL = 64 * 1024;
