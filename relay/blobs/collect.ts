/** Drops blobs that no kept entry names once their grace period is over. SPEC.md R30. */
import type { Context } from '../spaces/context';
import { dropped, growthOf } from './blobs';
import { findBlob, isNamed, NO_USAGE, putBlob, putLoose, readLoose, readUsage, type Loose } from '../store/blob-rows';
import type { Write } from '../store/store';

/** How many are checked before others get their turn. */
const AT_ONCE = 64;

/** Checks every blob that was loose when it came and whose grace is over. Rejects when the store fails. */
export async function collect(context: Context): Promise<void> {
	for (;;) {
		const due = (await readLoose(context.store, AT_ONCE)).filter(({ atMs }) => isOver(context, atMs));
		for (const loose of due) {
			await context.spaces.turnOf(`blobs ${loose.space}`, async () => {
				const basis = context.commits.failures;
				const writes = await judged(context, loose);
				await context.commits.add(writes, basis, await growthOf(context, loose.space, writes));
			});
		}
		if (due.length === 0) return;
	}
}

/** What happens to it: named meanwhile, still growing, or nobody's. */
async function judged(context: Context, loose: Loose): Promise<readonly Write[]> {
	const { store } = context;
	const { space, blob } = loose;
	const done = putLoose(loose, false);
	const row = await findBlob(store, space, blob);
	if (!row || row.erased === 1 || (await isNamed(store, space, blob))) return [done];
	if (!isOver(context, row.atMs)) return [done, putLoose({ space, blob, atMs: row.atMs }, true)];
	const usage = (await readUsage(store, space)).get(row.member) ?? NO_USAGE;
	return [done, ...dropped(space, blob, row, usage, false), putBlob(space, blob, null)];
}

function isOver({ limits, now }: Context, atMs: number): boolean {
	return atMs + limits.graceMs <= now();
}
