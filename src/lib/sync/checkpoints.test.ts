/** Checkpoints: what they stand for, who takes them, and what becomes of those that lie. SPEC.md J. */
import { describe, expect, it } from 'vitest';
import { Device, device, scene, type Scene } from '../../../tests/support/devices';
import { deliver, forged, ownFeed, update } from '../../../tests/support/forging';
import { idOf } from '../../../tests/support/four';
import { done, join, trio } from '../../../tests/support/newcomers';
import { STREAM_POLICY } from '../../../tests/support/policies';
import { feedAt, say } from '../../../tests/support/opened';
import { breathe, settle } from '../../../tests/support/settling';
import { checkpoints, late, payloadsOf, rowsOf, seqs, tell, written } from '../../../tests/support/long-streams';
import { utf8 } from '../base/bytes';
import { must } from '../base/fault';
import { freshSeed } from '../crypto/random';
import { parseEntry, standsFor, type Entry } from '../wire/entry';
import { bodyOf } from './space/checkpoints';
import { removeMember } from './exchange/removal';
import { FAR, FEWEST, NEAR } from './space/summing-pace';
import { MemoryVault } from './vault/memory';

describe('summing up', () => {
	it('[J1] stands for what was written since the last, and many times for much more', async () => {
		const { anton, berta } = await written(FAR + NEAR);
		const made = checkpoints(await rowsOf(anton, anton));
		const lengths = made.map(({ header }) => (header.kind === 'checkpoint' ? header.seq - header.from : 0));
		expect(lengths.length).toBeGreaterThanOrEqual(FAR / NEAR / 2);
		expect(Math.max(...lengths)).toBeGreaterThanOrEqual(FAR);
		expect(seqs(await rowsOf(berta, anton))).toEqual(seqs(await rowsOf(anton, anton)));
		expect(berta.texts).toHaveLength(FAR + NEAR + 1);
		expect(anton.mark(`Anton ${String(FAR)}`)).toBe('relayed');
	});

	it('[J1] stands for what was written offline and sent in one go, however much', async () => {
		const { stream, anton } = await written(1);
		anton.link?.cut();
		for (let i = 0; i < 2 * FAR + 300; i++) await anton.write(`offline ${String(i)}`);
		anton.connect();
		await settle(stream);
		const rows = await rowsOf(anton, anton);
		const carried = new Set(checkpoints(rows).flatMap(({ header }) => numbers(header)));
		const left = seqs(rows.filter(({ header }) => header.kind === 'update' && !carried.has(header.seq)));
		expect(left.length, left.join()).toBeLessThanOrEqual(NEAR);
		expect((await late(stream)).texts).toHaveLength(2 * FAR + 302);
	});

	it('[J1] stands for entries of its own epoch alone: whoever opens it could open them', async () => {
		const { stream, berta, cem, anton } = await trio();
		await tell(stream, anton, NEAR - 10);
		await done(stream, removeMember(berta.replica, idOf(cem)));
		await tell(stream, anton, NEAR + 10);
		const rows = await rowsOf(anton, anton);
		const [made] = checkpoints(rows);
		const { epoch, from, seq } = must(made?.header.kind === 'checkpoint' ? made.header : null, 'a checkpoint');
		expect(epoch).toBe(2);
		expect(seqs(rows.filter(({ header }) => header.epoch === 1)).at(-1)).toBe(from - 1);
		expect(seq - from).toBeGreaterThanOrEqual(FEWEST);
	});

	it('[J1] [T1] gives a newcomer without the history nothing of it', async () => {
		const { stream, berta, anton } = await trio();
		await tell(stream, anton, NEAR - 10);
		const mia = await join(stream, berta, false);
		await tell(stream, anton, NEAR + 10);
		mia.kill();
		const fresh = new MemoryVault();
		const again = new Device(stream, 'Mia again', mia.seed, freshSeed(), STREAM_POLICY, fresh);
		stream.devices.push(again);
		await again.open();
		again.connect();
		await settle(stream, true);
		expect(again.texts).toHaveLength(NEAR + 10);
		expect(checkpoints(await rowsOf(again, anton))).toHaveLength(1);
		expect(again.space.missing).toBe(0);
	});

	it('[J1] [O3] what is written while one is being kept goes out by itself', async () => {
		const { stream, berta, anton } = await written(NEAR - 2);
		await anton.write('das letzte davor');
		let letGo = (): void => undefined;
		const held = new Promise<void>((resolve) => (letGo = resolve));
		const { before } = anton.vault;
		anton.vault.before = (changes) =>
			changes.some(({ table, value }) => table === 'entries' && isCheckpoint(stream, value)) ? held : before(changes);
		await anton.write('damit ist einer fällig');
		await breathe(stream);
		await anton.write('währenddessen');
		letGo();
		await settle(stream);
		expect(checkpoints(await rowsOf(anton, anton))).toHaveLength(1);
		expect(anton.mark('währenddessen')).toBe('relayed');
		expect(berta.texts.at(-1)).toBe('währenddessen');
	});

	it('[J1] is made by nobody in a document that members share', async () => {
		const stream = await scene('member');
		const shared = { ...(await device(stream, 1, 'x')).policy, documents: 'shared' as const };
		const berta = await device(stream, 0, 'Berta', { policy: shared });
		berta.connect();
		await tell(stream, berta, NEAR + 5);
		expect(checkpoints(await rowsOf(berta, berta))).toEqual([]);
	});
});

