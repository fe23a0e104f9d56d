/** What members say beside their messages, as lines of an export: who joined a group, who is to take over. */
import type * as Y from 'yjs';
import type { Clock } from '../../base/clock';
import { handoverOf } from '../handover';
import { factOf, factsOf, type Fact } from '../stream-facts';
import type { Line } from './transcript';

/** The events that lie in one member's document, each with its clock. */
export function eventsOf(member: string, doc: Y.Doc): readonly (Line & Clock)[] {
	const found: (Line & Clock)[] = [];
	const add = (key: string, { ms, c }: Fact, text: string | null): void => {
		if (text === null) return;
		const line = { id: `${key}.${member}`, kind: 'event', author: member, atMs: ms, text } as const;
		found.push({ ...line, attachment: null, goneAtMs: null, reach: null, ms, count: c });
	};
	const joined = factOf(doc, 'joined');
	if (joined) add('joined', joined, joined.v === 'yes' ? 'ist der Gruppe beigetreten' : 'hat die Einladung abgelehnt');
	for (const [id, fact] of factsOf(doc, 'handover/')) add(`handover/${id}`, fact, proposed(member, id, fact));
	for (const [id, fact] of factsOf(doc, 'answer/')) add(`answer/${id}`, fact, ANSWERS.get(fact.v) ?? null);
	return found;
}

const ANSWERS = new Map([
	['yes', 'ist mit dem Wechsel einverstanden'],
	['question', 'hat eine Frage zum Wechsel']
]);

function proposed(member: string, id: string, fact: Fact): string | null {
	if (fact.v === '') return 'hat den Vorschlag zum Wechsel zurückgenommen';
	const handover = handoverOf(new Map([[member, new Map([[id, fact]])]]), []);
	if (!handover) return null;
	const { name, from, until } = handover;
	return until === null
		? `hat vorgeschlagen: ab ${german(from)} ${name}`
		: `hat vorgeschlagen: ${german(from)} bis ${german(until)} vertritt ${name}`;
}

/** `JJJJ-MM-TT` as `TT.MM.JJJJ`. */
function german(day: string): string {
	return day.split('-').reverse().join('.');
}
