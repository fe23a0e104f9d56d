/** What checkpoints stood for comes later, and is compared. SPEC.md J3. */
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { checkpoints, late, payloadsOf, rowsOf, seqs, written } from '../../../tests/support/long-streams';
import { device, type Device, type Scene } from '../../../tests/support/devices';
import { ownFeed } from '../../../tests/support/forging';
import { feedAt } from '../../../tests/support/opened';
import { settle } from '../../../tests/support/settling';
import { must } from '../base/fault';
import type { RelayFrame } from '../wire/frames';
import { writeMessage } from '../domain/stream-document';
import { parseEntry } from '../wire/entry';
import { bodyOf, type CarriedPayload } from './space/checkpoints';
import { updateOf } from './space/documents';
import { clientOf } from './space/feeds';
import { sealEntry } from './space/sealing';
import { FAR, NEAR } from './space/summing-pace';

/** Lets time pass until everything that is fetched behind has come. */
async function pass(stream: Scene): Promise<void> {
	for (let i = 0; i < 12; i++) await settle(stream, true);
}

describe('behind the checkpoints', () => {
	it('[J3] all entries come, newest first, and are the same rows as everywhere', async () => {
		const { stream, berta, anton } = await written(FAR + 2 * NEAR + 3);
		const second = await late(stream);
		await pass(stream);
		const rows = await rowsOf(second, anton);
		expect(seqs(rows)).toEqual(seqs(await rowsOf(anton, anton)));
		expect(rows.map(({ hash }) => hash)).toEqual((await rowsOf(anton, anton)).map(({ hash }) => hash));
		expect(feedAt(second, anton)?.isBrief).toBe(false);
		expect(second.texts).toEqual(berta.texts);
		second.kill();
		for (const key of await second.disk.keys('snapshots', stream.space))
			await second.disk.commit([{ table: 'snapshots', key, value: null }]);
		await second.open();
		expect(second.texts).toEqual(berta.texts);
	});

	it('[J3] [X9] what arrives does not wait while they are compared, and stopping leaves them', async () => {
		const { stream, berta, anton } = await written(NEAR + 30);
		const second = await late(stream);
		const { vault } = second;
		const get = vault.get.bind(vault);
		let letGo = (): void => undefined;
		const held = new Promise<void>((resolve) => (letGo = resolve));
		let isComparing = false;
		vault.get = async (...of) => {
			isComparing = true;
			await held;
			return get(...of);
		};
		await pass(stream);
		expect(isComparing).toBe(true);
		await berta.write('meanwhile');
		await settle(stream);
		expect(second.texts).toContain('meanwhile');
		const rows = (await rowsOf(second, anton)).length;
		await second.replica.stop();
		letGo();
		await settle(stream);
		expect((await rowsOf(second, anton)).length).toBe(rows);
	});

	it('[J3] gives a relay back what it has read, after it has lost everything', async () => {
		const { stream, berta, anton } = await written(NEAR + 30);
		const second = await late(stream);
		await pass(stream);
		for (const one of [berta, anton]) one.kill();
		const entries = await stream.rolf.entries();
		const { journal } = stream.rolf;
		await stream.rolf.rollBack(journal.findIndex((group) => group.some(({ table }) => table === 'entries')));
		expect(await stream.rolf.entries()).toBe(0);
		second.connect();
		await settle(stream, true);
		expect(await stream.rolf.entries()).toBe(entries);
	});

	it('[J3] something else from the relay is not kept, and asked for again after the next joining', async () => {
		const { stream, berta, anton } = await written(NEAR + 30);
		const second = await device(stream, 0, 'late');
		connectThrough(second, (frame) => {
			if (frame.kind !== 'past') return frame;
			const [first = new Uint8Array(), ...others] = frame.entries;
			const bent = first.slice();
			bent[bent.length - 1] = (bent.at(-1) ?? 0) ^ 1;
			return { ...frame, entries: [bent, ...others] };
		});
		await pass(stream);
		expect((await rowsOf(second, anton)).length).toBeLessThan(NEAR);
		expect(feedAt(second, anton)).toMatchObject({ isBrief: true, trouble: 'none' });
		expect(second.texts).toEqual(berta.texts);
		second.link?.cut();
		second.connect();
		await pass(stream);
		expect(feedAt(second, anton)?.isBrief).toBe(false);
	});

	it('[J3] [I6] who sums up otherwise than she wrote has said two things: her feed ends, the others go on', async () => {
		const { stream, berta, anton } = await written(20);
		const feed = ownFeed(anton);
		const body = must(await bodyOf(retold(anton, await payloadsOf(anton, 2))), 'a body');
		const payload = { clock: anton.space.clock, seen: [], document: anton.space.ownDocument, body };
		const lie = await sealEntry(anton.space, feed, { checkpointFrom: 2 }, payload);
		anton.link?.send({ kind: 'push', space: stream.space, feed: feed.id, first: lie.header.seq, entries: [lie.bytes] });
		await settle(stream);
		expect(berta.texts).toContain('Anton 7');
		const second = await late(stream);
		expect(second.texts).toContain('nie gesagt 7');
		await pass(stream);
		expect(feedAt(second, anton)?.trouble).toBe('fork');
		const proof = await second.space.rows.get('meta', `fork/${stream.space}${feed.id}`);
		expect(proof.ok && parseEntry(stream.space, must(proof.value, 'the proof')).ok).toBe(true);
		expect(checkpoints(await rowsOf(second, anton))).toHaveLength(1);
		await berta.write('Weiter');
		await settle(stream);
		expect(second.texts).toContain('Weiter');
	});
});

/** The same clocks and places, other words. */
function retold(anton: Device, payloads: readonly CarriedPayload[]): CarriedPayload[] {
	const { id } = ownFeed(anton);
	const doc = new Y.Doc();
	let count = 0;
	return payloads.map((payload) => {
		if (!payload) return null;
		const text = `nie gesagt ${String(count++)}`;
		const body = updateOf(doc, clientOf(id), (target) => {
			writeMessage(target, { ...payload.clock, feed: id }, { text });
		});
		return { ...payload, body: must(body, 'an update') };
	});
}

/** Connects a device; the frames of this connection go through `bend`. */
function connectThrough(who: Device, bend: (frame: RelayFrame) => RelayFrame): void {
	const { replica } = who;
	const receive = replica.receive.bind(replica);
	who.connect();
	const { link } = who;
	Object.assign(replica, {
		receive: (frame: RelayFrame) => {
			receive((who.link === link ? bend(frame) : frame) as Parameters<typeof receive>[0]);
		}
	});
}
