/**
 * Blobs: sealed chunks that the relay knows only by their hashes. Changes take turns within a space and
 * are answered once they are on disk. SPEC.md R26-R29.
 */
import { equal, hex } from '../../src/lib/base/bytes';
import type { BlobId, MemberId, SpaceId } from '../../src/lib/base/ids';
import {
	blobIdOf,
	chunkHash,
	chunksOf,
	countChunks,
	hasChunk,
	noChunks,
	readManifest,
	withChunk
} from '../../src/lib/wire/blob';
import type { Context } from '../spaces/context';
import type { Asking } from '../http/token';
import {
	findBlob,
	isNamed,
	NO_USAGE,
	putBlob,
	putChunk,
	putLoose,
	putUsage,
	readUsage,
	readUsageRow,
	type BlobRow,
	type Usage
} from '../store/blob-rows';
import type { Write } from '../store/store';

/** A request's outcome: status, and a code when it failed. */
export type Answer = readonly [status: number, code?: string];

const DONE: Answer = [204];
const ERASED: Answer = [410, 'erased'];
const FULL: Answer = [507, 'quota'];

/** Announces a blob by its manifest. Repeating it changes nothing. SPEC.md R26, R28. */
export async function announce(context: Context, who: Asking, blob: BlobId, manifest: Uint8Array): Promise<Answer> {
	const { space, member } = who;
	const { store, limits } = context;
	const chunks = readManifest(manifest);
	if (!chunks.ok || blobIdOf(manifest) !== blob) return [400, 'malformed'];
	if (chunks.value.length > chunksOf(limits.bytesPerBlob)) return [413, 'too-large'];
	return changed(context, space, async () => {
		const known = await findBlob(store, space, blob);
		if (known) return known.erased === 1 ? ERASED : DONE;
		const use = await usageOf(context, space, member.id);
		if (use.mine.unfinished >= limits.unfinishedPerMember || use.count >= limits.blobsPerSpace) return FULL;
		if (!(await mayGrow(context, use, manifest.length))) return FULL;
		const atMs = context.now();
		const here = noChunks(chunks.value.length);
		const row = { erased: 0, member: member.id, atMs, manifest, here, size: manifest.length } as const;
		const next = grown(use.mine, { bytes: manifest.length, blobs: 1, unfinished: 1 });
		const writes = [putBlob(space, blob, row), putUsage(space, member.id, next)];
		if (!(await isNamed(store, space, blob))) writes.push(putLoose({ atMs, space, blob }, true));
		return writes;
	});
}

/** Takes one chunk if the manifest has it at this index. Repeating it changes nothing. SPEC.md R26-R28. */
export async function bring(
	context: Context,
	{ space }: Asking,
	blob: BlobId,
	index: number,
	sealed: Uint8Array
): Promise<Answer> {
	const hash = await chunkHash(sealed);
	return changed(context, space, async () => {
		const row = await findBlob(context.store, space, blob);
		if (!row) return [404, 'unknown'];
		if (row.erased === 1) return ERASED;
		const chunks = chunksIn(row);
		const expected = chunks[index];
		if (!expected || !equal(hash, expected)) return [409, 'malformed'];
		if (hasChunk(row.here, index)) return DONE;
		const use = await usageOf(context, space, row.member);
		if (!(await mayGrow(context, use, sealed.length))) return FULL;
		const here = withChunk(row.here, index);
		const isWhole = countChunks(here, chunks.length) === chunks.length;
		const next = { ...row, here, atMs: context.now(), size: row.size + sealed.length };
		return [
			putChunk(space, blob, index, sealed),
			putBlob(space, blob, next),
			putUsage(space, row.member, grown(use.mine, { bytes: sealed.length, unfinished: isWhole ? -1 : 0 }))
		];
	});
}

