/** What members may read: from the founding on, and no longer once they are removed. SPEC.md S1, S3, I4. */
import { describe, expect, it } from 'vitest';
import { newEpoch, removal } from '../../../tests/support/amending';
import { device, scene } from '../../../tests/support/devices';
import { deliver, forged, ownFeed, update } from '../../../tests/support/forging';
import { trio } from '../../../tests/support/trio';
import { freshSeed } from '../crypto/random';
import { writeMessage } from '../domain/stream-document';
import { newest } from '../wire/charter';
import { foundSpace, newMember } from './keys/founding';
import { memberKeys } from './keys/member';
import { unsealEntry } from './space/sealing';
import { parseEntry } from '../wire/entry';
import { settle } from '../../../tests/support/settling';

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
