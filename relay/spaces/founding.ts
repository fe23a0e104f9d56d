/** Founding spaces under a centre, and the centre itself. */
import { equal, fromUtf8, utf8 } from '../../src/lib/base/bytes';
import type { SpaceId } from '../../src/lib/base/ids';
import { isClaim } from '../../src/lib/wire/challenge';
import { readChain } from '../../src/lib/wire/charter';
import { spaceIdOf } from '../../src/lib/wire/charter-record';
import { NO_SPACE, type DeviceFrame, type RelayRefusal } from '../../src/lib/wire/frames';
import type { Context } from './context';
import { findCharter, putCharter, slim } from '../store/charter-row';
import {
	countSpaces,
	findCentre,
	findFact,
	FORMAT,
	putCentre,
	putFact,
	putRecord,
	putSpace,
	readRecords
} from '../store/rows';
import { parsed, type Peer } from './space';
import type { Write } from '../store/store';

type Frame<K extends DeviceFrame['kind']> = Extract<DeviceFrame, { kind: K }>;

/** Founds a space for the centre that this connection has joined. Resolves when that is decided. SPEC.md R10. */
export function create(context: Context, connection: Peer, frame: Frame<'create'>): Promise<void> {
	return new Promise((decided) => {
		const answer = (refusal: RelayRefusal | null): void => {
			if (refusal) connection.refuse(frame.space, 'create', refusal);
			else connection.send({ kind: 'done', space: frame.space, request: 'create' });
			decided();
		};
		// The connection goes on meanwhile: what it sends next goes to the disk together with this. What concerns this
		// space waits for its turn.
		context.spaces
			.turnOf(frame.space, () => createOnce(context, connection, frame, decided))
			.then(answer, (why: unknown) => {
				context.log('store failed', why);
				answer('storage');
			});
	});
}

async function createOnce(
	context: Context,
	connection: Peer,
	frame: Frame<'create'>,
	decided: () => void
): Promise<RelayRefusal | null> {
	const { store, commits, limits } = context;
	const basis = commits.failures;
	const joined = connection.joined.get(frame.centre);
	const role = joined && joined.space.memberOf(joined)?.role;
	if (!joined) return 'not-member';
	if (!joined.isProven || (role !== 'host' && role !== 'member') || !(await findCentre(store, frame.centre)))
		return 'not-allowed';
	if (!connection.creations.tryTake(1, context.now())) return 'too-fast';
	const writes = await adopted(context, frame.records, frame.space);
	if (typeof writes === 'string') return writes;
	if (writes.length === 0) return null;
	const counted = context.spaceCounts.get(frame.centre) ?? (await countSpaces(store, frame.centre));
	if (counted >= limits.spacesPerCentre) return 'too-large';
	const growth = sizeOf(frame.records);
	if (!(await commits.room.has('space', growth, limits))) return 'storage';
	// Others may have counted while this one was reading.
	context.spaceCounts.set(frame.centre, Math.max(counted, context.spaceCounts.get(frame.centre) ?? 0) + 1);
	decided();
	return commits.add([...writes, putSpace(frame.space, frame.centre)], basis, growth).then(
		() => null,
		() => 'storage'
	);
}

/** Founds the centre, or lets its root key claim it again. SPEC.md R11, R12. */
export async function found(context: Context, connection: Peer, frame: Frame<'found'>): Promise<void> {
	const refusal = await context.spaces.turnOf('found', () => foundOnce(context, connection, frame));
	if (refusal) {
		connection.refuse(NO_SPACE, 'found', refusal);
		return;
	}
	connection.expectJoin();
	connection.send({ kind: 'done', space: NO_SPACE, request: 'found' });
}

async function foundOnce(context: Context, connection: Peer, frame: Frame<'found'>): Promise<RelayRefusal | null> {
	const { store, commits, setup, spaces } = context;
	const known = await findFact(store, 'founded-centre');
	const kept = known && (await findCentre(store, fromUtf8(known) as SpaceId));
	// Before anything costly: without the code or the root nobody gets further.
	if (kept && !equal(kept.root, frame.root)) return 'code-used';
	const tried = kept ? 'right' : setup.try(connection.arrival.address, frame.code);
	if (tried !== 'right') return tried;
	const centre = idOfChain(frame.centre);
	const reception = idOfChain(frame.reception);
	if (!centre || !reception || centre === reception) return 'malformed';
	if (!(await isClaim(centre, reception, connection.challenge, frame.root, frame.claim))) return 'bad-signature';
	return spaces.turnOf(centre, () =>
		spaces.turnOf(reception, async () => {
			const basis = commits.failures;
			const ofCentre = await adopted(context, frame.centre, centre, 'feeds');
			const ofReception = await adopted(context, frame.reception, reception, 'reception');
			if (typeof ofCentre === 'string') return ofCentre;
			if (typeof ofReception === 'string') return ofReception;
			const { write, used } = setup.use();
			const named = context.hosts.bind(connection.arrival.host);
			const facts = [
				putCentre(centre, { root: frame.root, reception }),
				putFact('founded-centre', utf8(centre)),
				putFact('format', FORMAT),
				write
			];
			const owned = [putSpace(centre, centre), putSpace(reception, centre)];
			try {
				await commits.add([...ofCentre, ...ofReception, ...facts, ...named.writes, ...owned], basis);
			} catch {
				// The cause is logged where it happened.
				return 'storage';
			}
			used();
			named.done();
			if (kept) return null;
			context.log('centre founded');
			context.onFounded?.();
			return null;
		})
	);
}

/** The writes that store this chain; none when it is stored already, entirely or as a beginning. */
async function adopted(
	context: Context,
	raw: readonly Uint8Array[],
	space: SpaceId,
	form?: 'feeds' | 'reception'
): Promise<Write[] | RelayRefusal> {
	const kept = await findCharter(context.store, space);
	if (kept) return (await isBeginning(context, space, raw)) ? [] : 'head-moved';
	const records = parsed(raw);
	const chain = records && (await readChain(records));
	if (!chain?.ok || chain.value.space !== space) return chain?.ok === false ? 'not-allowed' : 'malformed';
	if (form !== undefined && chain.value.form !== form) return 'not-allowed';
	const size = sizeOf(raw);
	if (size > context.limits.charterBytesPerSpace) return 'too-large';
	const charter = slim(chain.value);
	return [...raw.map((bytes, index) => putRecord(space, index, bytes)), putCharter({ charter, size })];
}

/** Whether the kept chain begins with these records. */
async function isBeginning({ store }: Context, space: SpaceId, raw: readonly Uint8Array[]): Promise<boolean> {
	for (let from = 0; from < raw.length;) {
		const kept = await readRecords(store, space, from);
		if (kept.length === 0) return false;
		if (!raw.slice(from, from + kept.length).every((bytes, i) => equal(bytes, kept[i] ?? NOTHING))) return false;
		from += kept.length;
	}
	return true;
}

function sizeOf(raw: readonly Uint8Array[]): number {
	return raw.reduce((sum, { length }) => sum + length, 0);
}

function idOfChain(raw: readonly Uint8Array[]): SpaceId | null {
	const [genesis] = parsed(raw.slice(0, 1)) ?? [];
	return genesis ? spaceIdOf(genesis) : null;
}

const NOTHING = new Uint8Array();
