/** What a Leitung has written in the centre's records, told by the feed that set each field. SPEC.md Y1, sync S8. */
import type { Table } from '../../domain/tables/table';
import { provenMembers, type Identity } from '../../sync/centre/identity';
import { writersIn } from '../../sync/space/writers';
import type { OpenSpace } from '../session/open-space';

/** Reads tables of the centre: of each record, the fields that a Leitung set. */
export type LeadRecords = <R extends object>(table: Table<R>) => ReadonlyMap<string, R>;

/** The centre's records as of now, for carrying out a Leitung's decisions. */
export async function leadRecords(
	{ space }: OpenSpace,
	root: Uint8Array,
	self: Pick<Identity, 'isLead'>
): Promise<LeadRecords> {
	const proven = await provenMembers(space, root);
	const leads = new Set([...proven].filter(([, { isLead }]) => isLead).map(([member]) => member));
	if (self.isLead) leads.add(space.credentials.member);
	const writer = writersIn(space);
	return (table) =>
		table.read(space.doc, (key) => {
			const member = writer(table.in(space.doc), key);
			return member !== null && leads.has(member);
		});
}
