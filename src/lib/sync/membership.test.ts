/** Charters that are rolled back, diverge or race; removed members; letters. SPEC.md X2, X7, S3, I4, O5. */
import { describe, expect, it } from 'vitest';
import { newEpoch, removal } from '../../../tests/support/amending';
import { device, scene, type Device } from '../../../tests/support/devices';
import { deliver, forged, ownFeed, update } from '../../../tests/support/forging';
import { NO_DOCUMENTS_POLICY } from '../../../tests/support/policies';
import { Fault } from '../base/fault';
import { utf8 } from '../base/bytes';
import { freshSeed } from '../crypto/random';
import { writeMessage } from '../domain/stream-document';
import { newest } from '../wire/charter';
import { signRecord } from '../wire/charter-record';
import { foundSpace, newMember } from './keys/founding';
import { credentials, memberKeys } from './keys/member';
import { readLetters } from './exchange/letters';
import { leaseFeed, post } from './space/outbox';
import { unsealEntry } from './space/sealing';
import { parseEntry } from '../wire/entry';
import type { Space } from './space/space';
import { breathe, settle } from '../../../tests/support/settling';

async function trio() {
	const stream = await scene('host', 'member');
	const berta = await device(stream, 0, 'Berta');
	const cem = await device(stream, 1, 'Cem');
	const anton = await device(stream, 2, 'Anton');
	for (const one of stream.devices) one.connect();
	await berta.write('Guten Tag');
	await anton.write('Hallo');
	await settle(stream);
	return { stream, berta, cem, anton };
}

