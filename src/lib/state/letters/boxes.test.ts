/** Cem, who could drop letters into Mia's mailbox, leaves. Berta and Dora stay. SPEC.md Y3, sync O9. */
import { describe, expect, it } from 'vitest';
import { awake, done, dyingAt, note, noted, rest } from '../../../../tests/support/centre';
import type { Device } from '../../../../tests/support/devices';
import { deliver } from '../../../../tests/support/forging';
import {
	boxesOf,
	cemLeaves,
	drop,
	letters,
	poster,
	renewed,
	sessionAt,
	world
} from '../../../../tests/support/box-scene';
import { base64url, utf8 } from '../../base/bytes';
import { freshSeed } from '../../crypto/random';
import { newest } from '../../wire/charter';
import { leaseFeed, post } from '../../sync/space/outbox';
import { MemoryVault } from '../../sync/vault/memory';
import type { Session } from '../session/session';

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
