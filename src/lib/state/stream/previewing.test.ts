/** When a preview and its tail are kept. SPEC.md Z1, Z11. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fromUtf8 } from '../../base/bytes';
import { Timeline } from '../../domain/timeline';
import type { Preview } from '../session/preview';
import type { Session } from '../session/session';
import { Previewing, type Previewed } from './previewing';
import type { Tail } from './tail';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A stream whose charter grows when told to, and what its vault was given, in order. */
function stream() {
	const kept: string[] = [];
	const space = {
		feeds: new Map(),
		records: [] as object[],
		charter: { members: new Map() },
		pending: [],
		isBehind: false,
		documents: new Map()
	};
	const rows = {
		put: (table: string, _key: string, value: Uint8Array) => Promise.resolve({ table, value }),
		vault: {
			commit: (changes: readonly { table: string; value: Uint8Array }[]) => {
				kept.push(changes.map(({ table, value }) => `${table} ${String(fromUtf8(value).length > 0)}`).join());
				return Promise.resolve();
			}
		}
	};
	const session = { rows, tell: () => undefined } as unknown as Session;
	const sides = { me: 'b', hosts: [], isMine: () => true, isOurs: () => true };
	const parts = { space, timeline: new Timeline(), sides, draft: '', owes: false, seen: new Map() };
	const told: Preview[] = [];
	const make = (): Previewed => parts as unknown as Previewed;
	const previewing = new Previewing(session, 'x', make, (preview) => told.push(preview));
	const grow = (): void => {
		space.records.push({});
		previewing.soon();
	};
	return { previewing, grow, kept, told };
}

it('[Z11] the tail is kept once nothing comes any more, the preview at once', async () => {
	const { grow, kept } = stream();
	for (let i = 0; i < 5; i++) {
		grow();
		await vi.advanceTimersByTimeAsync(1_000);
	}
	expect(kept).toEqual(new Array(5).fill('pages true'));
	await vi.advanceTimersByTimeAsync(5_000);
	expect(kept.slice(5)).toEqual(['pages true,tails true']);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(kept).toHaveLength(6);
});

it('[Z11] the tail is kept with the last preview, however soon that is', async () => {
	const { previewing, grow, kept } = stream();
	grow();
	await previewing.end();
	await previewing.keep();
	expect(kept).toEqual(['pages true,tails true']);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(kept).toHaveLength(1);
});

it('[Z11] nothing is kept again that is kept already; whoever opened it is told', async () => {
	const first = stream();
	await first.previewing.end();
	await first.previewing.keep();
	const [preview] = first.told;
	const { previewing, kept, told } = stream();
	if (preview) previewing.recall(preview, { made: JSON.stringify(preview.made) } as Tail);
	await previewing.look();
	await previewing.end();
	await previewing.keep();
	expect(kept).toEqual([]);
	expect(told).toEqual([preview]);
});
