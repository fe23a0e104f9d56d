/** What the centre's records say about colleagues, each field only from those whose word counts for it. SPEC.md U7. */
import type * as Y from 'yjs';
import type { AuthorOf } from './authors';
import { CENTRE, type ColleagueRecord } from '../../domain/tables/centre';

/** A colleague's name and desk in her own words; that she is leaving or has left, in a Leitung's. SPEC.md U7. */
export function readColleagues(doc: Y.Doc, author: AuthorOf): ReadonlyMap<string, ColleagueRecord> {
	return CENTRE.colleagues.read(doc, (key) => {
		const [id, field = ''] = key.split('.');
		const writer = author(CENTRE.colleagues, key);
		if (LEAVING.has(field)) return writer?.isLead === true;
		return id === 'reception' || (writer?.id as string | undefined) === id;
	});
}
const LEAVING: ReadonlySet<string> = new Set(['leaving', 'leavingBy', 'left']);

/** Whether a counsellor still works here. */
export function isHere(
	{ colleagues }: { readonly colleagues: ReadonlyMap<string, ColleagueRecord> },
	identity: string
): boolean {
	const { left, leaving } = colleagues.get(identity) ?? {};
	return typeof left !== 'number' && typeof leaving !== 'number';
}
