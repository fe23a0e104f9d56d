/**
 * A centre for scenes above the core: Berta and Dora lead it, Cem counsels. Each has a device in the centre's
 * own space and one in the reception, whose document they all share.
 */
import * as Y from 'yjs';
import { freshSeed } from '../../src/lib/crypto/random';
import { signingKey, type SigningKey } from '../../src/lib/crypto/sign';
import type { IdentityId, MemberId } from '../../src/lib/base/ids';
import { readRecords, writeRecord, type Fields } from '../../src/lib/domain/tables/records';
import { CENTRE_POLICY } from '../../src/lib/state/session/policies';
import { certifyMember, identityOf, vouch, type IdentityChain } from '../../src/lib/sync/keys/chain';
import type { Identity } from '../../src/lib/sync/centre/identity';
import { Reception } from '../../src/lib/sync/centre/reception';
import { device, scene, type Device, type Scene } from './devices';
import { NO_DOCUMENTS_POLICY } from './policies';
import { restAll } from './settling';

/** A counsellor at her desk. */
export interface Counsellor {
	readonly name: string;
	readonly identity: Identity;
	readonly key: SigningKey;
	readonly chain: IdentityChain;
	readonly centre: Device;
	readonly face: Device;
	readonly reception: Reception;
}

/** The centre; `root` is its root key. */
export interface Centre {
	readonly root: Uint8Array;
	readonly scenes: Scene[];
	readonly berta: Counsellor;
	readonly cem: Counsellor;
	readonly dora: Counsellor;
}

/** Berta's centre, all online and introduced to each other. */
export async function centre(): Promise<Centre> {
	const [root, berta, cem, dora] = await Promise.all([0, 1, 2, 3].map(() => signingKey(freshSeed())));
	if (!root || !berta || !cem || !dora) throw new Error('no keys');
	const ofBerta = await vouch(root.publicKey, root, berta.publicKey, 1);
	const scenes = [await scene('member', 'host'), await scene('member', 'host', 'reader')] as const;
	const doc = new Y.Doc();
	const at = async (index: number, name: string, key: SigningKey, chain: IdentityChain): Promise<Counsellor> => {
		const identity: Identity = {
			id: identityOf(key.publicKey),
			isLead: chain.links.at(-1)?.rank === 1,
			introduce: ({ id, credentials }) => certifyMember(chain, key, id, credentials.keys.sign.publicKey)
		};
		const inCentre = await device(scenes[0], index, name, { policy: CENTRE_POLICY });
		const face = await device(scenes[1], index, name, { policy: NO_DOCUMENTS_POLICY });
		inCentre.introduction = identity.introduce;
		const reception = new Reception(face.space, doc, root.publicKey);
		return { name, identity, key, chain, centre: inCentre, face, reception };
	};
	const all: Centre = {
		root: root.publicKey,
		scenes: [...scenes],
		berta: await at(0, 'Berta', berta, ofBerta),
		cem: await at(1, 'Cem', cem, await vouch(ofBerta, berta, cem.publicKey, 2)),
		dora: await at(2, 'Dora', dora, await vouch(ofBerta, berta, dora.publicKey, 1))
	};
	for (const { devices } of scenes) for (const one of devices) one.connect();
	await rest(all);
	for (const one of [all.berta, all.cem, all.dora]) {
		await note(one, 'colleagues', one.identity.id, { name: one.name });
		const { reception, identity } = one;
		await reception.publish(`card/${identity.id}`, JSON.stringify({ name: one.name, picture: '' }), await shown(one));
	}
	await rest(all);
	return all;
}

/** The chain that somebody publishes with. */
export function shown({ identity, face }: Counsellor): Promise<Uint8Array> {
	return identity.introduce(face.space);
}

/** Notes something in the centre's records, written by the given counsellor. */
export function note({ centre: there }: Counsellor, table: string, id: string, fields: Fields): Promise<void> {
	return there.write((doc) => {
		writeRecord(doc.getMap(table), id, fields);
	});
}

/** A record of the centre, as somebody sees it. */
export function noted({ centre: there }: Counsellor, table: string, id: IdentityId | string): Fields {
	return readRecords(there.space.doc.getMap(table)).get(id) ?? {};
}

/** Whether somebody is still a member, as another sees it. */
export function isIn(seen: Device, member: MemberId): boolean {
	return seen.space.charter.members.get(member)?.isRemoved === false;
}

/** Lets everything pass on all lines until nothing moves. */
export function rest({ scenes }: { readonly scenes: readonly Scene[] }): Promise<void> {
	return restAll(scenes);
}

/** Does something that needs the relay, while everything passes. */
export async function done<T>(all: { readonly scenes: readonly Scene[] }, work: Promise<T>): Promise<T> {
	let isOver = false;
	const over = work.finally(() => {
		isOver = true;
	});
	over.catch(() => undefined);
	for (let turns = 0; !isOver && turns < 60; turns++) await rest(all);
	return over;
}

/**
 * Runs `work`; all devices die before its step `at` (a commit on one of their disks, or an outgoing frame).
 * Resolves with the number of steps; the outcome of `work` is then irrelevant.
 */
export async function dyingAt(at: number, devices: readonly Device[], work: () => Promise<void>): Promise<number> {
	let steps = 0;
	let die: () => void = () => undefined;
	const dead = new Promise<void>((resolve) => {
		die = resolve;
	});
	const step = (): void => {
		if (steps++ !== at) return;
		for (const one of devices) one.kill();
		die();
	};
	for (const one of devices) {
		one.vault.before = step;
		const { link } = one;
		if (link)
			link.tap = (frame) => {
				step();
				return link.isOpen ? [frame] : [];
			};
	}
	await Promise.race([dead, work().catch(() => undefined)]);
	for (const one of devices) one.vault.before = () => undefined;
	return steps;
}

/** A person's devices, reopened after they died, and online. */
export async function awake(all: Centre, one: Counsellor): Promise<Counsellor> {
	for (const there of [one.centre, one.face]) {
		if (!there.isOpen) await there.open();
		there.connect();
	}
	await rest(all);
	return { ...one, reception: new Reception(one.face.space, one.reception.doc, one.reception.root) };
}
