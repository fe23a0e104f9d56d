/** When the invented messages were written: over two years, by day, a few minutes apart. */
import corpus from '../corpus/gespraeche.json';
import { concernOf, generate, randomFrom, type Chapter } from './generated';
import { COUNSELLORS, PSEUDONYMS, SECOND_STREAMS, SILENT } from './people';

/** One message with its date. */
export interface Dated {
	readonly isHost: boolean;
	readonly text: string;
	readonly ms: number;
}

/** What a counsellor (by number) and a client have written to each other. */
export interface Talk {
	readonly counsellor: number;
	readonly client: string;
	/** The topic chosen in a monitoring. */
	readonly topic: string;
	/** Contacts, oldest first; none if the client has never written. */
	readonly contacts: readonly (readonly Dated[])[];
	/** Whether the counsellor has not read the last message. */
	readonly isUnread: boolean;
}

/** How many days ago each chapter took place. */
const DAYS_AGO: Readonly<Record<string, readonly number[]>> = {
	Kim7: [231, 224, 217, 198, 186, 171, 150, 143, 131, 117, 9],
	Mo: [44, 41, 37, 22],
	Lux: [0]
};
const TOPICS: Readonly<Record<string, string>> = { Kim7: 'einsamkeit', Mo: 'schulden', Lux: 'sonstiges' };
const TWO_YEARS_DAYS = 728;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** How many clients there are in a small centre besides those of the corpus: all that groups and second streams need. */
const FEW = 12;

/** Everything written before `nowMs`: first the three of the corpus, then the others, then second streams. */
export function talks(nowMs: number, isSmall = false): readonly Talk[] {
	const pseudonyms = isSmall ? PSEUDONYMS.slice(0, FEW) : PSEUDONYMS;
	const named = corpus.streams.map(({ client, chapters }): Talk => {
		const contacts = chapters.map(({ messages }, i) => {
			const said = messages.map(([who, text = '']) => [who === 'counsellor', text] as const);
			return dated(said, nowMs, DAYS_AGO[client]?.[i] ?? 0, i);
		});
		return { counsellor: 0, client, topic: TOPICS[client] ?? 'sonstiges', contacts, isUnread: client === 'Lux' };
	});
	const others = pseudonyms.map((client, index): Talk => {
		const isSilent = index >= PSEUDONYMS.length - SILENT;
		return talk(nowMs, 0, client, index, isSilent ? 0 : 2 + (index % 3));
	});
	const seconds = SECOND_STREAMS.map(([counsellor, client], i) => talk(nowMs, counsellor, client, 100 + i, 2));
	return [...named, ...others, ...seconds];
}

function talk(nowMs: number, counsellor: number, client: string, index: number, count: number): Talk {
	const random = randomFrom(7 + index);
	const days = Array.from({ length: count }, (_, i) => {
		// Each client has her own part of the two years, so that no contact overlaps with another.
		const stretch = TWO_YEARS_DAYS / Math.max(1, count);
		return Math.max(1, Math.floor(TWO_YEARS_DAYS - stretch * (i + 0.9 * random())));
	});
	const isUnread = count > 0 && index % 6 === 5;
	const contacts = generate(index, COUNSELLORS[counsellor]?.name ?? '', count).map((said, i) => {
		const isLast = i === count - 1;
		return dated(isUnread && isLast ? said.slice(0, -1) : said, nowMs, days[i] ?? 1, index + i);
	});
	return { counsellor, client, topic: concernOf(index).topic, contacts, isUnread };
}

/** A contact on a day. Longer texts take longer to write. */
function dated(said: Chapter, nowMs: number, days: number, variation: number): readonly Dated[] {
	const gaps = said.map(([, text]) => (1 + (text.length % 4)) * MINUTE_MS);
	const lengthMs = gaps.reduce((sum, gap) => sum + gap, 0);
	let ms = days === 0 ? nowMs - lengthMs - 20 * MINUTE_MS : morning(nowMs - days * DAY_MS, variation);
	return said.map(([isHost, text], k) => {
		ms += gaps[k] ?? MINUTE_MS;
		return { isHost, text, ms };
	});
}

/** Some time before noon on that day, in local time. */
function morning(ms: number, variation: number): number {
	const date = new Date(ms);
	return new Date(date.getFullYear(), date.getMonth(), date.getDate(), 9, 10 + ((variation * 17) % 50)).getTime();
}
