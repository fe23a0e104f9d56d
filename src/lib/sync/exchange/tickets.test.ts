import { describe, expect, it, vi } from 'vitest';
import type { MemberId, SpaceId } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import type { Ticket } from '../../wire/ticket';
import { MemoryVault } from '../vault/memory';
import { SealedRows } from '../vault/sealed';
import { Tickets } from './tickets';

const SECRET = freshSeed();
const ids = ['a1', 'a2', 'b1'].map((start) => start.padEnd(32, '0') as SpaceId);
const [first, second, third] = ids as [SpaceId, SpaceId, SpaceId];

function ticketFor(untilDay: number): Ticket {
	return { member: '1'.repeat(32) as MemberId, untilDay, secret: new Uint8Array(32).fill(untilDay) };
}

async function kept(vault: MemoryVault): Promise<ReadonlyMap<SpaceId, Ticket>> {
	return new Tickets(await SealedRows.under(vault, SECRET)).all();
}

describe('[X15] tickets', () => {
	it('are there the next time, sealed, the newest of each space', async () => {
		const vault = new MemoryVault();
		const tickets = new Tickets(await SealedRows.under(vault, SECRET));
		await Promise.all(ids.map((space, i) => tickets.keep(space, ticketFor(i))));
		await tickets.keep(first, ticketFor(9));
		await tickets.kept();
		expect(await kept(vault)).toEqual(
			new Map([
				[first, ticketFor(9)],
				[second, ticketFor(1)],
				[third, ticketFor(2)]
			])
		);
		for (const [, row] of await vault.list('meta', 'tickets/'))
			expect([1, 2, 9].some((byte) => Buffer.from(row).includes(Buffer.alloc(32, byte)))).toBe(false);
	});

	it('are kept together when they come together, and without being asked', async () => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		const vault = new MemoryVault();
		const tickets = new Tickets(await SealedRows.under(vault, SECRET));
		const commit = vi.spyOn(vault, 'commit');
		for (const [i, space] of ids.entries()) {
			await tickets.keep(space, ticketFor(i));
			await vi.advanceTimersByTimeAsync(100);
		}
		expect(commit).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(1_000);
		vi.useRealTimers();
		await tickets.kept();
		expect(commit).toHaveBeenCalledOnce();
		expect(await kept(vault)).toHaveProperty('size', ids.length);
	});

	it('are forgotten when they no longer hold', async () => {
		const vault = new MemoryVault();
		const tickets = new Tickets(await SealedRows.under(vault, SECRET));
		await tickets.keep(first, ticketFor(1));
		await tickets.keep(second, ticketFor(2));
		await tickets.drop([first]);
		await tickets.kept();
		expect([...(await kept(vault)).keys()]).toEqual([second]);
	});

	it('are kept again after an error that nobody expected', async () => {
		const vault = new MemoryVault();
		const rows = await SealedRows.under(vault, SECRET);
		const tickets = new Tickets(rows);
		vi.spyOn(rows, 'put').mockRejectedValueOnce(new Error('a bug'));
		await tickets.keep(first, ticketFor(1));
		await expect(tickets.kept()).rejects.toThrow('a bug');
		await tickets.keep(second, ticketFor(2));
		await tickets.kept();
		expect([...(await kept(vault)).keys()]).toEqual([second]);
	});

	it('may be lost: to damage, to a full disk, to the end of a session', async () => {
		const vault = new MemoryVault();
		const tickets = new Tickets(await SealedRows.under(vault, SECRET));
		await tickets.keep(first, ticketFor(1));
		await tickets.kept();
		await vault.commit([{ table: 'meta', key: 'tickets/a1', value: new Uint8Array(40) }]);
		expect(await kept(vault)).toEqual(new Map());
		await tickets.stop();
		await tickets.keep(third, ticketFor(3));
		await tickets.kept();
		expect(await kept(vault)).toEqual(new Map());
	});
});
