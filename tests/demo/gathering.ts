/** The group: founded, its people invited and agreed, with messages by all of them; and a group that contains it. */
import { isExpected, passOver } from '../../src/lib/base/fault';
import type { SpaceId } from '../../src/lib/base/ids';
import type { Account } from '../../src/lib/state/centre/account';
import { Authors } from '../../src/lib/state/centre/authors';
import { Cases } from '../../src/lib/state/cases/cases';
import { ClientStreams } from '../../src/lib/state/client/client-streams.svelte';
import { GroupsModel } from '../../src/lib/state/groups/groups.svelte';
import { Letters } from '../../src/lib/state/letters/unsent';
import { CENTRE_POLICY, DESK_POLICY, STREAM_POLICY } from '../../src/lib/state/session/policies';
import { enterSeat, refOf, seatsOf, takeLetters } from '../../src/lib/state/letters/seats';
import { openIdentity } from '../../src/lib/sync/centre/identity';
import { openLink, refIn } from './converse';
import { GROUP, GROUP_TALK } from './people';
import { newSession, read, say, until, type Clock, type Side } from './sessions';
import { isSent } from '../../src/lib/sync/space/sent';
import type { OpenSpace } from '../../src/lib/state/session/open-space';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Messages per day. */
const A_DAY = 6;

/** A counsellor at work: her session with desk and centre, both up to date. */
interface AtWork {
	readonly session: Side['session'];
	readonly desk: OpenSpace;
	readonly centre: OpenSpace;
	readonly account: Account;
}

/** Furnishes the groups. `accounts` by counsellor number, `links` by client name. */
export async function gather(
	origin: string,
	accounts: readonly Account[],
	links: ReadonlyMap<string, string>
): Promise<void> {
	const clock: Clock = { ms: Date.now() };
	const [host, ...others] = await Promise.all(
		GROUP.counsellors.flatMap((number) => accounts[number] ?? []).map((account) => work(origin, account, clock))
	);
	if (!host) throw new Error('bug: a group without a counsellor');
	const { session, desk, centre, account } = host;
	const { id: identity, isLead, introduce } = await openIdentity(account.identitySeed, account.chain);
	const { root } = account;
	const cases = new Cases({ session, desk, introduce });
	const authors = new Authors(centre, root, { id: identity, isLead });
	await authors.look();
	const here = new Map<string, OpenSpace>();
	const letters = new Letters({
		session,
		refOf: () => null,
		onSent: () => {
			groups.lookAround();
		}
	});
	const groups: GroupsModel = new GroupsModel({
		...{ session, desk, centre, identity, root, isLead, cases, authors, letters, introduce },
		visit: (group) => {
			const opened = here.get(group);
			// The last look may come when everything is done and closed.
			if (opened) void groups.met(group, opened).catch(passOver('no-connection'));
		}
	});
	const stops = [session, ...others.map((other) => other.session)];
	try {
		const id = await groups.create(GROUP.name, GROUP.description);
		const opened = await enter(host, id);
		here.set(id, opened);
		for (const { account: theirs } of others) {
			const { id: who } = await openIdentity(theirs.identitySeed, theirs.chain);
			await groups.add(id, { id: who, kind: 'counsellor', name: '' }, true);
		}
		for (const [client] of GROUP.clients) {
			const [found] = groups.find(id, client);
			if (found) await groups.add(id, found, true);
		}
		await groups.met(id, opened);
		await until(() => isSent(opened.space));
		const sides = new Map<number | string, Side>([[GROUP.counsellors[0], { session, opened }]]);
		for (const [i, other] of others.entries())
			sides.set(GROUP.counsellors[i + 1] ?? 0, { session: other.session, opened: await enterSeated(other, id) });
		for (const [client, name] of GROUP.clients) {
			const side = await agree(origin, links.get(client) ?? '', id, name, clock);
			sides.set(client, side);
			stops.push(side.session);
		}
		await talk(sides, clock);
		clock.ms = Date.now();
		const outer = await groups.create(GROUP.outer.name, GROUP.outer.description);
		await groups.add(outer, { id, kind: 'group', name: GROUP.name }, false);
		const outside = await enter(host, outer);
		here.set(outer, outside);
		await groups.met(outer, outside);
		await until(() =>
			[outside, desk, centre, ...others.map((other) => other.desk)].every(({ space }) => isSent(space))
		);
	} finally {
		groups.stop();
		letters.stop();
		authors.stop();
		cases.stop();
		for (const one of stops) void one.stop();
	}
}