describe('whoever comes later', () => {
	it('[J2] takes checkpoints in place of what they stand for, and reads the same', async () => {
		const { stream, berta, anton } = await written(FAR + 30);
		const second = await late(stream);
		expect(second.texts).toEqual(berta.texts);
		expect(second.space.missing).toBe(0);
		expect((await rowsOf(second, anton)).length).toBeLessThan(NEAR + 10);
		await anton.write('Und noch etwas');
		await settle(stream);
		expect(second.texts.at(-1)).toBe('Und noch etwas');
		await second.write('Gelesen');
		await settle(stream);
		expect(anton.texts.at(-1)).toBe('Gelesen');
	});

	it('[J2] is the same after opening again, from a snapshot and without one', async () => {
		const { stream, berta, anton } = await written(2 * NEAR + 9);
		const second = await late(stream);
		second.kill();
		await second.open();
		expect(second.texts).toEqual(berta.texts);
		second.kill();
		for (const [key] of await second.disk.list('snapshots', stream.space))
			await second.disk.commit([{ table: 'snapshots', key, value: null }]);
		await second.open();
		expect(second.texts).toEqual(berta.texts);
		second.connect();
		await anton.write('Danach');
		await settle(stream);
		expect(second.texts.at(-1)).toBe('Danach');
		expect(feedAt(second, anton)?.trouble).toBe('none');
	});

	it('[J2] goes on from the middle of what one stands for', async () => {
		const { stream, berta, anton } = await written(10);
		const second = await late(stream);
		second.link?.cut();
		await tell(stream, anton, NEAR + 20);
		second.connect();
		await settle(stream, true);
		expect(second.texts).toEqual(berta.texts);
		expect(second.space.missing).toBe(0);
	});

	for (const [what, tables] of [
		['entries', ['entries', 'snapshots']],
		['rows', ['entries', 'snapshots', 'feeds']]
	] as const)
		it(`[J2] a device that lost its own ${what} gets them back as they were`, async () => {
			const { stream, anton } = await written(NEAR + 20);
			const { texts } = anton;
			const own = ownFeed(anton).id;
			const rows = seqs(await rowsOf(anton, anton));
			anton.kill();
			for (const table of tables)
				for (const key of await anton.disk.keys(table, stream.space))
					await anton.disk.commit([{ table, key, value: null }]);
			await anton.open();
			anton.connect();
			await settle(stream, true);
			expect(anton.texts).toEqual(texts);
			expect(anton.space.feeds.get(own)?.isBrief).toBe(false);
			const back = await anton.space.rows.vault.keys('entries', stream.space + own);
			expect(back).toHaveLength(rows.length);
		});

	it('[J2] asks once: nothing that stands for others is taken for a gap', async () => {
		const { stream, berta } = await written(FAR + NEAR + 9);
		const second = await device(stream, 0, 'late');
		const asked: string[] = [];
		second.connect();
		must(second.link, 'a line').tap = (frame) => {
			asked.push(frame.kind);
			return [frame];
		};
		await settle(stream);
		expect(second.texts).toEqual(berta.texts);
		expect(asked.filter((kind) => kind === 'pull')).toHaveLength(1);
	});
});

