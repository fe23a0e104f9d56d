/**
 * Our writes that are not entries yet: rows of the outbox, sealed with the vault key. They are stored
 * in the order written, many in one transaction while the disk is busy. SPEC.md O1, O2.
 */
import * as Y from 'yjs';
import { Fault, passOver } from '../../base/fault';
import type { FeedId } from '../../base/ids';
import { FROM_ENTRY } from './documents';
import type { ContentRows } from './kept-rows';
import { readWrite, writeBytes, type PendingWrite } from './pending-write';
import type { SpaceState } from './state';
import { fits } from '../vault/updates';
import type { Change } from '../vault/vault';

/** The writes in the outbox's rows, in order; unreadable rows are left where they are. */
export function pendingWrites(outbox: ContentRows['outbox']): PendingWrite[] {
	return outbox.flatMap(({ key, plain }) => {
		const read = plain.ok ? readWrite(plain.value) : plain;
		return read.ok ? [{ ...read.value, key, isKept: true, isApplied: false }] : [];
	});
}

/** Applies our writes in the outbox to their documents, unless something they build on is not here (yet). */
export function applyHeld(space: SpaceState): void {
	for (const write of space.pending) {
		if (write.isApplied) continue;
		const { doc } = space.document(write.document);
		if (write.kind === 0 && !fits(doc, write.update)) continue;
		if (write.kind === 0) Y.applyUpdate(doc, write.update, FROM_ENTRY);
		write.isApplied = true;
	}
}

/**
 * The next row's key: counts on from all that waits, whatever the clock says. A later write, even one in
 * another tab that had seen it, must become a later entry: it may build on it.
 */
export function nextKey(space: SpaceState, feed: FeedId): string {
	const last = space.pending.reduce(
		(most, { key }) => Math.max(most, parseInt(key.slice(space.id.length, space.id.length + ORDER), 36) || 0),
		0
	);
	return space.id + (last + 1).toString(36).padStart(ORDER, '0') + feed;
}
const ORDER = 10;

/** More writes at once are sooner kept in the outbox than sealed one by one. */
const FEW = 16;

interface Waiting {
	readonly write: PendingWrite;
	/** Stored in the same transaction, or not at all. */
	readonly beside: readonly Change[];
	readonly done: (error: Error | null) => void;
}
interface Queue {
	readonly waiting: Waiting[];
	running: Promise<void> | null;
}
const queues = new WeakMap<SpaceState, Queue>();

/**
 * Stores one row; resolves when the disk has it. If it cannot be stored, it and everything written
 * after it are undone, in the document too, and reject with a `Fault`. `beside` is stored with the
 * row, or not at all.
 */
export function keepWrite(space: SpaceState, write: PendingWrite, beside: readonly Change[] = []): Promise<void> {
	const queue = queues.get(space) ?? { waiting: [], running: null };
	queues.set(space, queue);
	space.pending.push(write);
	const kept = new Promise<void>((resolve, reject) => {
		queue.waiting.push({ write, beside, done: (error) => (error ? reject(error) : resolve()) });
	});
	queue.running ??= run(space, queue);
	return kept;
}

/** Resolves when nothing is on its way to the outbox. */
export async function writesKept(space: SpaceState): Promise<void> {
	await queues.get(space)?.running;
}

async function run(space: SpaceState, queue: Queue): Promise<void> {
	try {
		while (queue.waiting.length > 0) {
			const batch = queue.waiting.splice(0);
			const error = await commit(space, batch);
			if (error) {
				void takeBack(space, [...batch, ...queue.waiting.splice(0)], error);
				continue;
			}
			for (const { write } of batch) write.isKept = true;
			for (const { done } of batch) done(null);
			space.emit({ kind: 'written' });
		}
	} finally {
		// In one step with the last look, however it ended: a write from now on starts its own run.
		queue.running = null;
	}
}

async function takeBack(space: SpaceState, batch: readonly Waiting[], error: Error): Promise<void> {
	const lost = new Set(batch.map(({ write }) => write));
	space.pending = space.pending.filter((write) => !lost.has(write));
	space.spoil();
	// if the vault cannot be read either, the next write tries again before it begins
	await space.ready().catch(passOver());
	space.emit({ kind: 'content', documents: new Set(space.documents.keys()) });
	for (const { done } of batch) done(error);
}

async function commit(space: SpaceState, batch: readonly Waiting[]): Promise<Error | null> {
	try {
		const beside = batch.flatMap((one) => one.beside);
		const writes = batch.map(({ write }) => write);
		if (writes.length <= FEW && (await space.seals?.(writes, beside))) return null;
		const rows = await Promise.all(writes.map((write) => space.rows.put('outbox', write.key, writeBytes(write))));
		await space.rows.vault.commit([...rows, ...beside], true);
		return null;
	} catch (error) {
		return error instanceof Error ? error : new Fault('unexpected', { cause: error });
	}
}