/** Erases a blob for good: a host any, even one that is not here; others only their own. SPEC.md R29. */
export async function erase(context: Context, { space, member }: Asking, blob: BlobId): Promise<Answer> {
	return changed(context, space, async () => {
		const row = await findBlob(context.store, space, blob);
		if (row?.erased === 1) return DONE;
		if (!row && member.role !== 'host') return [404, 'unknown'];
		if (row && member.role !== 'host' && row.member !== member.id) return [403, 'not-allowed'];
		const owner = row?.member ?? member.id;
		const use = await usageOf(context, space, owner);
		if (!row && use.count >= context.limits.blobsPerSpace) return FULL;
		return [...dropped(space, blob, row, use.mine, true), putBlob(space, blob, tombstone(owner, context.now()))];
	});
}

/** The writes that drop a blob and its chunks; `leavesTrace`: a tombstone stays. */
export function dropped(
	space: SpaceId,
	blob: BlobId,
	row: BlobRow | null,
	usage: Usage,
	leavesTrace: boolean
): readonly Write[] {
	const erased = leavesTrace ? 1 : 0;
	if (!row) return [];
	const chunks = chunksIn(row);
	const isWhole = countChunks(row.here, chunks.length) === chunks.length;
	const next = grown(usage, { bytes: -row.size, blobs: -1, unfinished: isWhole ? 0 : -1, erased });
	const there = [...chunks.keys()].filter((index) => hasChunk(row.here, index));
	return [...there.map((index) => putChunk(space, blob, index, null)), putUsage(space, row.member, next)];
}

/** The chunks that a kept blob has, or will have. */
export function chunksIn(row: BlobRow): readonly Uint8Array[] {
	const chunks = readManifest(row.manifest);
	if (!chunks.ok) throw new Error('a damaged row');
	return chunks.value;
}

/** Runs `work` in the space's turn and writes its result, unless that is an answer. SPEC.md R27. */
async function changed(
	context: Context,
	space: SpaceId,
	work: () => Promise<Answer | readonly Write[]>
): Promise<Answer> {
	return context.spaces.turnOf(`blobs ${space}`, async () => {
		const basis = context.commits.failures;
		const outcome = await work();
		if (isAnswer(outcome)) return outcome;
		try {
			await context.commits.add(outcome, basis, await growthOf(context, space, outcome));
		} catch {
			// The cause is logged where it happened.
			return [503, 'storage'];
		}
		return DONE;
	});
}

/** How much larger a space's blobs become with these writes, according to its rows of usage. */
export async function growthOf({ store }: Context, space: SpaceId, writes: readonly Write[]): Promise<number> {
	const sum = (usages: Iterable<Usage>): number => [...usages].reduce((all, { bytes }) => all + bytes, 0);
	const before = await readUsage(store, space);
	const after = new Map(before);
	for (const { table, key, value } of writes)
		if (table === 'usage' && value) after.set(hex(key.slice(16)) as MemberId, readUsageRow(value));
	return sum(after.values()) - sum(before.values());
}

function isAnswer(outcome: Answer | readonly Write[]): outcome is Answer {
	return typeof outcome[0] === 'number';
}

interface Use {
	/** Uploaded by one member. */
	readonly mine: Usage;
	/** Uploaded by everybody. */
	readonly bytes: number;
	readonly count: number;
}

async function usageOf(context: Context, space: SpaceId, member: MemberId): Promise<Use> {
	const all = await readUsage(context.store, space);
	let [bytes, count] = [0, 0];
	for (const usage of all.values()) {
		bytes += usage.bytes;
		count += usage.blobs + usage.erased;
	}
	return { mine: all.get(member) ?? NO_USAGE, bytes, count };
}

async function mayGrow({ limits, commits }: Context, use: Use, bytes: number): Promise<boolean> {
	const { blobBytesPerSpace, blobBytesPerMember } = limits;
	if (use.bytes + bytes > blobBytesPerSpace || use.mine.bytes + bytes > blobBytesPerMember) return false;
	return commits.room.has('file', bytes, limits);
}

function grown(usage: Usage, by: Partial<Usage>): Usage {
	const sum = (name: keyof Usage): number => Math.max(0, usage[name] + (by[name] ?? 0));
	return { bytes: sum('bytes'), blobs: sum('blobs'), unfinished: sum('unfinished'), erased: sum('erased') };
}

function tombstone(member: MemberId, atMs: number): BlobRow {
	return { erased: 1, member, atMs, manifest: new Uint8Array(), here: new Uint8Array(), size: 0 };
}
