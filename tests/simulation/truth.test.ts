import './globals';
import { expect, it } from 'vitest';
import type { Life } from './life';
import type { Desk } from './people';
import { checkPresence } from './truth';

/** The findings if Mia has a stream open and a counsellor looks at its row. */
function found(row: { readonly isPresent: boolean; readonly isOver: boolean }): readonly string[] {
	const id = 'a'.repeat(32);
	const kinds: string[] = [];
	const tab = { isGone: false, isVisible: true };
	const mia = { name: 'mia', tab, conversation: {}, models: [{ id, isOver: false }] };
	const life = { guests: [mia], find: (kind: string) => void kinds.push(kind) };
	const session = { connection: { nonce: new Uint8Array(1) } };
	const cem = { name: 'cem', chat: { open: { id }, list: { all: [{ id, ...row }] }, parts: { session } } };
	checkPresence(life as unknown as Life, cem as unknown as Desk);
	return kinds;
}

it('misses nobody who is there, except in a stream that the counsellor is out of', () => {
	expect(found({ isPresent: false, isOver: false })).toEqual(['presence-missing']);
	expect(found({ isPresent: true, isOver: false })).toEqual([]);
	expect(found({ isPresent: false, isOver: true })).toEqual([]);
});
