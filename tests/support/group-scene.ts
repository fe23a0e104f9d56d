/**
 * Berta (a Leitung) founded a group; Cem hosts it with her. Dora has her own group and is not in theirs. Eve is
 * a colleague whose device writes what it likes into the centre's records.
 */
import { during, team } from './colleagues';
import { device, scene, type Device } from './devices';
import { base64url } from '../../src/lib/base/bytes';
import { entryKey } from '../../src/lib/domain/groups';
import { sayRecord, type Fields } from '../../src/lib/domain/tables/records';
import { Authors } from '../../src/lib/state/centre/authors';
import { peopleIn, readDirectory, type GroupDirectory, type Trust } from '../../src/lib/state/groups/group-directory';
import { Hosts } from '../../src/lib/state/groups/hosts';
import { CENTRE_POLICY, DESK_POLICY } from '../../src/lib/state/session/policies';
import { restAll } from './settling';

/** Clients. */
export const [MIA, KIM] = ['a', 'd'].map((char) => char.repeat(32)) as [string, string];

/** Mailboxes. */
export const [OLD, NEW] = ['e', 'f'].map((char) => char.repeat(32)) as [string, string];

/** The centre with its directory, both groups, and what Cem reads there. */
export async function world() {
	const { root, people } = await team(4);
	const [centre, group, inner, desk] = [
		await scene('host', 'host', 'host'),
		await scene('host'),
		await scene(),
		await scene()
	] as const;
	const scenes = [centre, group, inner, desk];
	const nobody = () => Promise.reject(new Error('nobody'));
	const introduce = (at: number) => people[at]?.introduce ?? nobody;
	const inCentre = (at: number, name: string): Promise<Device> =>
		device(centre, at, name, { policy: CENTRE_POLICY, introduce: introduce(at) });
	const [berta, cem, dora, eve] = [
		await inCentre(0, 'Berta'),
		await inCentre(1, 'Cem'),
		await inCentre(2, 'Dora'),
		await inCentre(3, 'Eve')
	];
	const bertas = await device(group, 0, 'Berta, Gruppe', { introduce: introduce(0) });
	const cems = await device(group, 1, 'Cem, Gruppe', { introduce: introduce(1) });
	const doras = await device(inner, 0, 'Dora, ihre Gruppe', { introduce: introduce(2) });
	const cemDesk = await device(desk, 0, 'Cem, Schreibtisch', { policy: DESK_POLICY });
	for (const one of scenes.flatMap(({ devices }) => devices)) one.connect();
	await restAll(scenes);
	const say = (by: Device, table: string, id: string, fields: Fields): Promise<void> =>
		during(scenes, () =>
			by.write((doc) => {
				sayRecord(doc.getMap(table), id, fields);
			})
		);
	for (const one of [bertas, cems, doras]) await during(scenes, () => one.introduce());
	const ids = people.map(({ id }) => id as string) as [string, string, string, string];
	/** How a device knows the groups: Cem's, next to the founders'. */
	const hostsOf = (on: Device, at: number, her: Device): Hosts => {
		const self = people[at];
		if (!self) throw new Error('nobody');
		const authors = new Authors(on, root, { id: self.id, isLead: self.isLead });
		return new Hosts({ centre: on, desk: her, identity: self.id, root, authors, introduce: self.introduce });
	};
	await say(berta, 'groups', group.space, { name: 'Mutmachgruppe', by: ids[0], atMs: 1 });
	const place = { kind: 'counsellor', isIn: true, history: true, atMs: 2 };
	await say(berta, 'members', entryKey(group.space, ids[1]), place);
	await say(dora, 'groups', inner.space, { name: 'Jugend', by: ids[2], atMs: 1 });
	await say(berta, 'clients', MIA, { name: 'Mia', poster: base64url(new Uint8Array(32)) });
	await during(scenes, () => hostsOf(berta, 0, cemDesk).meet(group.space, bertas));
	await during(scenes, () => hostsOf(dora, 2, cemDesk).meet(inner.space, doras));
	const cemHosts = hostsOf(cem, 1, cemDesk);
	await cemHosts.parts.authors.look();
	await cemHosts.look();
	const trust: Trust = {
		get author() {
			return cemHosts.parts.authors.author;
		},
		first: (id) => cemHosts.of(id),
		founder: (id) => cemHosts.founder(id)
	};
	const read = (): GroupDirectory => readDirectory(cem.space.doc, trust);
	const inIt = (): string[] => [...peopleIn(read(), group.space).keys()].sort();
	return {
		scenes,
		ids,
		berta,
		cem,
		dora,
		eve,
		cems,
		group: group.space as string,
		inner: inner.space as string,
		say,
		read,
		inIt,
		cemHosts,
		trust
	};
}
