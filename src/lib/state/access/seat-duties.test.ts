/** Berta counsels Mia and Kim; Cem and Eve are her colleagues. Eve writes what she likes into the centre's records. */
import { describe, expect, it, vi } from 'vitest';
import { during, sessionOn, team } from '../../../../tests/support/colleagues';
import { device, scene, type Device } from '../../../../tests/support/devices';
import { NO_DOCUMENTS_POLICY } from '../../../../tests/support/policies';
import { base64url } from '../../base/bytes';
import type { SpaceId } from '../../base/ids';
import { readRecords, writeRecord, type Fields } from '../../domain/tables/records';
import { readLetters } from '../../sync/exchange/letters';
import { memberOf, newSecret } from '../../sync/keys/member';
import { Access, type AccessParts } from './access';
import { Authors } from '../centre/authors';
import { readJson } from '../session/json';
import { letter } from '../letters/letters';
import type { PackageOutbox } from '../letters/package-outbox.svelte';
import { CENTRE_POLICY, DESK_POLICY, MAILBOX_POLICY } from '../session/policies';
import { accessOf, carryOutSeat, isHers, seatDutyOf } from './seat-duties';
import { Letters } from '../letters/unsent';
import { restAll } from '../../../../tests/support/settling';

const [OLD, NEW] = ['c', 'd'].map((char) => char.repeat(32)) as [string, string];

describe('what a stream’s host wants of her client', () => {
	const stream = { kind: 'single', client: OLD, mailbox: OLD, poster: 'p' } as const;

	it('another mailbox moves the seat, a lock takes it away, a new link brings it back', () => {
		expect(seatDutyOf(stream)).toBe('none');
		const moved = { ...stream, wish: 2, wishBox: NEW, wishPoster: 'q', wishLock: false };
		expect([seatDutyOf(moved), accessOf(moved)]).toEqual(['move', 'renewing']);
		expect(seatDutyOf({ ...moved, mailbox: NEW })).toBe('none');
		const locked = { ...stream, wish: 3, wishLock: true };
		expect([seatDutyOf(locked), accessOf(locked)]).toEqual(['take away', 'locking']);
		expect([seatDutyOf({ ...locked, isLocked: true }), accessOf({ ...locked, isLocked: true })]).toEqual([
			'none',
			'locked'
		]);
		expect(seatDutyOf({ ...moved, isLocked: true })).toBe('move');
		expect(seatDutyOf({ ...moved, mailbox: NEW, isLocked: true })).toBe('move');
	});

	it('[U3] a counsellor who took a stream over for good decides like its founder; a stand-in or a former host does not', () => {
		const wish = { wish: 3, wishLock: true };
		const deputy = { ...stream, ...wish, provisional: 'x', keeps: 'an earlier letter' };
		expect([isHers(deputy), seatDutyOf(deputy), accessOf(deputy)]).toEqual([false, 'none', 'another']);
		const keeper = { ...deputy, keeps: 'x' };
		expect([isHers(keeper), seatDutyOf(keeper), accessOf(keeper)]).toEqual([true, 'take away', 'locking']);
		expect(isHers({ ...keeper, over: true })).toBe(false);
		expect(isHers({ kind: 'group' })).toBe(false);
	});
});

