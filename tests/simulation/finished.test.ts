import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { writeRecord, type Fields } from '../../src/lib/domain/tables/records';
import { lastWords } from './finished';
import type { Life } from './life';

const GROUP = 'a'.repeat(32);

/** A counsellor's tab with `fields` of the group in its desk, which looks at it. */
function desk(fields: Fields, isOver: boolean, said: string[], name: string) {
	const doc = new Y.Doc();
	writeRecord(doc.getMap('streams'), GROUP, fields);
	const open = { id: GROUP, isLoaded: true, isOver, send: async (text: string) => void said.push(`${name}: ${text}`) };
	return {
		tab: {},
		chat: { list: { rows: [] }, open, show: () => Promise.resolve(), parts: { desk: { space: { doc } } } }
	};
}

it('takes the last word from somebody in the group, not from somebody who merely still looks at it', async () => {
	const said: string[] = [];
	const life = {
		desks: [
			desk({ kind: 'group', over: true }, true, said, 'cem'),
			desk({ kind: 'group' }, true, said, 'out, but not noted yet'),
			desk({ kind: 'group', provisional: 'offered' }, false, said, 'invited, but not there yet'),
			desk({ kind: 'group' }, false, said, 'berta')
		],
		guests: [],
		groups: [GROUP],
		moves: new Set(),
		touched: new Map([[GROUP, new Set()]]),
		next: () => 1,
		world: {
			clock: {
				nowMs: 0,
				at: (_tab: unknown, work: () => void) => Promise.resolve(work()),
				until: (isSo: () => boolean) => Promise.resolve(isSo()),
				run: () => Promise.resolve()
			}
		}
	};
	await lastWords(life as unknown as Life);
	expect(said).toEqual(['berta: Zuletzt 1']);
});
