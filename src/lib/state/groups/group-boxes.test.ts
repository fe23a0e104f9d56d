/** Berta has Mia in a group, and gives her a new link that may come to nothing. */
import { describe, expect, it } from 'vitest';
import { entryKey, readGroups } from '../../domain/groups';
import type { MembershipRecord } from '../../domain/tables/centre';
import type { StreamRecord } from '../../domain/tables/desk';
import { boxFields, movesIn } from './group-boxes';
import { NO_DIRECTORY, type GroupDirectory } from './group-directory';

const [GROUP, MIA, OLD, NEW] = ['a', 'b', 'c', 'd'].map((char) => char.repeat(32)) as [string, string, string, string];
const stream: StreamRecord = { kind: 'single', client: MIA, mailbox: OLD, poster: 'AAAA' };
const renewed = { ...stream, wish: 5, wishBox: NEW, wishPoster: 'CCCC', wishLock: false, wishMine: true };
const seated = { ...renewed, mailbox: NEW, poster: 'CCCC', isLocked: false, seatedAtMs: 9 };

/** The group once Berta has said these fields about Mia. */
function after(fields: MembershipRecord): GroupDirectory {
	const mia: MembershipRecord = { kind: 'client', isIn: true, history: true, atMs: 3, ...fields };
	const groups = readGroups(new Map([[GROUP, { by: 'berta', atMs: 1 }]]), new Map([[entryKey(GROUP, MIA), mia]]));
	return { ...NO_DIRECTORY, groups };
}

const moves = (directory: GroupDirectory, one: StreamRecord): readonly MembershipRecord[] =>
	movesIn(directory, new Map([['s', one]]), [GROUP]).map(({ fields }) => fields);
const put = (one: StreamRecord, atMs: number): MembershipRecord =>
	boxFields(NO_DIRECTORY, new Map([['s', one]]), MIA, atMs);

describe('where a group finds a client who gets a new link', () => {
	it('[U4] is where she was until the new link has found her a seat: it may be given up before', () => {
		const before = put(stream, 3);
		expect(before).toMatchObject({ box: OLD, isLocked: false });
		expect(moves(after(before), renewed), 'she may not be there yet, or ever').toEqual([]);
		const [now, ...more] = moves(after(before), seated);
		expect([now, more]).toMatchObject([{ box: NEW, boxPoster: 'CCCC', isLocked: false }, []]);
		expect(moves(after(now ?? {}), seated), 'once').toEqual([]);
	});

	it('[U4] is where she was for anybody who adds her meanwhile, too, and moves with her later', () => {
		const meanwhile = put(renewed, 7);
		expect(meanwhile).toMatchObject({ box: OLD, isLocked: false });
		expect(moves(after(meanwhile), seated)).toMatchObject([{ box: NEW }]);
	});

	it('[U4] a lock applies at once, until the next link has found her a seat', () => {
		const locked = { ...stream, wish: 4, wishLock: true };
		const [shut] = moves(after(put(stream, 3)), locked);
		expect(shut).toMatchObject({ box: OLD, isLocked: true });
		expect(put(locked, 6), 'nor is she invited meanwhile').toMatchObject({ isLocked: true });
		const again = { ...renewed, isLocked: true };
		expect(moves(after(shut ?? {}), again)).toEqual([]);
		expect(put(again, 7)).toMatchObject({ box: OLD, isLocked: true });
		for (const word of [shut ?? {}, put(again, 7)])
			expect(moves(after(word), seated)).toMatchObject([{ box: NEW, isLocked: false }]);
	});
});
