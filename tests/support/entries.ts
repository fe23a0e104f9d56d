/** The first two entries of a feed of Anton's; Eve is an outsider. */
import { certificateFor, person, seed } from './people';
import type { SpaceId } from '../../src/lib/base/ids';
import { feedIdOf, NO_ENTRY, parseEntry, signEntry, type EntryHeader } from '../../src/lib/wire/entry';

/** The space that they are in. */
export const SPACE = '5'.repeat(32) as SpaceId;

/** Another space. */
export const OTHER = '6'.repeat(32) as SpaceId;

/** What makes the feed's name unlike others. */
export const nonce = seed('nonce').slice(0, 16);

/** The people. */
export const [anton, eve] = await Promise.all([person('Anton'), person('Eve')]);

const basics = {
	version: 2,
	feed: feedIdOf(SPACE, anton.device.publicKey, nonce),
	seq: 2,
	epoch: 1,
	blobs: []
} as const;

/** The entry that opens the feed. */
export const open = await signEntry(
	SPACE,
	{ kind: 'open', ...basics, seq: 1, previous: NO_ENTRY, nonce, certificate: await certificateFor(SPACE, anton) },
	seed('sealed'),
	anton.device
);

/** What all headers of the next entry have in common. */
export function common() {
	return { ...basics, previous: open.hash } as const;
}

/** The entry after it. */
export const second = await signEntry(
	SPACE,
	{ kind: 'update', ...common(), blobs: [seed('blob')] },
	seed('sealed'),
	anton.device
);

/** The verdict on an entry with this header. */
export async function verdict(fields: object, kind: EntryHeader['kind'] = 'update'): Promise<string> {
	const header = { ...common(), ...fields, kind } as EntryHeader;
	const read = parseEntry(SPACE, (await signEntry(SPACE, header, seed('sealed'), anton.device)).bytes);
	return read.ok ? 'accepted' : read.why;
}
