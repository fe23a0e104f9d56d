/** Failed work is retried automatically; a relay's promises end. SPEC.md X10, X11. */
import { describe, expect, it } from 'vitest';
import { device, scene, type Device, type Scene } from '../../../tests/support/devices';
import { newEpoch } from '../../../tests/support/amending';
import { foundSpace, newMember } from './keys/founding';
import { memberKeys } from './keys/member';
import { freshSeed } from '../crypto/random';
import { breathe, pass, settle } from '../../../tests/support/settling';

async function opened(): Promise<{ stream: Scene; berta: Device; anton: Device }> {
	const stream = await scene('member');
	const berta = await device(stream, 0, 'Berta');
	const anton = await device(stream, 1, 'Anton');
	for (const one of [berta, anton]) one.connect();
	await settle(stream);
	return { stream, berta, anton };
}

describe('trying again', () => {
	it('[X10] seals what a failed commit left in the outbox, without any other trigger', async () => {
		const { stream, berta, anton } = await opened();
		let isFull = true;
		berta.vault.before = (changes) => {
			if (isFull && changes.some(({ table }) => table === 'entries')) berta.vault.failIn = 0;
		};
		await berta.write('auf dem Weg');
		await settle(stream);
		expect(anton.texts).toEqual([]);
		const pauses: number[] = [];
		for (let tries = 0; tries < 4; tries++) {
			pauses.push(Math.min(...berta.timers.map(({ afterMs }) => afterMs)));
			berta.ring();
			await settle(stream);
		}
		expect(pauses, 'ever longer').toEqual([3_000, 6_000, 12_000, 24_000]);
		isFull = false;
		berta.ring();
		await settle(stream);
		expect(anton.texts).toEqual(['auf dem Weg']);
		expect(berta.mark('auf dem Weg')).toBe('relayed');
	});

	it('[X10] sends again what the relay could not store', async () => {
		const { stream, berta, anton } = await opened();
		stream.rolf.isFull = true;
		await berta.write('eins');
		await settle(stream);
		await berta.write('zwei');
		await settle(stream);
		expect(berta.mark('eins')).toBe('local');
		stream.rolf.isFull = false;
		await pass(stream);
		expect(anton.texts).toEqual(['eins', 'zwei']);
		expect(berta.mark('zwei')).toBe('relayed');
	});

	it('[X10] retries a charter that could not be stored here, or at the relay', async () => {
		const { stream, berta, anton } = await opened();
		anton.vault.before = (changes) => {
			if (changes.some(({ table }) => table === 'charters')) {
				anton.vault.failIn = 0;
				anton.vault.before = () => undefined;
			}
		};
		const amended = berta.replica.amend(() => newEpoch(berta));
		await settle(stream);
		await amended;
		await berta.write('im neuen Abschnitt');
		await pass(stream);
		expect(anton.space.charter.epoch).toBe(2);
		expect(anton.texts).toEqual(['im neuen Abschnitt']);

		const before = stream.rolf.journal.length;
		const again = berta.replica.amend(() => newEpoch(berta));
		await settle(stream);
		await again;
		await stream.rolf.rollBack(before);
		stream.rolf.isFull = true;
		berta.connect();
		await settle(stream);
		stream.rolf.isFull = false;
		await pass(stream);
		anton.connect();
		await settle(stream);
		expect(anton.space.charter.epoch).toBe(3);
	});

	it('[X10] joins, founds and asks again when the relay is too busy or its disk is full', async () => {
		for (const [request, code] of [
			['join', 'too-fast'],
			['join', 'storage'],
			['create', 'too-fast'],
			['create', 'storage'],
			['create', 'not-member'],
			['pull', 'storage'],
			['charterPull', 'not-member']
		] as const) {
			const { stream, berta, anton } = await opened();
			await anton.write('da?');
			await settle(stream);
			berta.kill();
			await berta.open();
			berta.connect();
			const { link } = berta;
			let isAnswered = false;
			const refused = { kind: 'refused', space: stream.space, request, code } as const;
			if (link)
				link.tap = (frame) => {
					const isMet = request === 'create' || request === 'charterPull' ? 'join' : request;
					if (isAnswered || frame.kind !== isMet) return [frame];
					isAnswered = true;
					link.down.push(refused);
					return [];
				};
			await pass(stream);
			expect(berta.texts, `${request} ${code}`).toEqual(['da?']);
		}
	});

	it('[X10] founds a space of any length at a relay that lost it: a first part, then the rest', async () => {
		const { stream, berta } = await opened();
		const admissions = await Promise.all(Array.from({ length: 3 }, () => newMember('member')));
		expect((await foundSpace('feeds', await memberKeys(freshSeed()), admissions, 0)).records.length).toBe(1);
		for (let more = 0; more < 6; more++) {
			const amended = berta.replica.amend(() => newEpoch(berta));
			await settle(stream);
			await amended;
		}
		const sent: string[] = [];
		await stream.rolf.rollBack(0);
		Object.defineProperty(berta.replica.channel, 'centre', { value: stream.space });
		berta.connect();
		const { link } = berta;
		if (link) link.tap = (frame) => (sent.push(frame.kind), [frame]);
		await settle(stream);
		expect(sent).toContain('create');
		await breathe(stream);
	});
});

describe('a relay’s promises', () => {
	it('[X11] own writing continues on the next connection once a relay that claimed too much is honest again', async () => {
		const { stream, berta, anton } = await opened();
		await berta.write('vorher');
		await settle(stream);
		const own = berta.space.own?.id;
		berta.link?.cut();
		berta.connect();
		const { link } = berta;
		let lies = true;
		const forge = (frame: Parameters<NonNullable<typeof link>['forge']>[0]) =>
			lies && frame.kind === 'joined'
				? [{ ...frame, feeds: frame.feeds.map((head) => (head.feed === own ? { ...head, seq: 1_000_000 } : head)) }]
				: [frame];
		if (link) link.forge = forge;
		await berta.write('gehalten');
		await settle(stream);
		expect(anton.texts).toEqual(['vorher']);
		expect(
			berta.news.some(({ news }) => news === 'withheld'),
			'somebody is told'
		).toBe(true);
		expect(berta.space.missing).toBeGreaterThan(0);
		lies = false;
		// neither a restart nor a cut is needed
		await pass(stream);
		expect(anton.texts).toEqual(['vorher', 'gehalten']);
		expect(berta.space.missing).toBe(0);
	});

	it('[X11] an impossible number is ignored', async () => {
		const { stream, berta, anton } = await opened();
		await berta.write('vorher');
		await settle(stream);
		berta.link?.cut();
		berta.connect();
		const { link } = berta;
		if (link)
			link.forge = (frame) =>
				frame.kind === 'joined'
					? [{ ...frame, feeds: frame.feeds.map((head) => ({ ...head, seq: Number.MAX_SAFE_INTEGER })) }]
					: [frame];
		await berta.write('trotzdem');
		await settle(stream);
		expect(berta.space.missing).toBe(0);
		expect(anton.texts).toEqual(['vorher', 'trotzdem']);
	});
});
