/** Streams long enough for checkpoints, and what a vault holds of them. */
import { expect } from 'vitest';
import { parseEntry, type Entry } from '../../src/lib/wire/entry';
import type { CarriedPayload } from '../../src/lib/sync/space/checkpoints';
import { unsealEntry } from '../../src/lib/sync/space/sealing';
import { device, scene, type Device, type Scene } from './devices';
import { ownFeed } from './forging';
import { settle } from './settling';

/** A stream in which Anton has written `count` messages, one by one. */
export async function written(count: number): Promise<{ stream: Scene; berta: Device; anton: Device }> {
	const stream = await scene('member');
	const [berta, anton] = [await device(stream, 0, 'Berta'), await device(stream, 1, 'Anton')];
	for (const one of [berta, anton]) one.connect();
	await berta.write('Guten Tag');
	await settle(stream);
	await tell(stream, anton, count);
	return { stream, berta, anton };
}

/** Lets somebody write that many messages. */
export async function tell(stream: Scene, who: Device, count: number): Promise<void> {
	for (let i = 0; i < count; i++) {
		stream.nowMs += 1_000;
		await who.write(`${who.name} ${String(i)}`);
		if (i % 20 === 19) await settle(stream);
	}
	await settle(stream);
}

/** An author's feed in somebody's vault. */
export async function rowsOf(who: Device, author: Device): Promise<Entry[]> {
	const { space } = who;
	return (await space.rows.vault.list('entries', space.id + ownFeed(author).id)).map(([, raw]) => {
		const entry = parseEntry(space.id, raw);
		return entry.ok ? entry.value : expect.fail(entry.why);
	});
}

/** The checkpoints among them. */
export const checkpoints = (rows: readonly Entry[]): Entry[] =>
	rows.filter(({ header }) => header.kind === 'checkpoint');
/** Their numbers. */
export const seqs = (rows: readonly Entry[]): number[] => rows.map(({ header }) => header.seq);

/** The payloads of an author's entries from `from` on, as a checkpoint would carry them. */
export async function payloadsOf(author: Device, from: number): Promise<CarriedPayload[]> {
	const rows = (await rowsOf(author, author)).filter(({ header }) => header.seq >= from);
	return Promise.all(
		rows.map(async (entry) => {
			const payload = await unsealEntry(author.space, ownFeed(author), entry);
			return payload.ok && entry.header.kind === 'update' ? payload.value : null;
		})
	);
}

/** Another device of a member, which comes when all is written. */
export async function late(stream: Scene, index = 0): Promise<Device> {
	const second = await device(stream, index, 'late');
	second.connect();
	await settle(stream);
	return second;
}
