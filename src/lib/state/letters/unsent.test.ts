/** Letters on Berta's device that the relay lacks: in Mia's mailbox, an old mailbox of hers, and Berta's own desk. */
import { expect, it, vi } from 'vitest';
import {} from '../../../../tests/support/colleagues';
import { device, scene, type Device } from '../../../../tests/support/devices';
import { DESK_POLICY, NO_DOCUMENTS_POLICY } from '../../../../tests/support/policies';
import { utf8 } from '../../base/bytes';
import type { SpaceId } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import { readLetters } from '../../sync/exchange/letters';
import { compose, leaseFeed, post } from '../../sync/space/outbox';
import { MemoryVault } from '../../sync/vault/memory';
import { SealedRows } from '../../sync/vault/sealed';
import type { Session } from '../session/session';
import { Letters, unsentSpaces } from './unsent';
import { restAll } from '../../../../tests/support/settling';

/** All of Berta's spaces are on one disk; those in `open` are open. */
async function world() {
	const disk = new MemoryVault();
	const deviceSeed = freshSeed();
	const scenes = [await scene('poster'), await scene('poster'), await scene('poster')] as const;
	const [mailbox, old, desk] = scenes;
	const poster = { disk, deviceSeed, policy: NO_DOCUMENTS_POLICY };
	const boxes = [await device(mailbox, 1, 'Berta, Post', poster), await device(old, 1, 'Berta, alte Post', poster)];
	const own = await device(desk, 0, 'Berta, Schreibtisch', { disk, deviceSeed, policy: DESK_POLICY });
	const mia = await Promise.all([mailbox, old].map((at) => device(at, 0, 'Mia')));
	for (const one of [...mia, own]) one.connect();
	await restAll(scenes);
	const rows = await SealedRows.under(disk, new Uint8Array(32).fill(7));
	const open = new Map<SpaceId, Device>([[own.space.id, own]]);
	const closed: SpaceId[] = [];
	const session = {
		rows,
		on: () => () => undefined,
		isOpen: (space: SpaceId) => open.has(space),
		open: ({ space }: { readonly space: SpaceId }) => {
			const box = [...boxes, own].find((one) => one.space.id === space);
			if (!box) return Promise.reject(new Error('nowhere'));
			open.set(space, box);
			box.connect();
			return Promise.resolve(box);
		},
		close: (space: SpaceId) => {
			open.delete(space);
			closed.push(space);
			return Promise.resolve();
		}
	} as unknown as Session;
	const refOf = (space: SpaceId) => {
		const at = scenes.find((one) => one.space === space);
		return at ? { space, seed: at.seeds[1] ?? freshSeed() } : null;
	};
	const letters = new Letters({ session, refOf, onSent: () => undefined });
	return { disk, scenes, boxes, own, mia, session, refOf, letters, closed, open };
}

it('[U8] takes up at a start what was written and never acknowledged, in every box, and closes it once the relay has it', async () => {
	const { disk, scenes, boxes, mia, letters, closed } = await world();
	const [waiting, sealed] = boxes;
	if (!waiting || !sealed) throw new Error('no boxes');
	// One was sealed, and the line was lost before the relay had it.
	sealed.connect();
	await restAll(scenes);
	if (sealed.link) sealed.link.tap = () => [];
	for (const box of boxes) {
		await leaseFeed(box.space, () => Promise.resolve(true));
		await post(box.space, utf8(box.name));
		await box.replica.flush();
	}
	sealed.link?.cut();
	expect(boxes.map(({ space }) => space.pending.length)).toEqual([1, 0]);
	const ids = boxes.map(({ space }) => space.id);
	expect([...(await unsentSpaces(disk))].sort()).toEqual([...ids].sort());
	await letters.look();
	await restAll(scenes);
	for (const one of mia) expect(await readLetters(one.space)).toHaveLength(1);
	expect((await unsentSpaces(disk)).size).toBe(0);
	expect([...closed].sort()).toEqual([...ids].sort());
	letters.stop();
});

it('[U8] takes it up at a start even if the connection was there first', async () => {
	const { disk, scenes, boxes, mia, session, refOf, open } = await world();
	for (const { space } of boxes) {
		await leaseFeed(space, () => Promise.resolve(true));
		await post(space, utf8('wartet'));
	}
	// Nothing will announce the connection.
	const connected = Object.assign(session, { isConnected: true });
	const letters = new Letters({ session: connected, refOf, onSent: () => undefined });
	await vi.waitFor(() => expect(boxes.map(({ space }) => open.has(space.id))).toEqual([true, true]));
	await restAll(scenes);
	for (const one of mia) expect(await readLetters(one.space)).toHaveLength(1);
	expect((await unsentSpaces(disk)).size).toBe(0);
	letters.stop();
});

it('[U8] leaves alone what is already open: one’s own desk is a box for others', async () => {
	const { disk, scenes, own, letters, closed, open } = await world();
	await leaseFeed(own.space, () => Promise.resolve(true));
	await compose(
		own.space,
		own.space.ownDocument,
		(doc) => void doc.getMap('own').set('list.by', 'name'),
		() => 0
	);
	expect(await unsentSpaces(disk)).toContain(own.space.id);
	await letters.look();
	void own.replica.flush();
	await restAll(scenes);
	expect((await unsentSpaces(disk)).size).toBe(0);
	expect([closed, open.has(own.space.id)]).toEqual([[], true]);
	letters.stop();
});
