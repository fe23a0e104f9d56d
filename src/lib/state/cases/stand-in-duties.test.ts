/** Berta hands her stream with Mia over to Cem, or lets him stand in. Dora stood in before. Devices die on the way. */
import { expect, it } from 'vitest';
import { during, sessionOn } from '../../../../tests/support/colleagues';
import { Device, device, scene, type Scene } from '../../../../tests/support/devices';
import { NO_DOCUMENTS_POLICY } from '../../../../tests/support/policies';
import type { IdentityId, MemberId, Seed } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import { readRecords, writeRecord, type Fields } from '../../domain/tables/records';
import { isoDay } from '../../domain/time';
import { admitMember } from '../../sync/exchange/admission';
import { readLetters } from '../../sync/exchange/letters';
import { removeMember } from '../../sync/exchange/removal';
import { MemoryVault } from '../../sync/vault/memory';
import { CASE_POLICY } from './case-policy';
import type { Cases } from './cases';
import { readJson } from '../session/json';
import { letter, type Letter } from '../letters/letters';
import { DESK_POLICY, STREAM_POLICY } from '../session/policies';
import { accessOf, isHers } from '../access/seat-duties';
import type { Session } from '../session/session';
import { carryOutStandIn, isStandInDue, propose, withdraw, type StandInParts } from './stand-in-duties';
import { Letters } from '../letters/unsent';
import { restAll } from '../../../../tests/support/settling';

const [BERTA, CEM] = ['b', 'c'].map((char) => char.repeat(32)) as [IdentityId, IdentityId];
const today = isoDay(Date.now());

/** The stream, Berta's desk, Cem's desk, the case. Mia writes to Berta, and Dora is a host in both. */
async function world() {
	const scenes = [await scene('member', 'host'), await scene(), await scene('poster'), await scene('host')] as const;
	const [stream, desk, cemDesk, records] = scenes;
	const berta = {
		stream: await device(stream, 0, 'Berta'),
		desk: await device(desk, 0, 'Berta, Schreibtisch', { policy: DESK_POLICY }),
		box: await device(cemDesk, 1, 'Berta, Post', { policy: NO_DOCUMENTS_POLICY }),
		records: await device(records, 0, 'Berta, Akte', { policy: CASE_POLICY })
	};
	const mia = await device(stream, 1, 'Mia');
	const dora = { stream: await device(stream, 2, 'Dora'), records: await device(records, 1, 'Dora, Akte') };
	const inbox = await device(cemDesk, 0, 'Cem, Schreibtisch', { policy: DESK_POLICY });
	for (const one of scenes.flatMap(({ devices }) => devices)) one.connect();
	await restAll(scenes);
	const parts = partsOf(BERTA, Object.values(berta), berta.desk, berta.records, cemDesk);
	const fields = (): Fields => fieldsIn(berta.desk, stream);
	await during(scenes, () =>
		berta.desk.write((doc) => {
			writeRecord(doc.getMap('streams'), stream.space, { kind: 'single', client: 'm'.repeat(32) });
		})
	);
	const carryOut = (): Promise<void> => during(scenes, () => carryOutStandIn(parts, berta.stream));
	const ask = (until: string | null): Promise<void> =>
		during(scenes, () => propose(parts, berta.stream, { to: CEM, name: 'Cem', from: today, until }));
	const letters = async (): Promise<readonly Letter[]> =>
		(await readLetters(inbox.space)).flatMap(({ body }) => {
			const read = readJson(body, letter);
			return read.ok ? [read.value] : [];
		});
	return { scenes, stream, records, berta, mia, dora, inbox, parts, fields, carryOut, ask, letters };
}

function partsOf(
	identity: IdentityId,
	devices: readonly Device[],
	desk: Device,
	records: Device,
	box: Scene
): StandInParts & { readonly session: Session } {
	const session = sessionOn(
		() => devices,
		() => devices[2] ?? desk
	);
	const cases = {
		refs: () => [{ space: records.space.id, seed: records.seed, isShared: false }],
		open: () => Promise.resolve([records]),
		admit: async (_stream: string, seed: Seed) => {
			await admitMember(records.replica, seed, 'host');
			return records.space.id;
		},
		remove: (_stream: string, members: readonly MemberId[]) => removeMember(records.replica, ...members)
	} satisfies Pick<Cases, 'refs' | 'open' | 'admit' | 'remove'>;
	return {
		session,
		desk,
		identity,
		letters: new Letters({ session, refOf: () => null, onSent: () => undefined }),
		placeOf: () => ({ space: box.space, seed: box.seeds[1] ?? freshSeed() }),
		cases
	};
}

function fieldsIn({ space }: Device, stream: Scene): Fields {
	return readRecords(space.doc.getMap('streams')).get(stream.space) ?? {};
}

/** A person's device in a space where a letter brought her a seat. */
async function enter(at: Scene, seed: Seed, name: string, policy = STREAM_POLICY): Promise<Device> {
	const made = await new Device(at, name, seed, freshSeed(), policy, new MemoryVault()).open();
	at.devices.push(made);
	made.connect();
	return made;
}

function hosts({ space }: Device): number {
	return [...space.charter.members.values()].filter(({ role, isRemoved }) => role === 'host' && !isRemoved).length;
}

