/**
 * Cem joins Berta's centre by invitation, interrupted at every step. In the end it is as if nothing had
 * happened; Eve, who has the link too, gets nothing.
 */
import { utcDay } from '../../base/day';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { device, Device, scene } from '../../../../tests/support/devices';
import { done, dyingAt, rest } from '../../../../tests/support/centre';
import { NO_DOCUMENTS_POLICY } from '../../../../tests/support/policies';
import { Fault, Refusal } from '../../base/fault';
import { newSecret } from '../../sync/keys/member';
import { makePackage, packageKeys } from '../../sync/exchange/packages';
import { takeOwnKeys } from '../../sync/exchange/taking-keys';
import { encodePackage, parsePackage, withContent, type Package } from '../../wire/package';
import { introduceNewcomer, type Introducing } from './beginning';
import { claim, closeInvitation, joiningBytes, readJoining, type Joining } from './joining';
import { jsonBytes } from '../session/json';

const RELAY = 'http://relay';

afterEach(() => {
	vi.unstubAllGlobals();
});

/** A relay that knows one invitation. `cutAt`: the step at which the line breaks, counting requests and answers. */
async function invitation() {
	const secret = newSecret();
	const keys = await packageKeys(secret, 'invitation');
	const made = await parsePackage(await makePackage(keys, newSecret(), jsonBytes({ any: 1 }), utcDay(Date.now()) + 1));
	if (!made.ok) throw new Error(made.why);
	let whole: Package = made.value;
	const line = { cutAt: Infinity, steps: 0 };
	const pass = (): void => {
		if (line.steps++ === line.cutAt) throw new TypeError('cut');
	};
	vi.stubGlobal('fetch', async (_url: string, init?: RequestInit) => {
		pass();
		let answer: Response;
		if (init?.method === 'PUT') {
			const next = await withContent(whole, new Uint8Array(init.body as ArrayBuffer));
			if (next.ok) whole = next.value;
			answer = new Response(null, { status: next.ok ? 204 : 409 });
		} else
			answer =
				whole.content.body.closed === 1
					? Response.json({ code: 'kept' }, { status: 410 })
					: new Response(encodePackage(whole));
		pass();
		return answer;
	});
	const joining = (): Joining => ({
		secret: new Uint8Array(secret),
		content: {
			centre: { space: '1'.repeat(32), seed: new Uint8Array(32) },
			reception: { space: '2'.repeat(32), seed: new Uint8Array(32) },
			root: new Uint8Array(32),
			seed: new Uint8Array(32),
			chain: new Uint8Array(8),
			isLead: false,
			centreName: 'Nord',
			name: 'Cem',
			id: 'a'.repeat(32)
		},
		claim: new Uint8Array(newSecret()),
		desk: [],
		posterSeed: new Uint8Array(32),
		recovery: {
			id: 'b'.repeat(32),
			whole: new Uint8Array(8),
			writer: new Uint8Array(32),
			issuer: new Uint8Array(32)
		},
		card: { name: 'Cem', picture: '' }
	});
	return { line, joining };
}

describe('joining', () => {
	it('[Y6] is claimed once, wherever the line breaks, and Eve is refused', async () => {
		for (let cutAt = 0, isOver = false; !isOver; cutAt++) {
			const { line, joining } = await invitation();
			const cem = joining();
			line.cutAt = cutAt;
			await claim(RELAY, cem).catch((error: unknown) => {
				if (!(error instanceof Fault)) throw error;
			});
			isOver = line.steps <= cutAt;
			line.cutAt = Infinity;
			// Resume from what the device kept.
			const again = readJoining(joiningBytes(cem));
			if (!again) throw new Error('lost');
			await claim(RELAY, again);
			await claim(RELAY, again);
			await expect(claim(RELAY, joining())).rejects.toThrow(new Refusal('invitation-used'));
			await closeInvitation(RELAY, again);
			await expect(claim(RELAY, joining())).rejects.toThrow(Refusal);
		}
	});

	it('[Y6] takes the seat once, wherever the device dies', { timeout: 60_000 }, async () => {
		for (let at = 0, isOver = false; !isOver; at++) {
			const centre = await scene('member');
			const all = { scenes: [centre] };
			const berta = await device(centre, 0, 'Berta');
			const cem = await device(centre, 1, 'Cem', { policy: NO_DOCUMENTS_POLICY });
			for (const one of [berta, cem]) one.connect();
			await rest(all);
			const own = newSecret();
			const steps = await dyingAt(at, [cem], () => done(all, takeOwnKeys(cem.replica, own, false)));
			isOver = steps <= at;
			cem.kill();
			// Her own keys first: they may be in the charter already.
			const { member } = cem.space.credentials;
			const taken = new Device(centre, 'Cem', own, newSecret(), NO_DOCUMENTS_POLICY, cem.disk, member);
			centre.devices.push(taken);
			await taken.open();
			taken.connect();
			await rest(all);
			if (!taken.replica.isCurrent) {
				taken.kill();
				await cem.open();
				cem.connect();
				await rest(all);
				await done(all, takeOwnKeys(cem.replica, own, false));
			}
			await rest(all);
			const seat = berta.space.charter.members.get(member);
			expect(seat?.generations.length).toBe(2);
			expect(seat?.grants.size).toBe(1);
		}
	});

	it('[Y6] introduces her, and is over only once all of it is kept', async () => {
		for (let cutAt = 0, isOver = false; !isOver; cutAt++) {
			const { joining } = await invitation();
			const cem = joining();
			const [said, kept] = [new Set<string>(), new Map([['joining', joiningBytes(cem)]])];
			let steps = 0;
			const step = (what: string) => (): Promise<void> => {
				// Once before it is done, once after.
				for (const _ of [0, 1]) if (steps++ === cutAt) return Promise.reject(new Fault('storage-full'));
				said.add(what);
				return Promise.resolve();
			};
			const commit = async (): Promise<void> => {
				await step('over')();
				kept.delete('joining');
			};
			const introducing = {
				team: { showCard: step('card'), noteOwnRecord: step('desk'), sheet: { adopt: step('sheet') } },
				session: { relay: RELAY, rows: { vault: { commit } } },
				centre: { write: step('used') },
				self: { id: 'c'.repeat(32) },
				packages: { add: step('recovery') }
			} as unknown as Introducing;
			await introduceNewcomer(introducing, cem).catch((error: unknown) => {
				if (!(error instanceof Fault)) throw error;
			});
			isOver = steps <= cutAt;
			const left = kept.get('joining');
			if (!isOver) expect(left, 'it is resumed').toBeDefined();
			// From here on nothing is cut.
			steps = Infinity;
			if (left) await introduceNewcomer(introducing, readJoining(left) ?? cem);
			expect([...said].sort()).toEqual(['card', 'desk', 'over', 'recovery', 'sheet', 'used']);
			expect(kept.has('joining')).toBe(false);
		}
	});
});
