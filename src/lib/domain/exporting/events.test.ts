import { expect, it } from 'vitest';
import * as Y from 'yjs';
import type { FeedId } from '../../base/ids';
import { proposal } from '../handover';
import { writeFact, type FactKey } from '../stream-facts';
import { eventsOf } from './events';

const FEED = 'f'.repeat(32) as FeedId;
const ANTON = 'a'.repeat(64);

function saying(facts: readonly (readonly [FactKey, string])[]): Y.Doc {
	const doc = new Y.Doc();
	for (const [i, [key, value]] of facts.entries()) writeFact(doc, { ms: 1000 + i, count: 0, feed: FEED }, key, value);
	return doc;
}

it('says who joined, who takes over, and what the client answered', () => {
	const doc = saying([
		['name', 'Kim7'],
		['joined', 'yes'],
		['handover/h1', proposal({ to: 'c'.repeat(64), name: 'Frau Ott', from: '2026-12-01', until: null })],
		['handover/h2', proposal({ to: 'c'.repeat(64), name: 'Frau Ott', from: '2026-12-01', until: '2026-12-24' })],
		['handover/h3', ''],
		['handover/h4', 'nonsense'],
		['answer/h1', 'yes'],
		['answer/h2', 'question'],
		['answer/h3', 'constructor']
	]);
	const events = eventsOf(ANTON, doc);
	expect(events.map(({ text }) => text).sort()).toEqual([
		'hat den Vorschlag zum Wechsel zurückgenommen',
		'hat eine Frage zum Wechsel',
		'hat vorgeschlagen: 01.12.2026 bis 24.12.2026 vertritt Frau Ott',
		'hat vorgeschlagen: ab 01.12.2026 Frau Ott',
		'ist der Gruppe beigetreten',
		'ist mit dem Wechsel einverstanden'
	]);
	expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
	expect(events.find(({ id }) => id.startsWith('joined'))).toMatchObject({ kind: 'event', author: ANTON, atMs: 1001 });
	expect(eventsOf(ANTON, saying([['joined', 'no']]))[0]?.text).toBe('hat die Einladung abgelehnt');
	expect(eventsOf(ANTON, new Y.Doc())).toEqual([]);
});