/** Berta's stream with Mia, Berta's desk, the centre, and two mailboxes: Mia's and another one. */
async function world() {
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

it('[U1] Eve writes another mailbox and a lock into the directory: Berta’s stream stays as it is', async () => {
	const { eve, other, poster, say, client, mia, clientsIn, carryOut, berta, fields } = await world();
	const { length } = berta.stream.space.charter;
	await say(eve, 'clients', client, { mailbox: other.space, poster: poster(other), locked: true });
	expect(seatDutyOf(fields())).toBe('none');
	await carryOut();
	expect(clientsIn()).toEqual([mia.space.credentials.member]);
	expect(berta.stream.space.charter.length, 'nothing was written').toBe(length);
});

it('[U2] a colleague’s new link is an offer, named by its writer; once accepted, the seat moves to it', async () => {
	const { cem, eve, people, other, poster, say, client, mia, mailbox, parts, stream, carryOut, clientsIn, fields } =
		await world();
	const access = new Access(parts);
	expect(access.offer(stream.space)).toBeNull();
	await say(cem, 'clients', client, { mailbox: other.space, poster: poster(other) });
	await parts.authors.look();
	expect(access.offer(stream.space)).toEqual({ by: people[1]?.id });
	expect(seatDutyOf(fields()), 'it moves nothing').toBe('none');
	await say(eve, 'clients', client, { poster: poster(other) });
	await say(eve, 'clients', client, { mailbox: NEW });
	expect(access.offer(stream.space), 'an offer by two people is nobody’s').toBeNull();
	await say(cem, 'clients', client, { mailbox: other.space });
	await access.accept(stream.space);
	expect(accessOf(fields())).toBe('renewing');
	await carryOut();
	await carryOut();
	const [offered] = await readLetters(mailbox.space);
	const read = readJson(offered?.body ?? new Uint8Array(), letter);
	expect(read.ok && clientsIn()).toEqual([await memberOf((read.ok ? read.value.seed : new Uint8Array()) as never)]);
	expect(clientsIn()).not.toContain(mia.space.credentials.member);
	expect(accessOf(fields())).toBe('open');
	access.stop();
});

it('[U2] a counsellor without her own stream with a client can neither renew her link nor lock her out', async () => {
	const { parts, say, berta, stream } = await world();
	const access = new Access(parts);
	await say(berta.desk, 'streams', stream.space, { provisional: 'x' });
	await expect(access.renew(stream.space)).rejects.toThrow('not-allowed');
	await expect(access.lock(stream.space)).rejects.toThrow('not-allowed');
	await expect(access.accept(stream.space)).rejects.toThrow('not-allowed');
	await expect(access.renew('e'.repeat(32) as SpaceId)).rejects.toThrow('not-allowed');
	access.stop();
});

it('[U13] an answer keeps the link open for a week once the relay confirms it', async () => {
	const { parts, say, berta, stream } = await world();
	const today = Math.floor(Date.now() / 86_400_000);
	const link = (): Fields => readRecords(berta.desk.space.doc.getMap('links')).get(stream.space) ?? {};
	const [secret, issuer] = [base64url(newSecret()), base64url(newSecret())];
	await say(berta.desk, 'links', stream.space, {
		secret,
		issuer,
		package: 'p',
		lastDay: 0,
		revoke: false,
		over: false
	});
	const asked: string[] = [];
	let status: number | null = null;
	vi.stubGlobal('fetch', (url: string) => {
		asked.push(url);
		return status === null ? Promise.reject(new TypeError('offline')) : Promise.resolve(new Response(null, { status }));
	});
	const access = new Access(parts);
	await access.prolong(stream.space);
	expect(link()).toMatchObject({ lastDay: 0, wantedDay: today + 7 });
	status = 404;
	await access.resume();
	expect(link().lastDay, 'its package has yet to arrive').toBe(0);
	status = 204;
	await access.resume();
	expect(link().lastDay).toBe(today + 7);
	const { length } = asked;
	await access.prolong(stream.space);
	await access.resume();
	expect(asked.length, 'once a day is enough').toBe(length);
	access.stop();
	vi.unstubAllGlobals();
});

it('[U12] [U2] a link is given up and offered to nobody if its stream is handed on before it seats Mia', async () => {
	for (const how of ['in vain', 'of another device', 'on its way', 'seated'] as const) {
		const { parts, say, berta, other, poster, client, stream, scenes, carryOut } = await world();
		vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 404 })));
		const link = { secret: base64url(newSecret()), issuer: base64url(newSecret()), package: 'p' };
		const linkOf = (id: string): Fields => readRecords(berta.desk.space.doc.getMap('links')).get(id) ?? {};
		const offered = (): unknown => readRecords(berta.centre.space.doc.getMap('clients')).get(client)?.mailbox;
		const dropped: string[] = [];
		const packages = {
			...parts.packages,
			waiting: new Set(how === 'of another device' ? [] : ['p']),
			drop: (id: string) => Promise.resolve(void dropped.push(id))
		} as unknown as PackageOutbox;
		const session = { ...parts.session, rows: berta.other.space.rows } as unknown as AccessParts['session'];
		const access = new Access({ ...parts, packages, session });
		for (const id of ['p', stream.space]) await say(berta.desk, 'links', id, { ...link, over: false });
		await say(berta.desk, 'streams', stream.space, {
			wish: 5,
			wishBox: other.space,
			wishPoster: poster(other),
			wishLock: false,
			wishMine: true
		});
		await during(scenes, () => access.resume());
		expect(offered(), 'nobody is seated by it yet').toBeUndefined();
		if (how === 'on its way') berta.other.link?.cut();
		if (how === 'on its way' || how === 'seated') await carryOut();
		if (how === 'seated') await carryOut();
		await say(berta.desk, 'streams', stream.space, { over: true });
		await during(scenes, () => access.resume());
		expect(offered(), how).toBe(how === 'seated' ? other.space : undefined);
		expect(dropped, how).toEqual(how === 'in vain' ? ['p'] : []);
		expect(linkOf(stream.space).over, how).toBe(how === 'in vain');
		access.stop();
		vi.unstubAllGlobals();
	}
});

it('[U8] a new link counts as given once the relay has its letter; after an interruption it is given once', async () => {
	const { berta, scenes, other, poster, say, mailbox, parts, stream, carryOut, clientsIn, fields } = await world();
	await say(berta.desk, 'streams', stream.space, {
		wish: 5,
		wishBox: other.space,
		wishPoster: poster(other),
		wishLock: false
	});
	berta.other.link?.cut();
	await carryOut();
	expect(accessOf(fields()), 'the letter is still on her device').toBe('renewing');
	const [seated] = clientsIn();
	const { length } = berta.stream.space.charter;
	berta.other.kill();
	await berta.other.open();
	const again = {
		...parts,
		letters: new Letters({ session: parts.session, refOf: () => null, onSent: () => undefined })
	};
	berta.other.connect();
	await restAll(scenes);
	await during(scenes, () => carryOutSeat(again, stream.space, berta.stream));
	await during(scenes, () => carryOutSeat(again, stream.space, berta.stream));
	expect(accessOf(fields())).toBe('open');
	expect(clientsIn(), 'the same seat').toEqual([seated]);
	expect(berta.stream.space.charter.length).toBe(length);
	const seeds = (await readLetters(mailbox.space)).map(({ body }) => readJson(body, letter));
	expect(new Set(seeds.map((read) => (read.ok ? base64url(read.value.seed) : ''))).size).toBe(1);
});