/** Cem has read his letter: his desk, and his devices in the spaces it leads to. */
async function cemIn(all: Awaited<ReturnType<typeof world>>) {
	const [brought] = await all.letters();
	if (!brought?.caseSeed) throw new Error('no letter, or none with a case');
	const stream = await enter(all.stream, brought.seed, 'Cem');
	const records = await enter(all.records, brought.caseSeed, 'Cem, Akte', CASE_POLICY);
	const parts = partsOf(CEM, [stream, all.inbox, all.inbox, records], all.inbox, records, all.scenes[2]);
	await during(all.scenes, () =>
		all.inbox.write((doc) => {
			const fields = { kind: 'single', provisional: 'x', taken: 'x' };
			writeRecord(doc.getMap('streams'), all.stream.space, fields);
		})
	);
	const carryOut = (): Promise<void> => during(all.scenes, () => carryOutStandIn(parts, stream));
	return { stream, records, parts, carryOut, fields: (): Fields => fieldsIn(all.inbox, all.stream) };
}

it('[U8] a handover whose letter the relay lacks is still due, and is done after a restart', async () => {
	const all = await world();
	const { berta, scenes, parts, fields, letters, ask, carryOut } = all;
	await ask(null);
	berta.box.link?.cut();
	await carryOut();
	expect(fields().standIn, 'not noted as done').toBeUndefined();
	expect(isStandInDue(fields())).toBe(true);
	expect(await letters()).toHaveLength(0);
	berta.box.kill();
	await berta.box.open();
	berta.box.connect();
	const session = parts.session;
	const again = { ...parts, letters: new Letters({ session, refOf: () => null, onSent: () => undefined }) };
	await during(scenes, () => again.letters.look());
	expect(await letters(), 'resent at the start').toHaveLength(1);
	for (let turn = 0; turn < 2; turn++) await during(scenes, () => carryOutStandIn(again, berta.stream));
	expect(fields().standIn).toBe(fields().askedFor);
	expect(isStandInDue(fields())).toBe(false);
	expect(hosts(berta.stream), 'Berta, Dora and Cem, once').toBe(3);
	expect(new Set((await letters()).map(({ seed }) => seed.join())).size).toBe(1);
});

it('[U12] a stream whose client is just getting a new link is handed on once she has been offered her seat there', async () => {
	const { berta, scenes, stream, fields, ask, carryOut, letters } = await world();
	const [old, now] = ['d', 'e'].map((char) => char.repeat(32)) as [string, string];
	const note = (more: Fields): Promise<void> =>
		during(scenes, () =>
			berta.desk.write((doc) => {
				writeRecord(doc.getMap('streams'), stream.space, more);
			})
		);
	await note({ mailbox: old, poster: 'AAAA', wish: 5, wishBox: now, wishPoster: 'CCCC', wishLock: false });
	await ask(null);
	for (let turn = 0; turn < 2; turn++) await carryOut();
	expect(await letters(), 'nobody would know where she is found').toHaveLength(0);
	expect(isStandInDue(fields())).toBe(true);
	await note({ mailbox: now, poster: 'CCCC' });
	for (let turn = 0; turn < 2; turn++) await carryOut();
	expect((await letters()).map(({ mailbox }) => mailbox)).toEqual([now]);
	expect(isStandInDue(fields())).toBe(false);
});

it('[U9] a deputy records where the counsellor reads it, even if nothing was recorded before, and loses it with her time', async () => {
	const all = await world();
	const { berta, scenes, parts, fields, ask, carryOut } = all;
	await ask(today);
	await carryOut();
	await carryOut();
	const cem = await cemIn(all);
	await restAll(scenes);
	expect([cem.stream.space.isMember, cem.records.space.isMember]).toEqual([true, true]);
	await during(scenes, () => withdraw(parts, berta.stream));
	expect(isStandInDue(fields())).toBe(true);
	await carryOut();
	expect([cem.stream.space.me?.isRemoved, cem.records.space.me?.isRemoved]).toEqual([true, true]);
	expect(isStandInDue(fields())).toBe(false);
});

it('[U3] a deputy neither hands the stream on nor locks it', async () => {
	const all = await world();
	await all.ask(today);
	for (let turn = 0; turn < 2; turn++) await all.carryOut();
	const cem = await cemIn(all);
	await cem.carryOut();
	expect([isHers(cem.fields()), accessOf(cem.fields())]).toEqual([false, 'another']);
	expect(isStandInDue(cem.fields())).toBe(false);
	const asked = propose(cem.parts, cem.stream, { to: BERTA, name: 'Berta', from: today, until: null });
	await expect(asked).rejects.toThrow('not-allowed');
	expect(hosts(cem.stream), 'and removes nobody').toBe(3);
});

it('[U10] taking a stream over for good removes everybody before from it and its case, without their devices coming back', async () => {
	const all = await world();
	await all.ask(null);
	for (let turn = 0; turn < 2; turn++) await all.carryOut();
	const cem = await cemIn(all);
	for (const one of [...Object.values(all.berta), ...Object.values(all.dora)]) one.kill();
	await cem.carryOut();
	await restAll(all.scenes);
	expect([hosts(cem.stream), hosts(cem.records)]).toEqual([1, 1]);
	expect(cem.stream.space.me?.isRemoved).toBe(false);
	expect([isHers(cem.fields()), accessOf(cem.fields())]).toEqual([true, 'open']);
	expect(isStandInDue(cem.fields())).toBe(false);
	const { length } = cem.stream.space.charter;
	await cem.carryOut();
	expect(cem.stream.space.charter.length, 'once').toBe(length);
	expect(all.mia.space.isMember).toBe(true);
});
