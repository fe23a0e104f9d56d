/** Berta counsels Mia; Cem and Eve are her colleagues, and may write into the centre's records. */
import { during, sessionOn, team } from './colleagues';
import { device, scene, type Device } from './devices';
import { NO_DOCUMENTS_POLICY } from './policies';
import { base64url } from '../../src/lib/base/bytes';
import { readRecords, writeRecord, type Fields } from '../../src/lib/domain/tables/records';
import type { AccessParts } from '../../src/lib/state/access/access';
import { Authors } from '../../src/lib/state/centre/authors';
import type { PackageOutbox } from '../../src/lib/state/letters/package-outbox.svelte';
import { CENTRE_POLICY, DESK_POLICY, MAILBOX_POLICY } from '../../src/lib/state/session/policies';
import { carryOutSeat } from '../../src/lib/state/access/seat-duties';
import { Letters } from '../../src/lib/state/letters/unsent';
import { restAll } from './settling';

/** Berta's stream with Mia, Berta's desk, the centre, and two mailboxes: Mia's and another one. */
export async function world() {
	const { root, people } = await team(3);
	const scenes = [
		await scene('member'),
		await scene(),
		await scene('host', 'host'),
		await scene('poster'),
		await scene('poster')
	] as const;
	const [stream, desk, centre, box, other] = scenes;
	const introduce = (at: number) => people[at]?.introduce ?? (() => Promise.reject(new Error('nobody')));
	const inCentre = (at: 0 | 1 | 2, name: string): Promise<Device> =>
		device(centre, at, name, { policy: CENTRE_POLICY, introduce: introduce(at) });
	const berta = {
		stream: await device(stream, 0, 'Berta', { introduce: introduce(0) }),
		desk: await device(desk, 0, 'Berta, Schreibtisch', { policy: DESK_POLICY }),
		centre: await inCentre(0, 'Berta, Stelle'),
		box: await device(box, 1, 'Berta, Post', { policy: NO_DOCUMENTS_POLICY }),
		other: await device(other, 1, 'Berta, andere Post', { policy: NO_DOCUMENTS_POLICY })
	};
	const mia = await device(stream, 1, 'Mia');
	const mailbox = await device(other, 0, 'Mia, neuer Briefkasten', { policy: MAILBOX_POLICY });
	const cem = await inCentre(1, 'Cem');
	const eve = await inCentre(2, 'Eve');
	for (const one of scenes.flatMap(({ devices }) => devices)) one.connect();
	await restAll(scenes);
	const session = sessionOn(
		() => Object.values(berta),
		() => berta.desk
	);
	const [self] = people;
	if (!self) throw new Error('nobody');
	const authors = new Authors(berta.centre, root, { id: self.id, isLead: true });
	const parts: AccessParts = {
		session,
		desk: berta.desk,
		centre: berta.centre,
		packages: {
			add: () => Promise.resolve(),
			without: () => undefined,
			waiting: new Set()
		} as unknown as PackageOutbox,
		identity: self.id,
		root,
		reception: stream.space,
		letters: new Letters({ session, refOf: () => null, onSent: () => undefined }),
		authors
	};
	const client = box.space as string;
	const poster = (at: typeof box): string => base64url(at.seeds[1] ?? new Uint8Array());
	const say = (by: Device, table: string, id: string, fields: Fields): Promise<void> =>
		during(scenes, () =>
			by.write((doc) => {
				writeRecord(doc.getMap(table), id, fields);
			})
		);
	await say(berta.centre, 'clients', client, { name: 'Mia', poster: poster(box) });
	await say(berta.desk, 'streams', stream.space, {
		kind: 'single',
		client,
		atMs: 1,
		mailbox: client,
		poster: poster(box)
	});
	await authors.look();
	const clientsIn = (): string[] =>
		[...berta.stream.space.charter.members.values()]
			.filter(({ role, isRemoved }) => role === 'member' && !isRemoved)
			.map(({ id }) => id);
	const carryOut = (): Promise<boolean> => during(scenes, () => carryOutSeat(parts, stream.space, berta.stream));
	const fields = (): Fields => readRecords(berta.desk.space.doc.getMap('streams')).get(stream.space) ?? {};
	return {
		scenes,
		people,
		stream,
		box,
		other,
		berta,
		mia,
		mailbox,
		cem,
		eve,
		parts,
		client,
		poster,
		say,
		clientsIn,
		carryOut,
		fields
	};
}
