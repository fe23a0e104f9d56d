/** A centre, and Mia's mailbox, into which its counsellors drop letters. */
import * as Y from 'yjs';
import { centre, done, note, rest, type Centre, type Counsellor } from './centre';
import { sessionOn } from './colleagues';
import { Device, device, scene, type Scene } from './devices';
import { base64url, fromUtf8, utf8 } from '../../src/lib/base/bytes';
import type { Seed, SpaceId } from '../../src/lib/base/ids';
import { freshSeed } from '../../src/lib/crypto/random';
import { readLetters } from '../../src/lib/sync/exchange/letters';
import type { SpaceRef } from '../../src/lib/sync/keys/member';
import { tellsOut } from '../../src/lib/sync/exchange/channel';
import { leaseFeed, post } from '../../src/lib/sync/space/outbox';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import { Boxes } from '../../src/lib/state/letters/boxes';
import { Leaving } from '../../src/lib/state/team/leaving';
import { MAILBOX_POLICY, NO_DOCUMENTS } from '../../src/lib/state/session/policies';
import type { Session } from '../../src/lib/state/session/session';
import type { OpenSpace, Opening } from '../../src/lib/state/session/open-space';

/** The centre with Mia's mailbox; `ref` is where letters for her are dropped. */
export interface World extends Centre {
	readonly box: Scene;
	readonly mia: Device;
	readonly ref: SpaceRef;
}

/** Mia's mailbox with a letter from Dora; it is in the directory. */
export async function world(): Promise<World> {
	const all = await centre();
	const box = await scene('poster');
	all.scenes.push(box);
	const mia = await device(box, 0, 'Mia', { policy: MAILBOX_POLICY });
	mia.connect();
	const ref = { space: box.space, seed: box.seeds[1] as Seed };
	await note(all.dora, 'clients', box.space, { name: 'Mia', poster: base64url(ref.seed) });
	const world = { ...all, box, mia, ref };
	await drop(world, await poster(world, ref), 'von Dora');
	return world;
}

/** A device at the poster's seat. */
export async function poster({ box }: World, { seed, member }: SpaceRef, disk = new MemoryVault()): Promise<Device> {
	const one = new Device(box, 'Post', seed, freshSeed(), NO_DOCUMENTS, disk, member);
	box.devices.push(one);
	await one.open();
	one.connect();
	return one;
}

/** Drops a letter. */
export async function drop(all: World, by: Device, text: string): Promise<void> {
	await rest(all);
	all.box.nowMs += 1_000;
	await leaseFeed(by.space, () => Promise.resolve(true));
	await post(by.space, utf8(text));
	await by.replica.flush();
	await rest(all);
}

/** What Mia finds in her mailbox. */
export async function letters({ mia }: World): Promise<string[]> {
	return (await readLetters(mia.space)).map(({ body }) => fromUtf8(body));
}

/** A session with its own disk that opens the mailbox. */
export function sessionAt(all: World, disk: MemoryVault, deviceSeed: Seed, opened: Device[]): Session {
	const find = (): Device | undefined => all.box.devices.find((one) => opened.includes(one));
	const out = new WeakSet<OpenSpace['space']>();
	return {
		...sessionOn(() => all.box.devices),
		isOpen: () => find() !== undefined,
		open: async (ref: SpaceRef, opening: Opening) => {
			const known = find();
			if (known) return known;
			const one = new Device(all.box, 'Bertas Post', ref.seed, deviceSeed, NO_DOCUMENTS, disk, ref.member);
			Object.assign(one, { acting: { ...one.acting, isOut: (space: OpenSpace['space']) => out.has(space) } });
			one.onNews = (news, code) => {
				opening.onNews?.(news, code);
				if (!tellsOut(news, code)) return;
				out.add(one.space);
				one.space.emit({ kind: 'progress' });
			};
			opened.push(one);
			all.box.devices.push(one);
			await one.open();
			one.connect();
			return one;
		},
		close: () => {
			const known = find();
			known?.kill();
			if (known) all.box.devices.splice(all.box.devices.indexOf(known), 1);
			return Promise.resolve();
		}
	} as unknown as Session;
}

/** A counsellor's knowledge of mailboxes and their keys. */
export function boxesOf(
	all: World,
	who: Counsellor,
	session: Session,
	desk = { space: { id: 'd'.repeat(32) as SpaceId, doc: new Y.Doc() } }
): Boxes {
	return new Boxes({ ...who, session, desk: desk as OpenSpace, root: all.root, onRenewed: () => undefined });
}

/** Cem leaves the centre, carried out by Berta. */
export async function cemLeaves(all: World): Promise<void> {
	await note(all.berta, 'colleagues', all.cem.identity.id, { leaving: 1 });
	const leaving = new Leaving({ ...all.berta, session: sessionOn(), root: all.root });
	await done(all, leaving.work());
	leaving.stop();
	await rest(all);
}

/** Berta gives the mailboxes new keys, as far as they are due. */
export async function renewed(all: World, berta = all.berta, disk = new MemoryVault()): Promise<void> {
	const boxes = boxesOf(all, berta, sessionAt(all, disk, freshSeed(), []));
	await done(all, boxes.look());
	boxes.stop();
	await rest(all);
}
