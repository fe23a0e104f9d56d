/** Letters dropped into a space whose host is this device's member. SPEC.md O5. */
import { order, type Clock } from '../../base/clock';
import { parseEntry } from '../../wire/entry';
import { unsealEntry } from '../space/sealing';
import type { Space } from '../space/space';

/** One letter as written. */
export interface Letter {
	readonly clock: Clock;
	readonly body: Uint8Array;
}

/**
 * Every letter in the vault, in the order written. Read from the entries themselves, so that a letter
 * that came just before a crash is found at the next start; those that cannot be opened are
 * skipped. Rejects with a `Fault` when the vault cannot be read.
 */
export async function readLetters(space: Space): Promise<readonly Letter[]> {
	const letters: Letter[] = [];
	for (const feed of space.feeds.values()) {
		if (space.charter.members.get(feed.member)?.role !== 'poster') continue;
		for (const [, raw] of await space.rows.vault.list('entries', space.id + feed.id)) {
			const entry = parseEntry(space.id, raw);
			if (!entry.ok || entry.value.header.kind !== 'drop') continue;
			const payload = await unsealEntry(space, feed, entry.value);
			if (payload.ok) letters.push({ clock: payload.value.clock, body: payload.value.body });
		}
	}
	return letters.sort((a, b) => order(a.clock, b.clock));
}
