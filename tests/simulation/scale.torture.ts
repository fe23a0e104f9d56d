/**
 * `npm run torture -- state scale`: what creating clients, unlocking, and unlocking after another device has written in
 * NEWS streams (default 50) cost in centres with STREAMS streams (default 100,1000), in CPU of this process and frames. Pages, relay and their storage share the process, so only the
 * relation of the figures means something; without the network's and the disk's time.
 */
import './globals';
import { expect, it } from 'vitest';
import { must } from '../../src/lib/base/fault';
import { tell, world } from './campaign';
import { comesToWork, createsClient, locks, writesIn } from './steps';
import { end, rest, wake, type World } from './world';

const NEWS = Number(process.env['NEWS'] ?? 50);
const SIZES = (process.env['STREAMS'] ?? '100,1000').split(',').map(Number);

/** CPU in ms and frames that `work` costs. */
async function costOf({ network }: World, work: () => Promise<unknown>): Promise<{ ms: number; frames: number }> {
	const [cpu, frames] = [process.cpuUsage(), network.framesSent()];
	await work();
	return { ms: process.cpuUsage(cpu).user / 1000, frames: network.framesSent() - frames };
}

/** The exponent of the growth of `cost` between two sizes: 1 is linear. */
function exponent(few: number, many: number, cost: number, costOfMany: number): string {
	return (Math.log(costOfMany / cost) / Math.log(many / few)).toFixed(2);
}

it(`costs of ${SIZES.join(', ')} streams`, { timeout: 0 }, async () => {
	const rows: {
		readonly size: number;
		readonly create: number;
		readonly frames: number;
		readonly usable: number;
		readonly level: number;
		readonly joins: number;
		readonly news: number;
	}[] = [];
	for (const size of SIZES) {
		const centre = await wake(await world(), 1);
		const { berta, laptop, clock } = centre;
		clock.mostSteps = Infinity;
		await comesToWork(berta);
		await rest();
		const streams: string[] = [];
		const create = async (from: number, to: number): Promise<void> => {
			for (let count = from; count < to; count++) streams.push(await createsClient(berta, `Gast${String(count)}`));
		};
		await create(0, size - 10);
		const created = await costOf(centre, () => create(size - 10, size));
		await rest();
		await locks(berta);
		const usable = await costOf(centre, () => comesToWork(berta));
		const level = await costOf(centre, () => rest());
		await locks(berta);
		await comesToWork(laptop);
		await rest();
		for (const stream of streams.slice(0, NEWS)) await writesIn(laptop, stream, `Neues in ${stream}`);
		await locks(laptop);
		const news = await costOf(centre, async () => {
			await comesToWork(berta);
			await rest();
		});
		rows.push({
			size,
			create: created.ms / 10,
			frames: created.frames / 10,
			usable: usable.ms,
			level: usable.ms + level.ms,
			joins: level.frames,
			news: (news.ms - usable.ms - level.ms) / NEWS
		});
		end(centre);
	}
	const table = rows.map(
		({ size, create, frames, usable, level, joins, news }) =>
			`${String(size)} streams: a client ${create.toFixed(0)} ms, ${String(frames)} frames; unlocking, list ${usable.toFixed(0)} ms, level ${level.toFixed(0)} ms, ${String(joins)} frames; ${news.toFixed(0)} ms more for each stream with news`
	);
	const [few, many] = [must(rows[0], 'a size'), must(rows.at(-1), 'a size')];
	for (const what of ['create', 'usable', 'level'] as const)
		table.push(`${what}: n^${exponent(few.size, many.size, few[what], many[what])}`);
	process.stdout.write(`${table.join('\n')}\n`);
	tell(table.join('\n'));
	expect(many.frames).toBeLessThanOrEqual(few.frames + 1);
});