async function work(origin: string, account: Account, clock: Clock): Promise<AtWork> {
	const session = await newSession(origin, account.reception.space, clock, account.centre.space);
	const { introduce } = await openIdentity(account.identitySeed, account.chain);
	const desk = await session.open(account.desk, { policy: DESK_POLICY, introduction: introduce });
	const centre = await session.open(account.centre, { policy: CENTRE_POLICY, introduction: introduce });
	await until(() => [desk, centre].every(({ space, replica }) => replica.isCurrent && space.missing === 0));
	return { session, desk, centre, account };
}

/** A group that she founded. */
async function enter({ session, desk, account }: AtWork, id: string): Promise<OpenSpace> {
	const { introduce } = await openIdentity(account.identitySeed, account.chain);
	const opened = await session.open(refIn(desk, id), { policy: STREAM_POLICY, introduction: introduce });
	await opened.introduce();
	await until(() => opened.replica.isCurrent);
	return opened;
}

/** A group whose seat is waiting at her desk as a letter. */
async function enterSeated({ session, desk, account }: AtWork, id: string): Promise<OpenSpace> {
	const { introduce } = await openIdentity(account.identitySeed, account.chain);
	const seat = (): ReturnType<typeof seatsOf>[number] | undefined => seatsOf(desk).find(({ space }) => space === id);
	for (let tries = 0; tries < 3_000 && !seat(); tries++) {
		await takeLetters(desk);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	const waiting = seat();
	if (!waiting) throw new Error('bug: no seat waits at the desk');
	for (let tries = 0; ; tries++)
		try {
			const opened = await enterSeat(session, desk, waiting, { policy: STREAM_POLICY, introduction: introduce });
			await opened.introduce();
			return opened;
		} catch (error) {
			// The letter arrives before the seat is admitted.
			if (!isExpected(error, 'not-allowed') || tries > 100) throw error;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
}

/** A client opens her link and joins the group under that name. */
async function agree(origin: string, url: string, group: string, name: string, clock: Clock): Promise<Side> {
	const { session, mailbox, root } = await openLink(origin, url, clock);
	const streams = new ClientStreams({
		...{ session, root },
		centre: () => null,
		reach: () => 'online',
		onDamage: () => undefined
	});
	streams.follow(mailbox);
	const seat = (): ReturnType<typeof seatsOf>[number] | undefined =>
		seatsOf(mailbox).find(({ space }) => space === group);
	await until(() => seat() !== undefined);
	await streams.answer(group, name);
	await until(() => seat()?.fields.told === 'yes' && seat()?.isTaken === true && session.isOpen(group as SpaceId));
	const taken = seat();
	if (!taken) throw new Error('bug: no seat');
	const opened = await session.open(refOf(taken), { policy: STREAM_POLICY });
	await until(() => opened.replica.isCurrent && isSent(mailbox.space));
	return { session, opened };
}

async function talk(sides: ReadonlyMap<number | string, Side>, clock: Clock): Promise<void> {
	const weeks = Math.ceil(GROUP_TALK.length / A_DAY);
	const start = new Date(Date.now() - weeks * 7 * DAY_MS).setHours(18, 0, 0, 0);
	for (const [i, [who, text]] of GROUP_TALK.entries()) {
		clock.ms = start + Math.floor(i / A_DAY) * 7 * DAY_MS + (i % A_DAY) * 4 * MINUTE_MS;
		const side = sides.get(who);
		if (side) await say(side, text);
	}
	const all = [...sides.values()];
	for (const reader of all) for (const writer of all) if (reader !== writer) await read(reader, writer);
	await until(() => all.every(({ opened }) => isSent(opened.space)));
}