describe('a checkpoint that lies', () => {
	/** Anton's checkpoint with a body of his choice, in place of his entries from 2 on. */
	async function lying(
		stream: Scene,
		anton: Device,
		body: Uint8Array | null,
		seq: number,
		header: object = {}
	): Promise<{ second: Device; entry: Entry }> {
		const second = await device(stream, 0, 'late');
		const [open] = await rowsOf(anton, anton);
		const entry = await forged(anton, must(body, 'a body'), {
			header: { kind: 'checkpoint', from: 2, ...header },
			after: { header: { seq: seq - 1 }, hash: ownFeed(anton).hash }
		});
		await deliver(second, ownFeed(anton).id, must(open, 'an entry'));
		await deliver(second, ownFeed(anton).id, entry);
		return { second, entry };
	}

	it('[J2] is left alone, with all others of its space; the entries are asked for', async () => {
		const { stream, berta, anton } = await written(NEAR + 5);
		const payloads = await payloadsOf(anton, 2);
		const foreign = { ...must(payloads[0], 'a payload'), document: berta.space.ownDocument };
		const backdated = update(anton, say('nie gesagt', stream.nowMs - 86_400_000));
		const lies: readonly (readonly [string, Uint8Array | null])[] = [
			['leaves one out', await bodyOf(payloads.slice(1))],
			['is of another member’s document', await bodyOf([foreign, ...payloads.slice(1)])],
			['has them in another order', await bodyOf(payloads.toReversed())],
			['carries another clock', await bodyOf([...payloads.slice(1), { ...must(payloads[0], 'one'), body: backdated }])],
			['is not deflated', utf8('kein Deflate')],
			['inflates without end', await bomb()]
		];
		for (const [what, body] of lies) {
			const { second } = await lying(stream, anton, body, 2 + payloads.length);
			expect(second.texts, what).toEqual([]);
			expect(feedAt(second, anton)?.seq, what).toBe(1);
			second.connect();
			await settle(stream, true);
			expect(second.texts, what).toEqual(berta.texts);
			expect(feedAt(second, anton)?.trouble, what).toBe('none');
			expect(feedAt(second, anton)?.isBrief, what).toBe(false);
			second.kill();
			stream.devices.pop();
		}
	});

	it('[J2] is not taken unsigned, beyond a fence, or from the middle', async () => {
		const { stream, anton, berta } = await written(NEAR + 5);
		const body = await bodyOf(await payloadsOf(anton, 2));
		const payloads = (await payloadsOf(anton, 2)).length;
		const { second } = await lying(stream, anton, body, 2 + payloads, { from: 3 });
		expect(feedAt(second, anton)?.seq).toBe(1);
		const genuine = must(checkpoints(await rowsOf(anton, anton))[0], 'a checkpoint');
		expect(standsFor(genuine.header, 2)).toBe(true);
		const bytes = genuine.bytes.slice();
		bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
		const broken = parseEntry(stream.space, bytes);
		await deliver(second, ownFeed(anton).id, broken.ok ? broken.value : expect.fail(broken.why));
		expect(feedAt(second, anton)?.seq).toBe(1);
		expect(second.texts).toEqual([]);
		second.connect();
		await settle(stream, true);
		expect(second.texts).toEqual(berta.texts);
	});
});

/** Deflated zeros: a thousand times as long when inflated. */
async function bomb(): Promise<Uint8Array> {
	const { deflate } = await import('./space/deflate');
	return deflate(new Uint8Array(32 * 1024 * 1024));
}

function isCheckpoint({ space }: Scene, row: Uint8Array | null): boolean {
	const entry = row && parseEntry(space, row);
	return entry?.ok === true && entry.value.header.kind === 'checkpoint';
}

/** The numbers of the entries that a checkpoint stands for. */
function numbers(header: Entry['header']): number[] {
	const { seq } = header;
	return header.kind === 'checkpoint' ? Array.from({ length: seq - header.from }, (_, i) => header.from + i) : [];
}
