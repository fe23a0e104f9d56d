/** Watched spaces that enter a connection together. SPEC.md X15. */
import { describe, expect, it, vi } from 'vitest';
import { Fault } from '../../base/fault';
import type { FeedId, MemberId, SpaceId } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import { digestOf, type ShownTicket, type Ticket } from '../../wire/ticket';
import { MemoryVault } from '../vault/memory';
import { SealedRows } from '../vault/sealed';
import type { Entered } from './asked';
import type { Connection } from './connection';
import { Entering, type Waiting } from './entering';
import { Tickets } from './tickets';

const NONCE = new Uint8Array(32);
const TICKET: Ticket = { member: '1'.repeat(32) as MemberId, untilDay: 20_000, secret: freshSeed() };

/** `count` watched spaces with one charter record each; the first `tickets` of them have a ticket. */
async function scene(count: number, tickets: number) {
	const vault = new MemoryVault();
	const spaces = Array.from({ length: count }, (_, i) => i.toString(16).padStart(32, '0') as SpaceId);
	await vault.commit(spaces.map((space) => ({ table: 'charters', key: `${space}0`, value: NONCE })));
	const kept = new Tickets(await SealedRows.under(vault, freshSeed()));
	for (const space of spaces.slice(0, tickets)) await kept.keep(space, TICKET);
	const log: string[] = [];
	const asked: (readonly ShownTicket[])[] = [];
	let answer: (shown: readonly ShownTicket[]) => Entered | null = (shown) => ({
		level: shown.map(({ space }) => space),
		refused: []
	});
	const left = new Set<SpaceId>();
	const connection = {
		nonce: NONCE as Uint8Array | null,
		holds: ({ id }: Waiting) => !left.has(id),
		enter: (shown: readonly ShownTicket[]) => {
			asked.push(shown);
			return Promise.resolve(answer(shown));
		}
	};
	const entering = new Entering(connection as unknown as Connection, vault, kept);
	const waiting = spaces.map((id): Waiting => {
		const name = String(Number(id));
		const prove = (): Promise<void> => Promise.resolve(void log.push(`${name} proves`));
		const level = (): void => void log.push(`${name} is level`);
		return { id, isAsRead: false, prove, level, join: prove, disconnected: () => undefined, receive: () => undefined };
	});
	const enter = async (): Promise<void> => {
		for (const one of waiting) entering.add(one);
		await vi.waitFor(() => {
			expect(entering.isIdle).toBe(true);
		});
	};
	return { vault, spaces, kept, log, asked, left, connection, enter, answerWith: (to: typeof answer) => (answer = to) };
}

describe('[X15] watched spaces', () => {
	it('enter in few frames, with what the vault holds, read at once', async () => {
		const { vault, spaces, log, asked, enter } = await scene(600, 600);
		const feed = 'f'.repeat(32) as FeedId;
		const list = vi.spyOn(vault, 'list');
		await enter();
		expect(asked.length, 'the first one does not wait for the others').toBeLessThanOrEqual(3);
		expect(asked.flat()).toHaveLength(600);
		expect(asked[0]?.[0]).toMatchObject({ space: spaces[0], digest: digestOf(1, []) });
		expect(asked[0]?.[0]?.digest).not.toEqual(digestOf(1, [[feed, 1]]));
		expect(log).toHaveLength(600);
		expect(new Set(log.map((line) => line.split(' ').slice(1).join(' ')))).toEqual(new Set(['is level']));
		expect(list.mock.calls.filter(([table]) => table === 'feeds').length).toBeLessThanOrEqual(2);
	});

	it('prove who they are without a ticket, or when it no longer holds, which is then forgotten', async () => {
		const { spaces, kept, log, asked, enter, answerWith } = await scene(3, 2);
		const of = (shown: readonly ShownTicket[], space: SpaceId | undefined): SpaceId[] =>
			shown.flatMap((ticket) => (ticket.space === space ? [ticket.space] : []));
		answerWith((shown) => ({ level: of(shown, spaces[0]), refused: of(shown, spaces[1]) }));
		await enter();
		expect(log.sort()).toEqual(['0 is level', '1 proves', '2 proves']);
		expect([...(await kept.all()).keys()]).toEqual([spaces[0]]);
		await enter();
		expect(asked.flat().map(({ space }) => spaces.indexOf(space))).toEqual([0, 1, 0]);
	});

	it('hear nothing of an answer once somebody else has taken over, or the connection is another', async () => {
		const { spaces, log, left, connection, enter, answerWith } = await scene(2, 2);
		answerWith(() => {
			left.add(spaces[0] ?? expect.fail());
			return { level: spaces, refused: [] };
		});
		await enter();
		expect(log).toEqual(['1 is level']);
		answerWith(() => {
			connection.nonce = null;
			return null;
		});
		await enter();
		await enter();
		expect(log).toEqual(['1 is level']);
	});

	it('of which the vault cannot be read, or holds nothing, prove who they are', async () => {
		const { vault, log, enter } = await scene(2, 2);
		vi.spyOn(vault, 'keys').mockRejectedValue(new Fault('storage-unreadable'));
		await enter();
		expect(log).toEqual(['0 proves', '1 proves']);
	});
});
