/** Mia's mailbox, and letters that Berta and Cem dropped into it: into one group, both at once. */
import { expect, it } from 'vitest';
import { device, scene, settle, type Device } from '../../../tests/support/devices';
import { NO_DOCUMENTS_POLICY } from '../../../tests/support/policies';
import { base64url } from '../base/bytes';
import { Refusal } from '../base/fault';
import type { Seed, SpaceId } from '../base/ids';
import { newSecret } from '../sync/member';
import { compose, leaseFeed, post } from '../sync/outbox';
import { jsonBytes } from './json';
import { MAILBOX_POLICY, STREAM_POLICY } from './policies';
import { enterSeat, note, seatsOf, takeLetters } from './seats';
import type { Opened, Session } from './session';

const GROUP = '4'.repeat(32) as SpaceId;

/** A session that writes on the device, and whom no group admits. */
const session = {
	write: async ({ space }: Opened, change: Parameters<typeof compose>[2]) => {
		await leaseFeed(space, () => Promise.resolve(true));
		await compose(space, space.ownDocument, change, () => 0);
	},
	open: () => Promise.reject(new Refusal('not-allowed')),
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
		await takeLetters(session, mia);
	};
	const seat = () => {
		const [first] = seatsOf(mia);
		if (!first) throw new Error('no seat');
		return first;
	};
	const tries = async (): Promise<Seed> => {
		await expect(enterSeat(session, mia, seat(), { policy: STREAM_POLICY })).rejects.toThrow('not-allowed');
		return seat().provisional;
	};
	return { mia, berta, cem, drop, seat, tries };
}

it('tries the letters in turn while no seat is admitted, and keeps what she answered', async () => {
	const { mia, berta, cem, drop, seat, tries } = await mailbox();
	const [first, second] = [newSecret(), newSecret()];
	await drop(berta, first);
	await note(session, mia, GROUP, { answer: 'yes', as: 'Sonne' });
	expect(await tries(), 'there is no other one').toEqual(first);
	await drop(cem, second);
	expect(seat().provisional).toEqual(second);
	expect(seat().fields.answer, 'a new letter asks anew').toBe('');
	await note(session, mia, GROUP, { answer: 'yes', as: 'Sonne' });
	expect(await tries()).toEqual(first);
	await takeLetters(session, mia);
	expect(seat().provisional, 'a restart does not ask again').toEqual(first);
	expect(seat().fields).toMatchObject({ answer: 'yes', as: 'Sonne' });
	expect(await tries()).toEqual(second);
});

it('stays where she sits when a second letter comes, and goes by a later one once that is over', async () => {
	const { mia, berta, cem, drop, seat, tries } = await mailbox();
	const [first, second, third] = [newSecret(), newSecret(), newSecret()];
	await drop(berta, first);
	await note(session, mia, GROUP, { taken: true, answer: 'yes', told: 'yes' });
	await drop(cem, second);
	expect(seat().provisional).toEqual(first);
	await note(session, mia, GROUP, { over: true });
	await drop(berta, third);
	expect(seat()).toMatchObject({ provisional: third, isTaken: false });
	expect(seat().fields).toMatchObject({ over: false, answer: '' });
	expect(await tries(), 'the one that is over leads nowhere').toEqual(second);
	expect(await tries()).toEqual(third);
});

it('[U11] two devices that take one place at once are both in it', async () => {
	const { mia, berta, drop, seat } = await mailbox();
	await drop(berta, newSecret());
	const asked: Seed[] = [];
	const hers = { space: { feeds: new Map() }, replica: { isCurrent: true } } as unknown as Opened;
	const raced = {
		...session,
		open: (ref: { seed: Seed }) => {
			asked.push(ref.seed);
			// her other device takes its keys between the two questions
			return asked.length < 3 ? Promise.reject(new Refusal('not-allowed')) : Promise.resolve(hers);
		},
		isOut: () => false,
		on: () => () => undefined
	} as unknown as Session;
	Object.assign(hers.space, { listen: () => () => undefined });
	expect(await enterSeat(raced, mia, seat(), { policy: STREAM_POLICY })).toBe(hers);
	const { own, provisional } = seat();
	expect(asked).toEqual([own, provisional, own]);
	expect(seat().isTaken).toBe(true);
});
