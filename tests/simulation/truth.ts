/** What must be true in the end, and what must always be true. */
import { allFeeds } from '../../relay/store/rows';
import { asId, type SpaceId } from '../../src/lib/base/ids';
import { rowsOf } from '../../src/lib/domain/exporting/rows';
import type { StreamRow } from '../../src/lib/state/contract/list';
import type { StreamModel } from '../../src/lib/state/stream/stream.svelte';
import type { Life } from './life';
import type { Said } from './said';
import { closedTo, feedOf, firstEpoch } from './history';
import { checkGroup, finishedOf, isIn, isRefused, lastWords, recordsOf } from './finished';
import { isAway, short } from './moves';
import { Desk, type Guest } from './people';
import { done } from './world';

const MARKS = ['unsent', 'local', 'relayed', 'delivered', 'read'];

/** Checked after each move: what is claimed to be kept elsewhere. */
export function lookAround(life: Life): void {
	for (const one of [...life.desks, ...life.guests]) {
		if (isAway(one)) continue;
		for (const { messages } of modelsOf(one))
			for (const { text, mark } of messages) {
				const said = life.said.get(text);
				if (said && mark !== null && MARKS.indexOf(mark) >= 2) said.wasRelayed = true;
			}
	}
}

function modelsOf(one: Desk | Guest): readonly StreamModel[] {
	if (!(one instanceof Desk)) return one.models;
	return one.chat?.open ? [one.chat.open] : [];
}

/** Everything, once all is quiet. */
export async function everythingOf(life: Life): Promise<void> {
	lookAround(life);
	for (const one of [...life.desks, ...life.guests]) {
		if (isAway(one) && !isRefused(one)) life.find('away', `${one.name} does not come back`);
	}
	const before = new Map(life.desks.map((desk) => [desk, listRowsOf(desk)]));
	for (const desk of life.desks) checkPresence(life, desk);
	finishedOf(life);
	for (const error of life.errors)
		life.find(
			'trouble',
			error instanceof Error
				? `${error.name} ${error.message} ${
						error.stack
							?.split('\n')
							.slice(1)
							.filter((line) => line.includes('/src/'))
							.slice(0, 4)
							.join(' < ') ?? ''
					}`
				: String(error)
		);
	const lists = await listsOf(life);
	for (const [desk, rows] of before) checkRows(life, desk, rows, lists);
	checkMessages(life, lists);
	await recordsOf(life);
	await feedsOf(life);
	await lastWords(life);
}

/** How many feeds a device may begin in an epoch of a space: one for each of two tabs, and one that it had to leave. */
const MOST_FEEDS = 3;

/** A device begins few feeds, however often it comes and goes: more than one only where tabs write side by side. */
async function feedsOf(life: Life): Promise<void> {
	const { store } = life.world.network;
	for (const stream of life.touched.keys()) {
		const space = asId<SpaceId>(stream);
		const begun = new Map<string, number>();
		for (const [feed, { device }] of await allFeeds(store, space)) {
			const when = `${device.join()} ${String(await firstEpoch(store, space, feed))}`;
			begun.set(when, (begun.get(when) ?? 0) + 1);
		}
		const most = Math.max(0, ...begun.values());
		if (most > MOST_FEEDS) life.find('feeds', `one device began ${String(most)} feeds in an epoch of ${short(stream)}`);
	}
}

interface Row {
	readonly id: string;
	readonly lastLine: string;
	readonly unread: number;
	readonly isOpen: boolean;
}

function listRowsOf(desk: Desk): readonly Row[] {
	const { chat } = desk;
	if (!chat) return [];
	return allRows(desk).map(({ id, lastLine, unread }) => ({ id, lastLine, unread, isOpen: chat.open?.id === id }));
}

/** The rows of both lists. */
function allRows(desk: Desk): readonly Pick<StreamRow, 'id' | 'lastLine' | 'unread' | 'isPresent' | 'isOver'>[] {
	return desk.chat?.list.all ?? [];
}

/** Whether a tab has the line: only one of a browser's tabs does. */
function leads(desk: Desk): boolean {
	return (desk.chat?.parts.session.connection.nonce ?? null) !== null;
}

