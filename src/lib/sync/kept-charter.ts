/** What another tab has kept of a space's charter meanwhile. SPEC.md X5. */
import { equal } from '../base/bytes';
import { extend, type Charter } from '../wire/charter';
import { parseRecord, type CharterRecord } from '../wire/charter-record';
import { recordKey } from './naming';
import type { Space } from './space';

/** The records that the vault has beyond those of an open space, as far as they continue its charter, and where they lead. */
export async function keptBeyond(space: Space): Promise<readonly [CharterRecord[], Charter]> {
	const records: CharterRecord[] = [];
	let { charter } = space;
	const last = space.records.at(-1);
	const kept = await space.rows.vault.list('charters', space.id, last && recordKey(space.id, last));
	for (const [, raw] of kept) {
		const record = parseRecord(raw);
		if (!record.ok) break;
		const pin = space.pins.get(record.value.index);
		const next = pin && !equal(pin, record.value.hash) ? null : await extend(charter, record.value);
		if (!next?.ok) break;
		charter = next.value;
		records.push(record.value);
	}
	return [records, charter];
}
