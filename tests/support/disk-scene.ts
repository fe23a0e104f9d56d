/** Two people in a stream, on disks that may fail. */
import { expect } from 'vitest';
import { device, scene, type Device, type Scene } from './devices';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import type { Vault } from '../../src/lib/sync/vault/vault';
import { settle } from './settling';

/** Berta counsels Anton. */
export interface Stream {
	readonly stream: Scene;
	readonly berta: Device;
	readonly anton: Device;
}

/** A stream in which both have written `ALL`; `disk` is Berta's. */
export async function opened(disk: Vault = new MemoryVault()): Promise<Stream> {
	const stream = await scene('member');
	const berta = await device(stream, 0, 'Berta', { disk });
	const anton = await device(stream, 1, 'Anton');
	for (const one of [berta, anton]) one.connect();
	for (const text of ['eins', 'zwei', 'drei']) {
		stream.nowMs += 1000;
		await berta.write(text);
		stream.nowMs += 1;
		await anton.write(`${text}!`);
		await settle(stream);
	}
	stream.nowMs += 1000;
	return { stream, berta, anton };
}

/** What they have written, in order. */
export const ALL = ['eins', 'eins!', 'zwei', 'zwei!', 'drei', 'drei!'];

/** Berta's device dies, opens again and goes online. */
export async function reopen({ stream, berta }: Stream): Promise<void> {
	berta.kill();
	await berta.open();
	berta.connect();
	await settle(stream, true);
}

/** Both have these texts, nothing waits, and no feed is in trouble. */
export function isSound({ berta, anton }: Stream, texts: readonly string[] = ALL): void {
	for (const one of [berta, anton]) {
		expect(one.texts.toSorted(), one.name).toEqual(texts.toSorted());
		expect(one.space.missing).toBe(0);
		expect(one.space.pending.length).toBe(0);
		expect([...one.space.feeds.values()].every(({ trouble }) => trouble === 'none')).toBe(true);
	}
}
