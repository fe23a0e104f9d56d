/** Entries name the attachments they refer to. SPEC.md O8. */
import { expect, it } from 'vitest';
import { device, scene, type Device, type Scene } from '../../../../tests/support/devices';
import { seed } from '../../../../tests/support/people';
import { hex } from '../../base/bytes';
import type { BlobId } from '../../base/ids';
import { countMessages, writeMessage } from '../../domain/stream-document';
import { parseEntry } from '../../wire/entry';
import { compose, leaseFeed } from '../space/outbox';
import { settle } from '../../../../tests/support/settling';

const blob = (name: string): BlobId => hex(seed(name)) as BlobId;

async function send(from: Device, text: string, ...blobs: BlobId[]): Promise<void> {
	await leaseFeed(from.space, () => Promise.resolve(true));
	const { space } = from;
	await compose(
		space,
		space.ownDocument,
		(doc, stamp) => void writeMessage(doc, stamp, { text, replyTo: null }),
		countMessages,
		blobs
	);
	void from.replica.flush().catch(() => undefined);
}

/** The attachments named by the relay's entries, in entry order. */
async function namedAtRelay({ rolf, space }: Scene): Promise<string[]> {
	const rows = await rolf.store.range('entries', { prefix: new Uint8Array(), maxRows: 1000 });
	return rows.flatMap(({ value }) => {
		const entry = parseEntry(space, value);
		return entry.ok ? entry.value.header.blobs.map(hex) : [];
	});
}

it('[O8] in their plain header, even after a restart before they were sealed', async () => {
	const stream = await scene('member');
	const berta = await device(stream, 0, 'Berta');
	await send(berta, 'eins', blob('a'));
	await send(berta, 'zwei');
	await send(berta, 'drei', blob('b'), blob('c'));
	berta.kill();
	await berta.open();
	berta.connect();
	await settle(stream);
	expect(await namedAtRelay(stream)).toEqual([blob('a'), blob('b'), blob('c')]);
	const anton = await device(stream, 1, 'Anton');
	anton.connect();
	await settle(stream);
	expect(anton.texts).toEqual(['eins', 'zwei', 'drei']);
});

it('[O8] [O6] also when they move to a fresh feed', async () => {
	const stream = await scene('member');
	const berta = await device(stream, 0, 'Berta');
	berta.connect();
	await send(berta, 'vorher');
	await settle(stream);
	if (berta.link) berta.link.tap = (frame) => (frame.kind === 'push' ? [] : [frame]);
	for (const name of ['a', 'b', 'c']) await send(berta, name, blob(name));
	await settle(stream);
	const entries = await berta.disk.list('entries', berta.space.id);
	await berta.disk.commit([{ table: 'entries', key: entries.at(-3)?.[0] ?? '', value: new Uint8Array([1]) }]);
	berta.kill();
	await berta.open();
	await send(berta, 'd', blob('d'));
	berta.connect();
	await settle(stream, true);
	expect(berta.texts.toSorted()).toEqual(['b', 'c', 'd', 'vorher']);
	expect((await namedAtRelay(stream)).toSorted()).toEqual([blob('b'), blob('c'), blob('d')].toSorted());
});
