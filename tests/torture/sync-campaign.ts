/**
 * Random lives of a few devices: writing, reading, cuts at any frame, doubled and overtaking frames, full
 * disks, deaths in the middle of a commit. In the end everyone has everything, once, in one order.
 */
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { device, scene, type Device, type Scene } from '../support/devices';
import { allFeeds } from '../../relay/store/rows';
import type { Link } from '../support/network';
import { breathe, settle } from '../support/settling';

/** What may happen; the first number chooses the device, the second how much or where. */
export const ACTIONS = [
	'write',
	'write',
	'read',
	'read',
	'connect',
	'connect',
	'settle',
	'pass',
	'pass',
	'pass',
	'overtake',
	'double',
	'cut',
	'kill',
	'close',
	'dieAtCommit',
	'fullDisk',
	'wait',
	'ring'
] as const;
export type Action = readonly [kind: (typeof ACTIONS)[number], who: number, much: number];
/** Breaks something in a device right after it has opened. */
export type Mutant = (device: Device) => void;

/** Two or three members with one or two devices each, and what happens to them. */
export const lives = fc.record({
	devices: fc.constantFrom([0, 1], [0, 1, 1], [0, 0, 1], [0, 1, 2], [0, 0, 1, 1]),
	actions: fc.array(fc.tuple(fc.constantFrom(...ACTIONS), fc.nat(5), fc.nat(7)), {
		minLength: 10,
		maxLength: 60,
		size: 'max'
	})
});

/** A text that was attempted: kept, refused, or unknown (the device died). */
type Fate = 'kept' | 'refused' | 'unknown';

/** Lives one life and checks it; throws with what is wrong. */
export async function live(
	{ devices, actions }: { devices: readonly number[]; actions: readonly Action[] },
	mutant: Mutant = () => undefined
): Promise<void> {
	const stream = await scene(...new Array<'member'>(Math.max(...devices)).fill('member'));
	const fates = new Map<string, Fate>();
	for (const [i, member] of devices.entries())
		mutant(await device(stream, member, `device ${String(i)} of member ${String(member)}`));
	for (const [count, action] of actions.entries()) {
		stream.nowMs += 997;
		await act(stream, action, `Nachricht ${String(count)}`, fates, mutant);
		await checkAcknowledged(stream);
	}
	await bringTogether(stream, mutant);
	await checkAll(stream, fates);
	for (const one of stream.devices) {
		one.kill();
		await one.open();
	}
	await checkAll(stream, fates);
	for (const one of stream.devices) one.kill();
}

async function act(
	stream: Scene,
	[kind, who, much]: Action,
	text: string,
	fates: Map<string, Fate>,
	mutant: Mutant
): Promise<void> {
	const one = stream.devices[who % stream.devices.length];
	if (!one) return;
	if (!one.isOpen) {
		await one.open();
		mutant(one);
	}
	const { link, vault } = one;
	switch (kind) {
		case 'write':
			fates.set(text, 'unknown');
			void one.write(text).then(
				() => fates.set(text, 'kept'),
				() => fates.set(text, 'refused')
			);
			for (let i = 0; i < much; i++) await Promise.resolve();
			return;
		case 'read':
			void one.read().catch(() => undefined);
			return;
		case 'connect':
			one.connect();
			return;
		case 'pass':
			for (let i = 0; i <= 2 * much && link; i++) {
				if (i % 2 === 0) link.passUp();
				else link.passDown();
				if (much > 3) await breathe(stream);
			}
			return;
		case 'overtake':
			if (link) link.passDown(overtaking(link, much));
			return;
		case 'double':
			if (link) {
				const [down] = link.down;
				const [up] = link.up;
				if (down?.kind === 'entries' || down?.kind === 'ack') link.down.unshift(down);
				if (up?.kind === 'push') link.up.unshift(up);
			}
			return;
		case 'cut':
			link?.cut();
			return;
		case 'kill':
			one.kill();
			return;
		case 'close':
			if (!vault.isDead)
				await Promise.race([one.space.run(() => one.space.snapshot()).catch(() => undefined), breathe(stream)]);
			one.kill();
			return;
		case 'dieAtCommit': {
			const inner = vault.inner;
			const isAfter = much % 2 === 0;
			vault.before = async (changes) => {
				if (vault.isDead) return;
				if (isAfter) await inner.commit(changes);
				one.kill();
			};
			return;
		}
		case 'fullDisk':
			vault.failIn = much;
			return;
		case 'settle':
			for (const other of stream.devices) if (other !== one) other.connect();
			if (much > 3) one.connect();
			await settle(stream);
			return;
		case 'wait':
			await breathe(stream);
			return;
		case 'ring':
			one.ring();
	}
}

/** A frame of entries that may overtake those of other feeds, but never one of its own. */
function overtaking(link: Link, much: number): number {
	const seen = new Set<string>();
	const possible = link.down.flatMap((frame, at) => {
		if (frame.kind !== 'entries') return [];
		const isFirst = !seen.has(frame.feed);
		seen.add(frame.feed);
		const isBehindOthers = link.down.slice(0, at).every(({ kind }) => kind === 'entries' || kind === 'ack');
		return isFirst && isBehindOthers ? [at] : [];
	});
	return possible[much % Math.max(1, possible.length)] ?? 0;
}

/** What a device considers relayed, the relay has. */
async function checkAcknowledged(stream: Scene): Promise<void> {
	const rows = await allFeeds(stream.rolf.store, stream.space);
	for (const { space, name, isOpen } of stream.devices) {
		if (!isOpen) continue;
		for (const feed of space.feeds.values()) {
			if (feed.acked > (rows.get(feed.id)?.seq ?? 0))
				throw new Error(`${name} believes that the relay has more than it has`);
		}
	}
}

async function bringTogether(stream: Scene, mutant: Mutant): Promise<void> {
	for (let round = 0; round < 3; round++) {
		for (const one of stream.devices) {
			if (round === 1) one.link?.cut();
			one.vault.failIn = -1;
			one.vault.before = () => undefined;
			if (one.isOpen) continue;
			await one.open();
			mutant(one);
		}
		for (const one of stream.devices) one.connect();
		await settle(stream, true);
	}
}

async function checkAll(stream: Scene, fates: ReadonlyMap<string, Fate>): Promise<void> {
	const [first, ...others] = stream.devices;
	if (!first) return;
	const texts = first.texts;
	for (const [text, fate] of fates) {
		const count = texts.filter((one) => one === text).length;
		if (fate === 'kept' ? count !== 1 : fate === 'refused' ? count !== 0 : count > 1)
			throw new Error(`${text}: ${fate}, and ${String(count)} times on ${first.name}`);
	}
	for (const { texts: theirs, name } of others) expect(theirs, `${name} and ${first.name}`).toEqual(texts);
	for (const { space, name } of stream.devices) {
		if (space.missing > 0) throw new Error(`${name} misses ${String(space.missing)}`);
		if (space.pending.length > 0) throw new Error(`${name} did not send ${String(space.pending.length)}`);
		for (const feed of space.feeds.values()) {
			if (feed.trouble !== 'none') throw new Error(`${name} quarantined an honest feed`);
			if (feed.unacked.length > 0) throw new Error(`${name} waits for an acknowledgement`);
		}
	}
	for (const one of stream.devices)
		for (const { text, member } of one.absorb())
			if (member === one.space.credentials.member) expect(one.mark(text), `${text} on ${one.name}`).not.toBe('local');
	await checkAcknowledged(stream);
}
