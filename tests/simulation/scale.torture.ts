/**
 * `npm run torture -- state scale`: what creating clients and unlocking cost in centres with STREAMS streams (default
 * 100,1000), in CPU of this process and frames. Pages, relay and their storage share the process, so only the
 * relation of the figures means something; without the network's and the disk's time.
 */
import './globals';
import { appendFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { must } from '../../src/lib/base/fault';
import { world } from './campaign';
import { comesToWork, createsClient, locks } from './steps';
import { end, rest, wake, type World } from './world';

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
	const rows: { size: number; create: number; frames: number; usable: number; level: number; joins: number }[] = [];
	for (const size of SIZES) {
		const centre = await wake(await world(), 1);
		const { berta, clock } = centre;
		clock.mostSteps = Infinity;
		await comesToWork(berta);
		await rest();
		const create = async (from: number, to: number): Promise<void> => {
			for (let count = from; count < to; count++) await createsClient(berta, `Gast${String(count)}`);
		};
		await create(0, size - 10);
		const created = await costOf(centre, () => create(size - 10, size));
		await rest();
		await locks(berta);
		const usable = await costOf(centre, () => comesToWork(berta));
		const level = await costOf(centre, () => rest());
		rows.push({
			size,
			create: created.ms / 10,
			frames: created.frames / 10,
			usable: usable.ms,
			level: usable.ms + level.ms,
			joins: level.frames
		});
		end(centre);
	}
	const table = rows.map(
		({ size, create, frames, usable, level, joins }) =>
			`${String(size)} streams: a client ${create.toFixed(0)} ms, ${String(frames)} frames; unlocking, list ${usable.toFixed(0)} ms, level ${level.toFixed(0)} ms, ${String(joins)} frames`
	);
	const [few, many] = [must(rows[0], 'a size'), must(rows.at(-1), 'a size')];
	for (const what of ['create', 'usable', 'level'] as const)
		table.push(`${what}: n^${exponent(few.size, many.size, few[what], many[what])}`);
	process.stdout.write(`${table.join('\n')}\n`);
	if (process.env['TELL']) appendFileSync(process.env['TELL'], `${table.join('\n')}\n`);
	expect(many.frames).toBeLessThanOrEqual(few.frames + 1);
});