/** Whoever is there is shown to those who have the stream open and are in it; nobody else is. */
export function checkPresence(life: Life, desk: Desk): void {
	for (const row of allRows(desk)) {
		const there = life.guests.filter(
			(guest) =>
				!isAway(guest) && guest.tab.isVisible && guest.models.some(({ id, isOver }) => id === row.id && !isOver)
		);
		if (row.isPresent && there.length === 0) life.find('presence-stuck', `${desk.name}: ${short(row.id)} "gerade da"`);
		// Those who are out are shown nobody.
		if (leads(desk) && !row.isOver && !row.isPresent && there.length > 0 && desk.chat?.open?.id === row.id)
			life.find('presence-missing', `${desk.name}: nobody in ${short(row.id)}, but ${there[0]?.name ?? ''}`);
	}
}

/** What one tab shows of one stream. */
interface List {
	readonly by: string;
	readonly name: string;
	readonly stream: string;
	readonly texts: readonly string[];
	/** Text -> its feed. */
	readonly feeds: ReadonlyMap<string, string>;
	/** Feeds that she cannot read because she joined later without the history. */
	readonly closed: ReadonlySet<string>;
	readonly marks: ReadonlyMap<string, string>;
	readonly missing: number;
	readonly hasUnsent: boolean;
	readonly isOver: boolean;
	/** Whether the tab has its own line. */
	readonly leads: boolean;
	/** What a counsellor would export; null for a client. */
	readonly written: string | null;
	readonly row: { readonly lastLine: string; readonly unread: number } | null;
}

/** Opens every stream in every tab, without reading, and records what is there. */
async function listsOf(life: Life): Promise<readonly List[]> {
	const { clock } = life.world;
	const lists: List[] = [];
	for (const guest of life.guests) {
		if (isAway(guest)) continue;
		for (const model of guest.models) lists.push(await listOf(life, guest, model, null));
	}
	for (const desk of life.desks) {
		const { chat } = desk;
		if (!chat) continue;
		const first = chat.open;
		if (first) lists.push(await listOf(life, desk, first, allRows(desk).find(({ id }) => id === first.id) ?? null));
		for (const id of life.touched.keys()) {
			if (id === first?.id || !isIn(chat, id)) continue;
			await clock.at(desk.tab, () => void chat.show(id).catch(() => undefined));
			await clock.until(() => chat.open?.id === id && chat.open.isLoaded, 20_000);
			await clock.run(clock.nowMs + 1_500);
			checkGroup(life, desk);
			if (chat.open)
				lists.push(await listOf(life, desk, chat.open, allRows(desk).find((row) => row.id === id) ?? null));
		}
	}
	return lists;
}

async function listOf(life: Life, one: Desk | Guest, model: StreamModel, row: List['row']): Promise<List> {
	const { messages, missing, hasUnsent, isOver } = model;
	const marks = new Map(messages.flatMap(({ text, mark }) => (mark === null ? [] : [[text, mark] as const])));
	const texts = messages.map(({ text }) => text);
	return {
		by: life.person(one),
		name: one.name,
		stream: model.id,
		texts,
		feeds: new Map(messages.map(({ text, id }) => [text, feedOf(id)])),
		closed: await closedTo(life.world, model),
		marks,
		missing,
		hasUnsent,
		isOver,
		leads: !(one instanceof Desk) || leads(one),
		written: one instanceof Desk ? await writtenBy(one, model) : null,
		row
	};
}

/** The rows of an export. */
async function writtenBy({ tab }: Desk, model: StreamModel): Promise<string> {
	const transcript = await done('a transcript', tab, () => model.transcript());
	return [...rowsOf(transcript)].map((row) => row.join(' | ')).join('\n');
}

/** A row from before the stream was opened equals the one after it. */
function checkRows(life: Life, desk: Desk, rows: readonly Row[], lists: readonly List[]): void {
	for (const row of rows) {
		const list = lists.find(({ name, stream }) => name === desk.name && stream === row.id);
		if (!list?.row) continue;
		const where = `${desk.name}, ${short(row.id)}`;
		const last = list.texts.at(-1) ?? '';
		const byOther = life.desks.some(
			(other) => other !== desk && other.browser === desk.browser && life.touched.get(row.id)?.has(other.name)
		);
		const kind = leads(desk) ? (byOther ? 'row-other-tab' : 'row') : 'row-following-tab';
		if (row.lastLine !== last) life.find(kind, `${where}: "${row.lastLine}" instead of "${last}"`);
		if (row.unread !== list.row.unread && !row.isOpen)
			life.find(kind, `${where}: ${String(row.unread)} unread instead of ${String(list.row.unread)}`);
	}
}

