/** What a Leitung has written in the centre's records, and nobody else: told by the feed that set each field. SPEC.md Y1, sync S8. */
import { readRecords, type Fields } from '../../domain/records';
import { provenMembers, type Identity } from '../../sync/centre/identity';
import { writersIn } from '../../sync/space/writers';
import type { Opened } from '../session/open-spaces';

/** Reads tables of the centre by name: of each record the fields that a Leitung set. */
export type LeadRecords = (table: string) => ReadonlyMap<string, Fields>;

/** The records of the centre as they stand, for whoever carries out what a Leitung has decided. */
export async function leadRecords(
	{ space }: Opened,
	root: Uint8Array,
	self: Pick<Identity, 'isLead'>
): Promise<LeadRecords> {
	const proven = await provenMembers(space, root);
	const leads = new Set([...proven].filter(([, { isLead }]) => isLead).map(([member]) => member));
	if (self.isLead) leads.add(space.credentials.member);
	const writer = writersIn(space);
	return (name) => {
		const table = space.doc.getMap(name);
		return readRecords(table, (key) => {
			const member = writer(table, key);
			return member !== null && leads.has(member);
		});
	};
}
