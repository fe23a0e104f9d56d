/** Charters that are rolled back, diverge or race. SPEC.md X2, X7. */
import { describe, expect, it } from 'vitest';
import { beginsEpoch, newEpoch } from '../../../tests/support/amending';
import { device } from '../../../tests/support/devices';
import { trio } from '../../../tests/support/trio';
import { Fault } from '../base/fault';
import { signRecord } from '../wire/charter-record';
import { breathe, settle } from '../../../tests/support/settling';

describe('charters', () => {
	it('[X2] gives a rolled-back relay its records again, and the entries', async () => {
		const { stream, berta, anton } = await trio();
		await beginsEpoch(stream, berta);
		await berta.write('unter dem neuen Schlüssel');
		await settle(stream);
		await stream.rolf.rollBack(2);
		expect(await stream.rolf.entries()).toBe(0);
		for (const one of [anton, berta]) one.connect();
		await settle(stream, true);
		expect(await stream.rolf.entries()).toBe(5);
		const late = await device(stream, 2, 'Antons Telefon');
		late.connect();
		await settle(stream, true);
		expect(late.texts).toEqual(berta.texts);
		expect(berta.news.concat(anton.news).some(({ news }) => news === 'diverged')).toBe(false);
	});

	it('[X2] refuses a relay whose charter diverges, and sends it nothing', async () => {
		const { stream, berta, anton } = await trio();
		anton.link?.cut();
		berta.link?.cut();
		const { charter, credentials: mine } = berta.space;
		const ops = await newEpoch(berta);
		const draft = { version: 2 as const, previous: charter.head, index: 1, atMs: 1, signer: mine.member, ops };
		const [one, other] = [
			await signRecord(stream.space, draft, mine.keys.sign),
			await signRecord(stream.space, { ...draft, atMs: 2 }, mine.keys.sign)
		];
		berta.connect();
		await settle(stream);
		berta.link?.send({ kind: 'charterPush', space: stream.space, records: [one.bytes], final: 0 });
		await settle(stream);
		const { extend } = await import('../wire/charter');
		const next = await extend(anton.space.charter, other);
		if (!next.ok) throw new Error(next.why);
		await anton.space.takeCharter(next.value, [other]);
		anton.connect();
		await settle(stream);
		await anton.write('nur für die Richtigen');
		await settle(stream);
		expect(anton.news.at(-1)?.news).toBe('diverged');
		expect(anton.replica.isCurrent).toBe(false);
		expect(anton.mark('nur für die Richtigen')).toBe('local');
		expect(berta.texts).not.toContain('nur für die Richtigen');
	});

	it('[X2] is not current, and seals nothing, before it has all records that the relay named', async () => {
		const { stream, berta, anton } = await trio();
		anton.link?.cut();
		await anton.write('wartet auf den neuen Schlüssel');
		for (let i = 0; i < 2; i++) {
			await beginsEpoch(stream, berta);
		}
		anton.connect();
		const { link } = anton;
		if (link)
			link.forge = (frame) => (frame.kind === 'charter' ? [{ ...frame, records: frame.records.slice(0, 1) }] : [frame]);
		await settle(stream);
		expect(anton.space.charter.epoch).toBe(2);
		expect(anton.replica.isCurrent).toBe(false);
		expect(anton.space.pending.length).toBe(1);
		link?.cut();
		anton.connect();
		await settle(stream);
		expect(anton.space.charter.epoch).toBe(3);
		expect(berta.texts).toContain('wartet auf den neuen Schlüssel');
	});

	it('[X2] accepts news even when some records in between are missing', async () => {
		const { stream, berta, anton } = await trio();
		const { link } = anton;
		let isFirst = true;
		if (link) link.forge = (frame) => (frame.kind === 'charter' && isFirst ? ((isFirst = false), []) : [frame]);
		for (let i = 0; i < 2; i++) {
			await beginsEpoch(stream, berta);
		}
		expect(anton.space.charter.epoch).toBe(3);
		expect(anton.news.some(({ news }) => news === 'diverged')).toBe(false);
	});

	it('[X7] signs again when somebody else was faster', async () => {
		const { stream, berta, cem } = await trio();
		const both = Promise.all([berta.replica.amend(() => newEpoch(berta)), cem.replica.amend(() => newEpoch(cem))]);
		await settle(stream);
		await both;
		expect([berta.space.charter.epoch, cem.space.charter.epoch]).toEqual([3, 3]);
		const twice = Promise.all([1, 2].map(() => berta.replica.amend(() => newEpoch(berta))));
		await settle(stream);
		await twice;
		expect(cem.space.charter.epoch).toBe(5);
	});

	it('[X7] rejects instead of hanging when the connection drops or the relay never answers', async () => {
		for (const how of ['cut', 'silence', 'moved'] as const) {
			const { stream, berta } = await trio();
			const amended = berta.replica.amend(() => newEpoch(berta));
			const outcome = amended.then(
				() => 'done',
				(error: unknown) => (error instanceof Fault ? error.code : String(error))
			);
			await breathe(stream);
			const { link } = berta;
			if (how === 'moved') {
				link?.up.splice(0);
				link?.down.push({ kind: 'refused', space: stream.space, request: 'charterPush', code: 'head-moved' });
				link?.passDown(link.down.length - 1);
				await breathe(stream);
				link?.up.splice(0);
			}
			if (how === 'silence') berta.ring();
			else link?.cut();
			expect(await outcome, how).toBe('no-connection');
		}
	});
});