function checkMessages(life: Life, lists: readonly List[]): void {
	for (const stream of new Set(lists.map((list) => list.stream))) {
		const here = lists.filter((list) => list.stream === stream && !list.isOver);
		const said = [...life.said.values()].filter((one) => one.stream === stream);
		const feeds = new Map(here.flatMap((list) => [...list.feeds]));
		const isClosed = ({ closed }: List, text: string): boolean => closed.has(feeds.get(text) ?? '');
		for (const list of here) {
			const others = here.filter(({ by }) => by !== list.by);
			const othersOf = (text: string): ReadonlySet<string> =>
				new Set(others.filter((other) => !isClosed(other, text)).map(({ by }) => by));
			checkList(life, list, said, (text) => isClosed(list, text), othersOf);
		}
		for (const one of here)
			for (const other of here.slice(here.indexOf(one) + 1))
				if (one.by === other.by && one.written !== other.written)
					life.find('export', `${one.name} and ${other.name}, ${short(stream)}: ${differenceOf(one, other)}`);
		const [first, ...others] = here;
		for (const other of others)
			if (first && first.texts.join('\n') !== other.texts.join('\n') && sameSet(first.texts, other.texts))
				life.find('order', `${first.name} and ${other.name} in ${short(stream)}`);
	}
}

/** The first row in which two exports differ. */
function differenceOf(one: List, other: List): string {
	const [rows, others] = [one, other].map(({ written }) => (written ?? '').split('\n'));
	const at = (rows ?? []).findIndex((row, i) => row !== others?.[i]);
	return `${rows?.[at] ?? 'nothing'} instead of ${others?.[at === -1 ? (rows?.length ?? 0) : at] ?? 'nothing'}`;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
	return [...a].sort().join('\n') === [...b].sort().join('\n');
}

/** `isClosed`: whether a text is unreadable there; `othersOf`: who else can read it. */
function checkList(
	life: Life,
	list: List,
	said: readonly Said[],
	isClosed: (text: string) => boolean,
	othersOf: (text: string) => ReadonlySet<string>
): void {
	const where = `${list.name}, ${short(list.stream)}`;
	for (const { text, fate, by, wasRelayed } of said) {
		const others = othersOf(text);
		const count = list.texts.filter((one) => one === text).length;
		if (count > 1) life.find('message-twice', `${where}: ${text} ${String(count)} times`);
		// What somebody wrote after she was out stays with her.
		const mayStay = life.moved.has(by) || life.groups.includes(list.stream) || life.given.has(list.stream);
		if (count === 0 && !isClosed(text) && (wasRelayed || (fate === 'kept' && !mayStay)))
			life.find('message-missing', `${where}: ${text} (${fate}${wasRelayed ? ', relayed' : ''})`);
		if (count > 0 && fate === 'refused') life.find('message-refused', `${where}: ${text}`);
		const mark = list.marks.get(text);
		if (count === 0 || by !== list.by || mark === undefined) continue;
		const readers = [...(life.read.get(list.stream) ?? [])].filter(([who, texts]) => who !== by && texts.has(text));
		const isRead = readers.length > 0;
		// Somebody removed right after reading took that with her.
		const isKnown =
			!life.shrunk.has(list.stream) &&
			readers.some(([who, texts]) => texts.get(text) && others.has(who) && !life.moved.has(who));
		// What could not be kept is read again.
		const mayHaveFailed = Object.values(life.world.browsers).some(({ failures }) => failures > 0);
		if (MARKS.indexOf(mark) < (others.size > 0 ? 3 : 2)) life.find('mark-missing', `${where}: ${text} is "${mark}"`);
		else if (isKnown && mark !== 'read' && !mayHaveFailed)
			life.find('mark-read-missing', `${where}: ${text} is "${mark}", and read`);
		else if (!isRead && mark === 'read') life.find('mark-read-false', `${where}: ${text}`);
	}
	if (list.missing > 0) life.find('missing', `${where}: ${String(list.missing)} are missing`);
	if (list.hasUnsent) life.find(list.leads ? 'unsent' : 'unsent-following-tab', where);
}
