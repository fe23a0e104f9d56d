/** Letters in a mailbox: only its host reads them, and posters write nothing else. SPEC.md O5, S1. */
import { describe, expect, it } from 'vitest';
import { device, scene, type Device } from '../../../tests/support/devices';
import { deliver, forged, ownFeed, update } from '../../../tests/support/forging';
import { NO_DOCUMENTS_POLICY } from '../../../tests/support/policies';
import { utf8 } from '../base/bytes';
import { freshSeed } from '../crypto/random';
import { writeMessage } from '../domain/stream-document';
import { credentials } from './keys/member';
import { readLetters } from './exchange/letters';
import { leaseFeed, post } from './space/outbox';
import { unsealEntry } from './space/sealing';
import { parseEntry } from '../wire/entry';
import type { Space } from './space/space';
import { settle } from '../../../tests/support/settling';

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
