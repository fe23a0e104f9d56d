/** Which previews are shown, and when the kept ones are read again. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../base/bytes';
import type { FeedId, SpaceId } from '../../base/ids';
import type { Held } from '../../sync/space/held';
import { MemoryVault } from '../../sync/vault/memory';
import { SealedRows } from '../../sync/vault/sealed';
import type { Preview } from '../session/preview';
import type { Session } from '../session/session';
import { Previews } from './previews.svelte';

const STREAM = 'a'.repeat(32) as SpaceId;
const FEED = 'f'.repeat(32);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What the vault holds when the feed's last entry is `seq`, and a preview made from that. */
function heldAt(seq: number): Held {
	return { heads: new Map([[FEED as FeedId, seq]]), records: 1, outbox: 0, isUnconfirmed: false };
}
function previewAt(seq: number): Preview {
	const made = { heads: { [FEED]: seq }, records: 1, outbox: 0, owes: false };
	return { last: null, unread: seq, firstUnread: null, draft: '', openedAtMs: null, made };
}

async function scene() {
	const rows = await SealedRows.hidden(new MemoryVault());
	const reads = vi.spyOn(rows, 'get');
	const tellers: ((event: { kind: string; space?: SpaceId }) => void)[] = [];
	const on = (tell: (event: { kind: string }) => void) => {
		tellers.push(tell);
		return () => undefined;
	};
	const previews = new Previews({ rows, on } as unknown as Session);
	const keep = async (seq: number): Promise<void> =>
		rows.vault.commit([await rows.put('pages', STREAM, utf8(JSON.stringify(previewAt(seq))))]);
	const tell = (event: { kind: string; space?: SpaceId }): void => tellers.forEach((hear) => hear(event));
	return { previews, reads, keep, tell };
}

it('[Z13] the first change is shown at once, those that follow closely together', async () => {
	const { previews } = await scene();
	const shown = (): number | undefined => previews.all.get(STREAM)?.unread;
	previews.set(STREAM, previewAt(1));
	expect(shown()).toBe(1);
	previews.set(STREAM, previewAt(2));
	previews.set(STREAM, previewAt(3));
	expect(shown()).toBe(1);
	await vi.advanceTimersByTimeAsync(100);
	expect(shown()).toBe(3);
	previews.stop();
});

describe('[Z1] a kept preview', () => {
	it('is read again only where somebody else may have kept another', async () => {
		const { previews, reads, keep, tell } = await scene();
		await keep(1);
		await previews.recallAll();
		expect(await previews.isStale(STREAM, heldAt(1))).toBe(false);
		expect(await previews.isStale(STREAM, heldAt(2)), 'nobody has made one of what came').toBe(true);
		await previews.recall('b'.repeat(32));
		expect(reads).not.toHaveBeenCalled();
		await keep(2);
		tell({ kind: 'told', space: STREAM });
		expect(await previews.isStale(STREAM, heldAt(2)), 'another tab has').toBe(false);
		expect(await previews.isStale(STREAM, heldAt(2))).toBe(false);
		expect(reads).toHaveBeenCalledOnce();
		await keep(3);
		tell({ kind: 'leads' });
		expect(await previews.isStale(STREAM, heldAt(3)), 'it may have, unheard').toBe(false);
		previews.stop();
	});

	it('is doubted until it says what the vault holds, also by what is told while it is read', async () => {
		const { previews, reads, keep, tell } = await scene();
		await keep(1);
		await previews.recallAll();
		tell({ kind: 'told', space: STREAM });
		const looking = previews.isStale(STREAM, heldAt(2));
		tell({ kind: 'told', space: STREAM });
		expect(await looking).toBe(true);
		await keep(2);
		expect(await previews.isStale(STREAM, heldAt(2))).toBe(false);
		previews.noteUnkept(STREAM);
		reads.mockRejectedValueOnce(new Error('not now'));
		await expect(previews.isStale(STREAM, heldAt(2))).rejects.toThrow('not now');
		expect(await previews.isStale(STREAM, heldAt(3)), 'the kept one is still looked at').toBe(true);
		expect(reads).toHaveBeenCalledTimes(4);
		previews.stop();
	});
});
