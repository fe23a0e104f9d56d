/** Links as their maker's desk keeps them, and which of them nobody may use any more. */
import { expect, it } from 'vitest';
import type { Fields } from '../../domain/tables/records';
import { givenUpIn, linksOf, type MadeAccess } from './new-links';

const STREAM = '1'.repeat(32);

const made = (name: string): MadeAccess =>
	({ secret: new Uint8Array(32), issuer: new Uint8Array(32), package: { id: name } }) as unknown as MadeAccess;

it('[U12] of two links made at once, even on two devices, the one that is not the stream’s is given up', () => {
	const links = new Map<string, Fields>();
	// The second one's write for the stream wins, and both know their own package.
	for (const name of ['a'.repeat(32), 'b'.repeat(32)])
		for (const [id, fields] of Object.entries(linksOf(made(name), [STREAM]))) links.set(id, fields);
	expect(links.get(STREAM)?.package).toBe('b'.repeat(32));
	expect(givenUpIn(links).map(([id]) => id)).toEqual(['a'.repeat(32)]);
	links.set('a'.repeat(32), { ...links.get('a'.repeat(32)), revoke: false, revoked: true });
	expect(givenUpIn(links), 'done once').toEqual([]);
	links.set('b'.repeat(32), { ...links.get('b'.repeat(32)), revoke: true });
	expect(
		givenUpIn(links).map(([id]) => id),
		'locked'
	).toEqual(['b'.repeat(32)]);
});
