/** What members say beside their messages, as lines of an export: who joined a group, who takes over. */
import type * as Y from 'yjs';
import type { Clock } from '../../base/clock';
import { handoverOf, type Handover } from '../handover';
import { factOf, factsOf, type Fact } from '../stream-facts';
import type { Line } from './transcript';

/** The events in one member's document, each with its clock. */
export function eventsOf(member: string, doc: Y.Doc): readonly (Line & Clock)[] {
	const found: (Line & Clock)[] = [];
	const add = (key: string, { ms, c }: Fact, text: string | null, mentions?: string): void => {
		if (text === null) return;
		const said = mentions ? { text, mentions } : { text };
		const line = { id: `${key}.${member}`, kind: 'event', author: member, atMs: ms, ...said } as const;
		found.push({ ...line, attachment: null, goneAtMs: null, reach: null, ms, count: c });
	};
	const joined = factOf(doc, 'joined');
	if (joined) add('joined', joined, joined.v === 'yes' ? 'ist der Gruppe beigetreten' : 'hat die Einladung abgelehnt');
	for (const [id, fact] of factsOf(doc, 'handover/')) {
		const handover = fact.v === '' ? null : handoverOf(new Map([[member, new Map([[id, fact]])]]), []);
		add(`handover/${id}`, fact, proposed(fact, handover), handover?.name);
	}
	for (const [id, fact] of factsOf(doc, 'answer/')) add(`answer/${id}`, fact, ANSWERS.get(fact.v) ?? null);
	return found;
}

const ANSWERS = new Map([
	['yes', 'ist mit dem Wechsel einverstanden'],
	['question', 'hat eine Frage zum Wechsel']
]);

function proposed({ v }: Fact, handover: Handover | null): string | null {
	if (v === '') return 'hat den Vorschlag zum Wechsel zurückgenommen';
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
