/** How a charter continues: from the relay's records, and from what another tab has stored. SPEC.md X2, X5. */
import { equal } from '../../base/bytes';
import { extend, type Charter } from '../../wire/charter';
import { parseRecord, type CharterRecord } from '../../wire/charter-record';
import type { SpaceState } from './state';

/** Records that an open space does not have yet, and the charter they lead to. */
export interface Continuation {
	readonly records: readonly CharterRecord[];
	readonly charter: Charter;
	/** Whether all records fit: none was malformed or differs from the ones the space has or had. */
	readonly isWhole: boolean;
}

/** The part of `raw`, the records from index `from` on, that continues a space's charter, up to the first misfit. */
export async function continued(
	space: Pick<SpaceState, 'charter' | 'records' | 'pins'>,
	from: number,
	raw: readonly Uint8Array[]
): Promise<Continuation> {
	const records: CharterRecord[] = [];
	let { charter } = space;
	for (const [i, bytes] of raw.entries()) {
		const record = parseRecord(bytes);
		if (!record.ok) return { records, charter, isWhole: false };
		const mine = space.records[from + i];
		if (mine && equal(mine.hash, record.value.hash)) continue;
		const pin = space.pins.get(from + i);
		const isOther = mine !== undefined || (pin !== undefined && !equal(pin, record.value.hash));
		const next = isOther ? null : await extend(charter, record.value);
		if (!next?.ok) return { records, charter, isWhole: false };
		charter = next.value;
		records.push(record.value);
	}
	return { records, charter, isWhole: true };
}
