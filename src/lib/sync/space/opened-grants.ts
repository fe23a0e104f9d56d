/**
 * What grants hold, kept sealed once they were opened: opening one takes milliseconds, and every opening of a space
 * would do it again. SPEC.md S12.
 */
import { passOver } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import { decode, encode, fixed, list, record, text } from '../../wire/codec';
import { MAX_RECORDS } from '../../wire/limits';
import type { OpenedGrants } from '../keys/epochs';
import type { SealedRows } from '../vault/sealed';

const layout = list(record({ name: text(32), secret: fixed(32) }), MAX_RECORDS);

/** What this device has opened of a space's grants; empty when the row is missing or damaged. */
export async function readOpened(rows: SealedRows, space: SpaceId): Promise<OpenedGrants> {
	const row = await rows.get('meta', nameOf(space)).catch(passOver('storage-unreadable', 'storage-missing'));
	const kept = row?.ok && row.value ? decode(layout, row.value) : null;
	return new Map(kept?.ok ? kept.value.map(({ name, secret }) => [name, secret]) : []);
}

/** Keeps them; if that fails they are opened again next time. */
export async function keepOpened(rows: SealedRows, space: SpaceId, opened: OpenedGrants): Promise<void> {
	const plain = encode(
		layout,
		[...opened].map(([name, secret]) => ({ name, secret }))
	);
	await rows.vault
		.commit([await rows.put('meta', nameOf(space), plain)])
		.catch(passOver('storage-full', 'storage-unreadable', 'storage-missing'));
}

function nameOf(space: SpaceId): string {
	return `opened/${space}`;
}
