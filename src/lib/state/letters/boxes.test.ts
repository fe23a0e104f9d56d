/** Cem, who could drop letters into Mia's mailbox, leaves. Berta and Dora stay. SPEC.md Y3, sync O9. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
	awake,
	centre,
	done,
	dyingAt,
	note,
	noted,
	rest,
	sessionOf,
	type Centre,
	type Counsellor
} from '../../../../tests/support/centre';
import { Device, device, scene, type Scene } from '../../../../tests/support/devices';
import { deliver } from '../../../../tests/support/forging';
import { base64url, fromUtf8, utf8 } from '../../base/bytes';
import type { Seed, SpaceId } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import { newest } from '../../wire/charter';
import { readLetters } from '../../sync/exchange/letters';
import type { SpaceRef } from '../../sync/keys/member';
import { tellsOut } from '../../sync/exchange/channel';
import { leaseFeed, post } from '../../sync/space/outbox';
import { MemoryVault } from '../../sync/vault/memory';
import { Boxes } from './boxes';
import { Leaving } from '../team/leaving';
import { MAILBOX_POLICY, NO_DOCUMENTS } from '../session/policies';
import type { Session } from '../session/session';
import type { OpenSpace, Opening } from '../session/open-space';

interface World extends Centre {
	readonly box: Scene;
	readonly mia: Device;
	readonly ref: SpaceRef;
}

/** Mia's mailbox with a letter from Dora; it is in the directory. */
async function world(): Promise<World> {
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
async function poster({ box }: World, { seed, member }: SpaceRef, disk = new MemoryVault()): Promise<Device> {
	const one = new Device(box, 'Post', seed, freshSeed(), NO_DOCUMENTS, disk, member);
	box.devices.push(one);
	await one.open();
	one.connect();
	return one;
}

async function drop(all: World, by: Device, text: string): Promise<void> {
	await rest(all);
	all.box.nowMs += 1_000;
	await leaseFeed(by.space, () => Promise.resolve(true));
	await post(by.space, utf8(text));
	await by.replica.flush();
	await rest(all);
}

async function letters({ mia }: World): Promise<string[]> {
	return (await readLetters(mia.space)).map(({ body }) => fromUtf8(body));
}

/** A session with its own disk that opens the mailbox. */
function sessionAt(all: World, disk: MemoryVault, deviceSeed: Seed, opened: Device[]): Session {
	const find = (): Device | undefined => all.box.devices.find((one) => opened.includes(one));
	const out = new WeakSet<OpenSpace['space']>();
	return {
		...sessionOf(),
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

function boxesOf(
	all: World,
	who: Counsellor,
	session: Session,
	desk = { space: { id: 'd'.repeat(32) as SpaceId, doc: new Y.Doc() } }
): Boxes {
	return new Boxes({ ...who, session, desk: desk as OpenSpace, root: all.root, onRenewed: () => undefined });
}

async function cemLeaves(all: World): Promise<void> {
	await note(all.berta, 'colleagues', all.cem.identity.id, { leaving: 1 });
	const leaving = new Leaving({ ...all.berta, session: sessionOf(), root: all.root });
	await done(all, leaving.work());
	leaving.stop();
	await rest(all);
}

async function renewed(all: World, berta = all.berta, disk = new MemoryVault()): Promise<void> {
	const boxes = boxesOf(all, berta, sessionAt(all, disk, freshSeed(), []));
	await done(all, boxes.look());
	boxes.stop();
	await rest(all);
}

describe('a box', () => {
	it('[Y3] [O9] has keys that Cem does not know once he is gone: his letters reach nobody, Dora’s do', async () => {
		const all = await world();
		const cem = await poster(all, all.ref);
		// She is away while it arrives and while the keys change.
		all.mia.link?.cut();
		await drop(all, cem, 'von Cem');
		await cemLeaves(all);
		await renewed(all);
		expect(noted(all.dora, 'posts', all.box.space)).toMatchObject({ due: 2, epoch: 2 });
		all.mia.connect();
		await rest(all);
		await drop(all, cem, 'Kommen Sie zu mir');
		// And with Rolf's help.
		const feed = [...cem.space.feeds.values()].find((one) => cem.space.isMine(one));
		if (!feed) throw new Error('no feed');
		const rows = await cem.vault.list('entries', cem.space.id + feed.id);
		await deliver(all.mia, feed.id, ...rows.map(([, bytes]) => bytes));
		const fresh = await poster(all, all.ref);
		await drop(all, fresh, 'Kommen Sie doch');
		expect(await letters(all)).toEqual(['von Dora', 'von Cem']);
		expect(all.mia.space.missing).toBe(0);
		const dora = boxesOf(all, all.dora, sessionAt(all, new MemoryVault(), freshSeed(), []));
		await done(all, dora.look());
		await drop(all, await poster(all, await dora.present(all.ref)), 'wieder Dora');
		expect(await letters(all)).toEqual(['von Dora', 'von Cem', 'wieder Dora']);
		dora.stop();
		const cems = boxesOf(all, all.cem, sessionAt(all, new MemoryVault(), freshSeed(), []));
		await done(all, cems.look());
		expect((await cems.present(all.ref)).seed).toEqual(all.ref.seed);
		cems.stop();
	});

	it('[Y3] gets them once, wherever the device dies', { timeout: 60_000 }, async () => {
		let isOver = false;
		for (let at = 0; !isOver; at++) {
			const all = await world();
			await cemLeaves(all);
			const [disk, seed, opened] = [new MemoryVault(), freshSeed(), [] as Device[]];
			let stop: () => void = () => undefined;
			const steps = await dyingAt(at, [all.berta.centre], async () => {
				const boxes = boxesOf(all, all.berta, sessionAt(all, disk, seed, opened));
				stop = () => {
					boxes.stop();
				};
				await done(all, boxes.look());
			});
			stop();
			isOver = steps <= at;
			for (const one of opened) one.kill();
			all.box.devices.splice(0, Infinity, ...all.box.devices.filter((one) => !opened.includes(one)));
			await renewed(all, await awake(all, all.berta), disk);
			expect(noted(all.dora, 'posts', all.box.space)).toMatchObject({ due: 2, epoch: 2 });
			const seat = [...all.mia.space.charter.members.values()].find(({ role }) => role === 'poster');
			expect(seat?.generations.length).toBe(2);
			const dora = boxesOf(all, all.dora, sessionAt(all, new MemoryVault(), freshSeed(), []));
			await done(all, dora.look());
			const there = await poster(all, await dora.present(all.ref));
			dora.stop();
			expect(seat && newest(seat).sign).toEqual(there.space.credentials.keys.sign.publicKey);
			await drop(all, there, 'danach');
			expect(await letters(all)).toEqual(['von Dora', 'danach']);
		}
	});

	it('[Y3] is left alone if it is the Leitung’s own desk, which is open to its host', async () => {
		const all = await world();
		await note(all.dora, 'clients', all.box.space, { poster: '' });
		await note(all.berta, 'colleagues', all.berta.identity.id, {
			desk: all.box.space,
			poster: base64url(all.ref.seed)
		});
		await rest(all);
		await cemLeaves(all);
		const session = sessionAt(all, new MemoryVault(), freshSeed(), []);
		const closed: string[] = [];
		const watched = { ...session, isOpen: () => true, close: (box: string) => Promise.resolve(void closed.push(box)) };
		const boxes = boxesOf(all, all.berta, watched as unknown as Session, all.mia);
		await done(all, boxes.look());
		expect(closed).toEqual([]);
		expect(noted(all.berta, 'posts', all.box.space)).toEqual({ due: 2 });
		boxes.stop();
		const dora = boxesOf(all, all.dora, sessionAt(all, new MemoryVault(), freshSeed(), []));
		await done(all, dora.look());
		await rest(all);
		expect(noted(all.berta, 'posts', all.box.space)).toEqual({ due: 2, epoch: 2 });
		dora.stop();
		const again = boxesOf(all, all.berta, watched as unknown as Session, all.mia);
		await done(all, again.look());
		expect(closed).toEqual([]);
		again.stop();
	});

	it('[Y3] is passed over if Cem took it for himself before he left', async () => {
		const all = await world();
		const cem = await poster(all, all.ref);
		await rest(all);
		const { renewPoster } = await import('../../sync/centre/posters');
		await done(all, renewPoster(cem.replica, freshSeed()));
		await cemLeaves(all);
		await renewed(all);
		expect(noted(all.dora, 'posts', all.box.space).epoch).toBe(undefined);
	});

	it('[O9] gets what waited on a device under the previous keys', async () => {
		const all = await world();
		const disk = new MemoryVault();
		const dora = await poster(all, all.ref, disk);
		await rest(all);
		dora.link?.cut();
		await leaseFeed(dora.space, () => Promise.resolve(true));
		await post(dora.space, utf8('im Zug geschrieben'));
		await cemLeaves(all);
		await renewed(all);
		dora.kill();
		const boxes = boxesOf(all, all.dora, sessionAt(all, new MemoryVault(), freshSeed(), []));
		await done(all, boxes.look());
		await poster(all, await boxes.present(all.ref), disk);
		await rest(all);
		expect(await letters(all)).toEqual(['von Dora', 'im Zug geschrieben']);
		boxes.stop();
	});

	it('[Y3] is not believed to have other keys if a colleague says so', async () => {
		const all = await world();
		await note(all.cem, 'posts', all.box.space, { epoch: 1, due: 1 });
		await rest(all);
		const lead = boxesOf(all, all.dora, sessionAt(all, new MemoryVault(), freshSeed(), []));
		await done(all, lead.look());
		expect((await lead.present(all.ref)).seed).toEqual(all.ref.seed);
		lead.stop();
	});
});
