/** What was begun is finished: links, groups, cases, documents; and those who are out see nothing any more. */
import { Refusal } from '../../src/lib/base/fault';
import { readRecords } from '../../src/lib/domain/tables/records';
import { isTaken } from '../../src/lib/state/letters/seats';
import type { Life } from './life';
import { isAway, short } from './moves';
import { Desk, type Guest } from './people';

/** With nothing more happening. */
export function finishedOf(life: Life): void {
	for (const desk of life.desks) {
		const { chat } = desk;
		if (!chat) continue;
		const { waiting } = chat.parts.packages;
		if (waiting.size > 0) life.find('parcel', `${desk.name}: ${String(waiting.size)} packages wait`);
		for (const { id } of chat.list.rows) {
			const state = chat.links.state(id);
			if (state === 'renewing' || state === 'locking') life.find(`stuck-${state}`, `${desk.name}, ${short(id)}`);
		}
		checkGroup(life, desk);
		for (const [id, fields] of readRecords(chat.parts.desk.space.doc.getMap('streams')))
			if (fields.over !== true && !isTaken(fields)) life.find('stuck-seat', `${desk.name}, ${short(id)}`);
	}
	for (const one of [...life.desks, ...life.guests]) {
		if (isAway(one)) continue;
		const models = one instanceof Desk ? [one.chat?.open] : one.models;
		for (const model of models)
			for (const { failure } of model?.attachments.sendings ?? [])
				if (failure === null) life.find('stuck-sending', `${one.name}, ${short(model?.id ?? '')}`);
	}
}

/** The open group's members: nobody is still being added or removed. */
export function checkGroup(life: Life, desk: Desk): void {
	const id = desk.chat?.open?.id;
	// Those who are out are shown nobody.
	if (id === undefined || !life.groups.includes(id) || desk.chat?.open?.isOver) return;
	for (const { name, standing } of desk.chat?.groups.info(id)?.members ?? [])
		if (standing === 'joining' || standing === 'leaving')
			life.find(`stuck-${standing}`, `${desk.name}: ${name} in ${short(id)}`);
}

/** Whether somebody is absent because her link opens nothing, as it should. */
export function isRefused(one: Desk | Guest): boolean {
	return !(one instanceof Desk) && one.refusal instanceof Refusal;
}

/** What was recorded is there once, on every device of its author. */
export async function recordsOf(life: Life): Promise<void> {
	const { clock } = life.world;
	for (const desk of life.desks) {
		const { chat } = desk;
		const hers = life.monitorings.filter(({ by }) => by === life.person(desk));
		if (!chat) continue;
		for (const stream of new Set(hers.map((one) => one.stream))) {
			// A case that went to a colleague is hers; what was recorded meanwhile stays where that was done.
			if (life.given.has(stream) && !chat.list.rows.some(({ id, isOver }) => id === stream && isOver !== true))
				continue;
			const windows: ReturnType<typeof chat.book.monitorings>[] = [];
			await clock.at(desk.tab, () => void windows.push(chat.book.monitorings(stream, 'single')));
			await clock.until(() => windows[0]?.isLoaded === true, 5_000);
			await clock.run(clock.nowMs + 1_000);
			const ids = windows[0]?.all.map(({ id }) => id) ?? [];
			for (const { id } of hers.filter((one) => one.stream === stream)) {
				const count = ids.filter((other) => other === id).length;
				if (count !== 1) life.find('monitoring', `${desk.name}, ${short(stream)}: ${id} ${String(count)} times`);
			}
		}
	}
}

/** The last word: in each stream that changed hands, a counsellor writes; those in it see it, the others do not. */
export async function lastWords(life: Life): Promise<void> {
	for (const stream of [...life.touched.keys()].filter((id) => life.groups.includes(id) || life.moves.has(id))) {
		const text = await lastWord(life, stream);
		if (text === null) continue;
		for (const guest of life.guests) {
			if (isAway(guest)) continue;
			for (const { id, isOver, messages } of guest.models) {
				if (id !== stream) continue;
				const sees = messages.some((message) => message.text === text);
				if (sees && isOver) life.find('seen-after', `${guest.name} is out of ${short(stream)} and sees "${text}"`);
				if (!sees && !isOver) life.find('unseen', `${guest.name} is in ${short(stream)} and does not see "${text}"`);
			}
		}
	}
}

/** Said by the first counsellor still in the stream: one who is out reaches nobody. */
async function lastWord(life: Life, stream: string): Promise<string | null> {
	const { clock } = life.world;
	for (const { chat, tab } of life.desks) {
		if (!chat || !isIn(chat, stream)) continue;
		await clock.at(tab, () => void chat.show(stream).catch(() => undefined));
		await clock.until(() => chat.open?.id === stream && chat.open.isLoaded, 20_000);
		if (chat.open?.id !== stream || chat.open.isOver) continue;
		const text = `Zuletzt ${String(life.next())}`;
		let isKept = false;
		await clock.at(tab, () => {
			void chat.open?.send(text).then(
				() => (isKept = true),
				() => undefined
			);
		});
		await clock.run(clock.nowMs + 20_000);
		return isKept ? text : null;
	}
	return null;
}

/** Whether her desk says that she is in a stream or group, whichever list she looks at. */
export function isIn({ parts }: NonNullable<Desk['chat']>, stream: string): boolean {
	const fields = readRecords(parts.desk.space.doc.getMap('streams')).get(stream);
	return fields !== undefined && fields.over !== true && isTaken(fields);
}