describe('charters', () => {
	it('[X2] gives a rolled-back relay its records again, and the entries', async () => {
		const { stream, berta, anton } = await trio();
		const amended = berta.replica.amend(() => newEpoch(berta));
		await settle(stream);
		await amended;
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
		const draft = { version: 1 as const, previous: charter.head, index: 1, atMs: 1, signer: mine.member, ops };
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
			const amended = berta.replica.amend(() => newEpoch(berta));
			await settle(stream);
			await amended;
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
			const amended = berta.replica.amend(() => newEpoch(berta));
			await settle(stream);
			await amended;
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

describe('a removed member', () => {
	it('[S3] [I4] reads nothing written afterwards, and her late entries are refused', async () => {
		const { stream, berta, cem, anton } = await trio();
		await anton.write('Letztes Wort');
		await settle(stream);
		const late = await forged(
			anton,
			update(anton, (doc, feed) => {
				writeMessage(doc, { ms: stream.nowMs, count: 0, feed }, { text: 'zu spät' });
			})
		);
		const removed = berta.replica.amend(() => removal(berta, anton.space.credentials.member));
		await settle(stream);
		await removed;
		expect(anton.news.at(-1)).toMatchObject({ news: 'closed', code: 'removed' });
		await deliver(berta, ownFeed(anton).id, late);
		await deliver(cem, ownFeed(anton).id, late);
		await berta.write('Ohne Anton');
		await settle(stream);
		expect(cem.texts).toEqual(berta.texts);
		expect(berta.texts).toContain('Letztes Wort');
		expect(berta.texts).not.toContain('zu spät');
		expect(berta.space.missing).toBe(0);
		const rows = await berta.vault.list('entries', stream.space + ownFeed(berta).id);
		const entry = parseEntry(stream.space, rows.at(-1)?.[1] ?? new Uint8Array());
		if (!entry.ok) throw new Error(entry.why);
		expect(entry.value.header.epoch).toBe(2);
		expect((await unsealEntry(anton.space, ownFeed(berta), entry.value)).ok, 'with all of Anton’s keys').toBe(false);
		expect((await unsealEntry(cem.space, ownFeed(berta), entry.value)).ok).toBe(true);
	});

	it('[S3] [I4] keeps an entry waiting for its epoch key, and opens it when the key comes', async () => {
		const { stream, berta, anton } = await trio();
		const { link } = anton;
		const held: (() => void)[] = [];
		if (link) {
			link.forge = (frame) => {
				if (frame.kind !== 'charter') return [frame];
				held.push(() => void link.down.push(frame));
				return [];
			};
		}
		const amended = berta.replica.amend(() => newEpoch(berta));
		await settle(stream);
		await amended;
		await berta.write('unter Epoche 2');
		await settle(stream);
		expect(anton.texts).not.toContain('unter Epoche 2');
		expect(anton.space.missing).toBeGreaterThan(0);
		for (const release of held) release();
		await settle(stream);
		expect(anton.texts).toContain('unter Epoche 2');
		expect(anton.space.missing).toBe(0);
	});
});

describe('letters', () => {
	it('[O5] [S1] are read only by the host, even under keys of her own, and by nobody else', async () => {
		const mailbox = await scene('poster', 'reader');
		const policy = NO_DOCUMENTS_POLICY;
		const mia = await device(mailbox, 0, 'Mia', { policy });
		const berta = await device(mailbox, 1, 'Berta', { policy });
		for (const one of mailbox.devices) one.connect();
		await leaseFeed(berta.space, () => Promise.resolve(true));
		await post(berta.space, utf8('Einladung'));
		await berta.replica.flush();
		await settle(mailbox);
		const letters = async ({ space }: Device): Promise<string[]> =>
			(await readLetters(space)).map(({ body }) => new TextDecoder().decode(body));
		expect(await letters(mia)).toEqual(['Einladung']);
		expect(await letters(berta)).toEqual([]);
		expect(mia.events.filter(({ kind }) => kind === 'letter')).toHaveLength(1);
		mia.kill();
		expect(await letters(await mia.open()), 'also after a restart').toEqual(['Einladung']);
		const rows = (await mia.vault.list('entries', mailbox.space)).map(([, raw]) => parseEntry(mailbox.space, raw));
		const feed = [...mia.space.feeds.values()].find(({ member }) => member === berta.space.credentials.member);
		if (!feed) throw new Error('no feed');
		const own = freshSeed();
		const opens = async (space: Pick<Space, 'id' | 'epochs' | 'charter' | 'credentials'>): Promise<boolean[]> =>
			Promise.all(rows.map(async (row) => row.ok && (await unsealEntry(space, feed, row.value)).ok));
		expect(await opens(mia.space)).toEqual([true, true]);
		expect(await opens(berta.space)).toEqual([false, false]);
		const reader = await credentials(mailbox.space, mailbox.seeds[2] ?? own, freshSeed());
		expect(await opens({ ...parts(mia.space), credentials: reader })).toEqual([false, false]);
		const renewed = await credentials(mailbox.space, own, freshSeed(), mia.space.credentials.member, [
			mailbox.seeds[0] ?? own
		]);
		expect(await opens({ ...parts(mia.space), credentials: renewed }), 'with the older keys').toEqual([true, true]);
		const withoutOld = await credentials(mailbox.space, own, freshSeed(), mia.space.credentials.member);
		expect(await opens({ ...parts(mia.space), credentials: withoutOld })).toEqual([false, false]);
	});

	it('[O5] are all that a poster may write: anything else stops at the host', async () => {
		const mailbox = await scene('poster');
		const mia = await device(mailbox, 0, 'Mia');
		const berta = await device(mailbox, 1, 'Berta');
		for (const one of mailbox.devices) one.connect();
		await leaseFeed(berta.space, () => Promise.resolve(true));
		await post(berta.space, utf8('Einladung'));
		await berta.replica.flush();
		await settle(mailbox);
		const known = mia.space.feeds.get(ownFeed(berta).id)?.seq;
		const body = update(berta, (doc, feed) => {
			writeMessage(doc, { ms: mailbox.nowMs, count: 0, feed }, { text: 'x' });
		});
		const key = mia.space.epochs;
		berta.space.epochs = key;
		await deliver(mia, ownFeed(berta).id, await forged(berta, body));
		expect(mia.space.feeds.get(ownFeed(berta).id)?.seq).toBe(known);
		expect(mia.texts).toEqual([]);
	});
});

function parts({ id, epochs, charter }: Space): Pick<Space, 'id' | 'epochs' | 'charter'> {
	return { id, epochs, charter };
}

describe('founding', () => {
	it('[S1] [S3] gives each member her own keys, and the epoch key to all but posters', async () => {
		const host = await memberKeys(freshSeed());
		const made = await foundSpace('feeds', host, [await newMember('member'), await newMember('poster')], 1);
		const stream = await scene('member', 'poster');
		expect(made.members.length).toBe(3);
		for (const [index, epochs] of [
			[0, 1],
			[1, 1],
			[2, 0]
		] as const) {
			const one = await device(stream, index, String(index));
			expect(one.space.epochs.size).toBe(epochs);
			expect(one.space.isMember).toBe(true);
		}
		const members = [...(stream.devices[0]?.space.charter.members.values() ?? [])];
		const keys = members.flatMap((member) => [newest(member).sign.join(), newest(member).seal.join()]);
		expect(new Set(keys).size).toBe(6);
	});
});
