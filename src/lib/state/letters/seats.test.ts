/** Mia's mailbox, with letters that Berta and Cem dropped at the same time, for the same group. */
import { openSpace } from '../../../../tests/support/open-space';
import { expect, it } from 'vitest';
import { device, scene, type Device } from '../../../../tests/support/devices';
import { NO_DOCUMENTS_POLICY } from '../../../../tests/support/policies';
import { base64url } from '../../base/bytes';
import { Refusal } from '../../base/fault';
import type { Seed, SpaceId } from '../../base/ids';
import { newSecret, type SpaceRef } from '../../sync/keys/member';
import { leaseFeed, post } from '../../sync/space/outbox';
import { jsonBytes } from '../session/json';
import { MAILBOX_POLICY, STREAM_POLICY } from '../session/policies';
import { enterSeat, note, seatsOf, takeLetters, takenAs } from './seats';
import type { Session } from '../session/session';
import type { OpenSpace } from '../session/open-space';
import { settle } from '../../../../tests/support/settling';

const GROUP = '4'.repeat(32) as SpaceId;

/** The letter whose seat the group has admitted, or null. And the secrets of the last attempt. */
const group = { admitted: null as Seed | null, asked: [] as Seed[] };
const space = { listen: () => () => undefined, credentials: {} };
const open = openSpace(space, { space, isCurrent: true, amend: () => Promise.resolve() });

/** A session that lets in anybody with the keys. */
const session = {
	open: ({ seed }: SpaceRef) => {
		// Her own keys work once she has come in with those of the letter.
		const isIn = [seed, group.asked.at(-1)].some((each) => each && each.join() === group.admitted?.join());
		group.asked.push(seed);
		return isIn ? Promise.resolve(open) : Promise.reject(new Refusal('not-allowed'));
	},
	on: () => () => undefined,
	close: () => Promise.resolve()
} as unknown as Session;

async function mailbox() {
	const box = await scene('poster', 'poster');
	const [mia, berta, cem] = [
		await device(box, 0, 'Mia', { policy: MAILBOX_POLICY }),
		await device(box, 1, 'Berta', { policy: NO_DOCUMENTS_POLICY }),
		await device(box, 2, 'Cem', { policy: NO_DOCUMENTS_POLICY })
	];
	for (const one of box.devices) one.connect();
	const drop = async (by: Device, seed: Seed): Promise<void> => {
		box.nowMs += 1_000;
		await settle(box);
		await leaseFeed(by.space, () => Promise.resolve(true));
		await post(by.space, jsonBytes({ kind: 'group', stream: GROUP, seed: base64url(seed), name: 'Mutmachgruppe' }));
		await by.replica.flush();
		await settle(box);
		await takeLetters(mia);
	};
	const seat = () => {
		const [first] = seatsOf(mia);
		if (!first) throw new Error('no seat');
		return first;
	};
	const enter = (): Promise<OpenSpace> => {
		group.asked = [];
		return enterSeat(session, mia, seat(), { policy: STREAM_POLICY });
	};
	/** The letters tried, in order, while none leads anywhere. */
	const tries = async (): Promise<readonly Seed[]> => {
		group.admitted = null;
		await expect(enter()).rejects.toThrow('not-allowed');
		// After each letter's keys her own are tried, which another device of hers may have put in.
		return group.asked.filter((_, i) => i % 2 === 0);
	};
	return { box, mia, berta, cem, drop, seat, enter, tries };
}

it('tries every letter while no seat is admitted, and keeps her answer', async () => {
	const { mia, berta, cem, drop, seat, enter, tries } = await mailbox();
	const [first, second] = [newSecret(), newSecret()];
	await drop(berta, first);
	expect(await tries(), 'there is no other').toEqual([first]);
	await drop(cem, second);
	expect(seat().provisional).toEqual(second);
	expect(seat().fields.answer, 'a new letter asks again').toBe('');
	await note(mia, GROUP, { answer: 'yes', as: 'Sonne' });
	expect(await tries()).toEqual([second, first]);
	await takeLetters(mia);
	expect(seat().provisional, 'nothing came of it').toEqual(second);
	group.admitted = (await tries()).at(-1) ?? null;
	expect(await enter()).toBe(open);
	expect(seat()).toMatchObject({ provisional: first, isTaken: true });
	await takeLetters(mia);
	expect(seat().provisional, 'a restart does not ask again').toEqual(first);
	expect(seat().fields).toMatchObject({ answer: 'yes', as: 'Sonne' });
});

it('[Z2] leaves nothing in the mailbox if no letter leads anywhere: that would be a reason to try again', async () => {
	const { mia, berta, cem, drop, tries } = await mailbox();
	for (const by of [berta, cem]) await drop(by, newSecret());
	const { length } = mia.events;
	await tries();
	expect(mia.events.slice(length)).toEqual([]);
});

it('stays in its seat when a second letter comes, and uses a later one once that is over', async () => {
	const { mia, berta, cem, drop, seat, tries } = await mailbox();
	const [first, second, third] = [newSecret(), newSecret(), newSecret()];
	await drop(berta, first);
	await note(mia, GROUP, { ...takenAs(first), answer: 'yes', told: 'yes' });
	await drop(cem, second);
	expect(seat().provisional).toEqual(first);
	await note(mia, GROUP, { over: true });
	await drop(berta, third);
	expect(seat()).toMatchObject({ provisional: third, isTaken: false });
	expect(seat().fields).toMatchObject({ over: false, answer: '' });
	expect(await tries(), 'the one that is over leads nowhere').toEqual([third, second]);
});

it('[U15] a place she has taken stays taken when another device of hers finds the letter later', async () => {
	const { box, mia, berta, drop } = await mailbox();
	const first = newSecret();
	// From here on, what her device says does not get through.
	if (mia.link) mia.link.tap = () => [];
	await drop(berta, first);
	await note(mia, GROUP, takenAs(first));
	const second = await device(box, 0, 'Mia, zweites Gerät', { policy: MAILBOX_POLICY });
	second.connect();
	await settle(box);
	expect(seatsOf(second), 'it knows only the letter').toEqual([]);
	box.nowMs += 5_000;
	await takeLetters(second);
	mia.link?.cut();
	mia.connect();
	await settle(box);
	for (const each of [mia, second])
		expect(
			seatsOf(each).map(({ isTaken }) => isTaken),
			each.name
		).toEqual([true]);
});

it('[U11] two devices that take one place at once are both in it', async () => {
	const { mia, berta, drop, seat } = await mailbox();
	await drop(berta, newSecret());
	const [asked, offered]: [Seed[], Seed[]] = [[], []];
	const hers = openSpace({ feeds: new Map(), listen: () => () => undefined });
	const raced = {
		...session,
		open: (ref: SpaceRef) => {
			asked.push(ref.seed);
			if (ref.isOffered) offered.push(ref.seed);
			// Her other device takes its keys between the two requests.
			return asked.length < 2 ? Promise.reject(new Refusal('not-allowed')) : Promise.resolve(hers);
		},
		on: () => () => undefined
	} as unknown as Session;
	expect(await enterSeat(raced, mia, seat(), { policy: STREAM_POLICY })).toBe(hers);
	const { own, provisional } = seat();
	expect(asked).toEqual([provisional, own]);
	expect(offered, 'nothing is written under these keys').toEqual([provisional]);
	expect(seat().isTaken).toBe(true);
});
