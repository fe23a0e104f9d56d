/** Hosts at work on a group: two hosts' devices, one for each space, that can die at every step. */
import type { IdentityId, Seed } from '../../src/lib/base/ids';
import { seatsOf } from '../../src/lib/domain/group-seats';
import type { Person } from '../../src/lib/domain/groups';
import { readRecords } from '../../src/lib/domain/tables/records';
import { CASE_POLICY } from '../../src/lib/state/cases/case-policy';
import { Errand } from '../../src/lib/state/session/errand';
import { isLeft, workOf, workOn, type GroupWorkParts } from '../../src/lib/state/groups/group-work';
import { readJson } from '../../src/lib/state/session/json';
import { letter } from '../../src/lib/state/letters/letters';
import { CENTRE_POLICY, MAILBOX_POLICY } from '../../src/lib/state/session/policies';
import { Letters } from '../../src/lib/state/letters/unsent';
import { admitMember } from '../../src/lib/sync/exchange/admission';
import { readLetters } from '../../src/lib/sync/exchange/letters';
import { newSecret } from '../../src/lib/sync/keys/member';
import { removeMember } from '../../src/lib/sync/exchange/removal';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import { sessionOn } from './colleagues';
import { Device, device, scene, type Scene } from './devices';
import { NO_DOCUMENTS_POLICY, STREAM_POLICY } from './policies';
import { isSent } from '../../src/lib/sync/space/sent';
import { restAll } from './settling';

const [BERTA, CEM, MIA] = ['b', 'c', 'd'].map((char) => char.repeat(32)) as [IdentityId, IdentityId, string];
/** The step (commit or frame) at which the device dies; more than there are, so it does not. */
export const NEVER = 1_000;

/** One host's devices, one for each space. */
export interface Host {
	readonly identity: IdentityId;
	readonly group: Device;
	readonly centre: Device;
	readonly box: Device;
	readonly records: Device;
	/** Continues once a letter or note is at the relay. */
	again: () => void;
	letters: Letters;
}

export interface World {
	readonly scenes: readonly Scene[];
	readonly berta: Host;
	readonly cem: Host;
	/** The owner of the mailbox or desk with the letters. */
	readonly mia: Device;
	/** Who should be in the group besides its hosts. */
	wanted: readonly Person[];
}

export async function world(kind: Person['kind']): Promise<World> {
	const scenes = [
		await scene('host'),
		await scene('host'),
		await scene('poster', 'poster'),
		await scene('host')
	] as const;
	const [group, centre, box, records] = scenes;
	const host = async (at: 0 | 1, name: string, identity: IdentityId): Promise<Host> => {
		const devices = {
			identity,
			group: await device(group, at, `${name}, Gruppe`),
			centre: await device(centre, at, `${name}, Stelle`, { policy: CENTRE_POLICY }),
			box: await device(box, at + 1, `${name}, Post`, { policy: NO_DOCUMENTS_POLICY }),
			records: await device(records, at, `${name}, Akte`, { policy: CASE_POLICY })
		};
		return started(devices);
	};
	const mia = await device(box, 0, 'Mia', { policy: MAILBOX_POLICY });
	const [berta, cem] = [await host(0, 'Berta', BERTA), await host(1, 'Cem', CEM)];
	for (const one of scenes.flatMap(({ devices }) => devices)) one.connect();
	const wanted = [{ id: MIA, kind, history: false, atMs: 10, via: [] }];
	const all = { scenes, berta, cem, mia, wanted };
	await rest(all);
	return all;
}

function devicesOf({ group, centre, box, records }: Host): readonly Device[] {
	return [group, centre, box, records];
}

/** A host whose devices have just started and know nothing of earlier letters. */
function started(devices: Omit<Host, 'again' | 'letters'>): Host {
	const session = sessionOn(
		() => [devices.box],
		() => devices.box
	);
	const host: Host = {
		...devices,
		again: () => undefined,
		letters: new Letters({
			session,
			refOf: () => null,
			onSent: () => {
				host.again();
			}
		})
	};
	return host;
}

export function partsOf(all: World, { identity, centre, box, records, letters }: Host): GroupWorkParts {
	return {
		centre,
		identity,
		letters,
		read: () => ({
			isOpen: () => false,
			people: new Map(all.wanted.map((person) => [person.id, person])),
			seats: seatsOf(readRecords(centre.space.doc.getMap('seats')), all.scenes[0]?.space ?? '')
		}),
		place: () => ({ space: box.space.id, seed: box.seed }),
		letIn: async (seed) => {
			await admitMember(records.replica, seed, 'host');
			return records.space.id;
		},
		putOut: (members) => removeMember(records.replica, ...members),
		letter: () => ({ by: identity, name: 'Mutmachgruppe' })
	};
}

/** Lets everything pass on all lines until nothing moves. */
export function rest({ scenes }: World): Promise<void> {
	return restAll(scenes);
}

/** Runs a host's work, which dies before step `at` (a commit on its disk, or a frame sent). Returns the number of steps. */
export async function run(all: World, host: Host, at: number): Promise<number> {
	let steps = 0;
	const devices = devicesOf(host);
	const step = (): void => {
		if (steps++ === at) for (const one of devices) one.kill();
	};
	for (const one of devices) {
		one.vault.before = step;
		if (one.link)
			one.link.tap = (frame) => {
				step();
				return one.isOpen ? [frame] : [];
			};
	}
	const errand = new Errand(async () => {
		if (devices.every(({ isOpen }) => isOpen)) await workOn(partsOf(all, host), host.group);
		return true;
	});
	host.again = () => void errand.look();
	const stop = host.centre.space.listen(({ kind }) => {
		if (kind === 'progress' && isSent(host.centre.space)) host.again();
	});
	// A run that is cut off never returns.
	void errand.look();
	await rest(all);
	errand.stop();
	stop();
	for (const one of devices) {
		one.vault.before = () => undefined;
		if (one.link) one.link.tap = (frame) => [frame];
	}
	return steps;
}

/** The devices restart with what their disks hold. */
export async function restart(all: World, host: Host): Promise<void> {
	for (const one of devicesOf(host)) {
		one.kill();
		await one.open();
		one.connect();
	}
	Object.assign(host, started(host));
	await rest(all);
}

/** Works until nothing is left to do. */
export async function finish(all: World, host: Host): Promise<void> {
	for (let runs = 0; isLeft(workOf(partsOf(all, host), host.group.space)); runs++) {
		if (runs === 5) throw new Error('it is never done');
		await run(all, host, NEVER);
	}
	await rest(all);
}

/** What the letters offer, newest last. */
export async function offered({ mia }: World) {
	const letters = (await readLetters(mia.space)).map(({ body }) => readJson(body, letter));
	return letters.map((read) => {
		if (!read.ok) throw new Error(read.why);
		return read.value;
	});
}

/** Current members of a charter, besides its two hosts. */
export function guests({ space }: Device): string[] {
	return [...space.charter.members.values()]
		.filter(({ isRemoved }) => !isRemoved)
		.map(({ id }) => id)
		.slice(2);
}

/** A device in the group with the keys of `seed`. */
export async function guest({ berta }: World, name: string, seed: Seed): Promise<Device> {
	const { scene: group } = berta.group;
	const made = await new Device(group, name, seed, newSecret(), STREAM_POLICY, new MemoryVault()).open();
	group.devices.push(made);
	made.connect();
	return made;
}
