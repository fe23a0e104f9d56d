/** Names of a space's things, in the vault and within the space. */
import type { DocumentId, MemberId, SpaceId } from '../../base/ids';
import { Fault } from '../../base/fault';
import { parseRecord, type CharterRecord } from '../../wire/charter-record';
import type { Change } from './vault';

/** The changes that store charter records. */
export function charterChanges(space: SpaceId, records: readonly CharterRecord[]): Change[] {
	return records.map((record) => ({
		table: 'charters',
		key: recordKey(space, record),
		value: record.bytes
	}));
}

/** The vault key of a charter record: sorts by position. */
export function recordKey(space: SpaceId, { index }: CharterRecord): string {
	return space + index.toString(36).padStart(8, '0');
}

/** The document named after a member, or a space's shared one. */
export function documentOf(id: MemberId | SpaceId): DocumentId {
	return id as string as DocumentId;
}

/** Charter records from bytes that were kept beside a space. Throws 'storage-unreadable' when one is damaged. */
export function keptRecords(raw: readonly Uint8Array[]): CharterRecord[] {
	return raw.map((bytes) => {
		const record = parseRecord(bytes);
		if (!record.ok) throw new Fault('storage-unreadable');
		return record.value;
	});
}
