/**
 * Berta brings Mia (a client) or Dora (a colleague) into her group, and out again; her device dies at every
 * step, and goes on, or Cem's does. In the end it is as if nothing had happened.
 */
import { describe, expect, it } from 'vitest';
import { sessionOn } from '../../../tests/support/colleagues';
import { device, restAll, scene, type Device, type Scene } from '../../../tests/support/devices';
import { NO_DOCUMENTS_POLICY } from '../../../tests/support/policies';
import { base64url } from '../base/bytes';
import type { IdentityId } from '../base/ids';
import { seatsOf } from '../domain/group-seats';
import type { Person } from '../domain/groups';
import { readRecords } from '../domain/records';
import { admitMember } from '../sync/admission';
import { readLetters } from '../sync/letters';
import { memberOf } from '../sync/member';
import { removeMember } from '../sync/removal';
import { CASE_POLICY } from './case-policy';
import { Errand } from './errand';
import { isLeft, workOf, workOn, type GroupWorkParts } from './group-work';
import { readJson } from './json';
import { letter } from './letters';
import { CENTRE_POLICY, MAILBOX_POLICY } from './policies';
import { isSent } from './settling';
import { Letters } from './unsent';

const [BERTA, CEM, MIA] = ['b', 'c', 'd'].map((char) => char.repeat(32)) as [IdentityId, IdentityId, string];
/** The first commit or frame of a run at which the device dies; more than there are: it does not. */
const NEVER = 1_000;

/** One host's devices, one for each space. */
interface Host {
	readonly identity: IdentityId;
	readonly group: Device;
	readonly centre: Device;
	readonly box: Device;
	readonly records: Device;
	/** Goes on when letter or note is at the relay. */
	again: () => void;
	letters: Letters;
}

interface World {
	readonly scenes: readonly Scene[];
	readonly berta: Host;
	readonly cem: Host;
	/** Who owns the mailbox or desk in which the letters lie. */
	readonly mia: Device;
	/** Who shall be in the group beside its hosts. */
	wanted: readonly Person[];
}

async function world(kind: Person['kind']): Promise<World> {
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

/** A host whose devices have just been started: nothing is known of letters from before. */
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

function partsOf(all: World, { identity, centre, box, records, letters }: Host): GroupWorkParts {
	const session = sessionOn(
		() => [box],
		() => box
	);
	return {
		session,
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
function rest({ scenes }: World): Promise<void> {
	return restAll(scenes);
}

/** One run of a host's work, which dies before its step `at`: a commit on its disk, or a frame it sends. How many steps there were. */
async function run(all: World, host: Host, at: number): Promise<number> {
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
	// who is cut off never comes back
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

/** The devices start again, with what their disks hold. */
async function restart(all: World, host: Host): Promise<void> {
	for (const one of devicesOf(host)) {
		one.kill();
		await one.open();
		one.connect();
	}
	Object.assign(host, started(host));
	await rest(all);
}

/** Works until nothing is left to do. */
async function finish(all: World, host: Host): Promise<void> {
	for (let runs = 0; isLeft(workOf(partsOf(all, host), host.group.space)); runs++) {
		if (runs === 5) throw new Error('it is never done');
		await run(all, host, NEVER);
	}
	await rest(all);
}

/** What the letters offer, the last one last. */
async function offered({ mia }: World) {
	const letters = (await readLetters(mia.space)).map(({ body }) => readJson(body, letter));
	return letters.map((read) => {
		if (!read.ok) throw new Error(read.why);
		return read.value;
	});
}

/** Members of a charter who are in, beside its two hosts. */
function guests({ space }: Device): string[] {
	return [...space.charter.members.values()]
		.filter(({ isRemoved }) => !isRemoved)
		.map(({ id }) => id)
		.slice(2);
}

/** How many steps bringing somebody in takes, or out, when nothing goes wrong. */
async function stepsOf(kind: Person['kind'], direction: 'in' | 'out'): Promise<number> {
	const all = await world(kind);
	if (direction === 'out') await out(all);
	return run(all, all.berta, NEVER);
}

/** She is in it, and no longer wanted. */
async function out(all: World): Promise<void> {
	await finish(all, all.berta);
	all.wanted = [];
}

for (const kind of ['client', 'counsellor'] as const) {
	describe(`a ${kind} and a device that dies at every step`, () => {
		it('is asked: one seat, by one letter however often it was sent, and able to read from then on', async () => {
			const steps = await stepsOf(kind, 'in');
			expect(steps).toBeGreaterThan(8);
			for (let at = 0; at < steps; at++) {
				const all = await world(kind);
				await run(all, all.berta, at);
				await restart(all, all.berta);
				await finish(all, all.berta);
				const letters = await offered(all);
				expect(new Set(letters.map(({ seed }) => base64url(seed))).size, `step ${String(at)}`).toBe(1);
				const [first] = letters;
				const member = await memberOf(first?.seed as never);
				expect(guests(all.berta.group), `step ${String(at)}`).toEqual([member]);
				const { members, epoch } = all.berta.group.space.charter;
				expect(members.get(member)?.grants.has(epoch)).toBe(true);
				expect(partsOf(all, all.berta).read()?.seats).toHaveLength(1);
				const hers = kind === 'client' ? [] : [await memberOf(first?.caseSeed as never)];
				expect(guests(all.berta.records), `step ${String(at)}`).toEqual(hers);
			}
		}, 120_000);

		it('is asked by another host when the first one never comes back: no seat is lost', async () => {
			const steps = await stepsOf(kind, 'in');
			for (let at = 0; at < steps; at++) {
				const all = await world(kind);
				await run(all, all.berta, at);
				await finish(all, all.cem);
				await restart(all, all.berta);
				await finish(all, all.berta);
				await finish(all, all.cem);
				const { members } = all.cem.group.space.charter;
				const seats = await Promise.all((await offered(all)).map(({ seed }) => memberOf(seed as never)));
				expect(
					seats.some((member) => members.get(member)?.isRemoved === false),
					`one of her letters leads to a seat after step ${String(at)}`
				).toBe(true);
				expect(guests(all.berta.group).length, `step ${String(at)}`).toBeLessThanOrEqual(2);
				expect(guests(all.berta.group)).toEqual(guests(all.cem.group));
			}
		}, 120_000);

		it('is put out, of the records too, once', async () => {
			const steps = await stepsOf(kind, 'out');
			expect(steps).toBeGreaterThan(1);
			for (let at = 0; at < steps; at++) {
				const all = await world(kind);
				await out(all);
				const { length, epoch } = all.berta.group.space.charter;
				await run(all, all.berta, at);
				await restart(all, all.berta);
				await finish(all, all.berta);
				for (const host of [all.berta, all.cem]) {
					expect(guests(host.group), `step ${String(at)}`).toEqual([]);
					expect(guests(host.records), `step ${String(at)}`).toEqual([]);
					expect(host.group.space.charter).toMatchObject({ length: length + 1, epoch: epoch + 1 });
				}
				expect(
					partsOf(all, all.cem)
						.read()
						?.seats.map(({ recorder }) => recorder)
				).toEqual(['']);
				expect(await offered(all), 'and nobody asked her again').toHaveLength(1);
			}
		}, 120_000);
	});
}
