/** What counsellors do: clients and links, groups, handovers, monitorings, documents; and clients' answers. */
import { must } from '../../src/lib/base/fault';
import { fieldsOf, isAsked, type Value } from '../../src/lib/domain/monitoring/fields';
import { problemsOf } from '../../src/lib/domain/monitoring/check';
import { withOwnLists } from '../../src/lib/domain/monitoring/own-lists';
import { sectionsOf } from '../../src/lib/domain/monitoring/templates';
import { isoDay } from '../../src/lib/domain/time';
import type { StreamModel } from '../../src/lib/state/stream/stream.svelte';
import type { Life } from './life';
import { awake, chosen, everybody, short, visitors, writable, type Doing } from './moves';
import { Guest, type Desk } from './people';
import { Browser } from './tab';

/** Does it in her tab; a refusal is her own business. */
async function tried(life: Life, one: Desk | Guest, work: () => Promise<unknown> | undefined): Promise<void> {
	await life.world.clock.at(one.tab, () => {
		void work()?.catch(() => undefined);
	});
}

const newClient: Doing = async (life, [who]) => {
	const desk = chosen(awake(life), who);
	if (!desk?.chat || life.clients.size > 2) return null;
	const name = `Gast${String(life.next())}`;
	await tried(life, desk, () => desk.chat?.createClient(name).then((stream) => life.clients.set(stream, name)));
	return `${desk.name} creates ${name}`;
};

const openLink: Doing = async (life, [who, which]) => {
	const links = awake(life).flatMap((desk) =>
		[...new Set([...life.clients.keys(), ...streamsOf(life)])].flatMap((stream) => {
			const link = desk.chat?.links.link(stream);
			return link?.isRelayed ? [{ stream, url: link.url }] : [];
		})
	);
	const link = chosen(links, which);
	if (!link || life.guests.length > 4 || life.guests.some(({ link: theirs }) => theirs === link.url)) return null;
	const person = personOf(life, link.stream);
	const name = `${person}${String(life.next())}`;
	const guest = new Guest(name, new Browser(name, life.world.random), life.world.network, person);
	life.guests.push(guest);
	await guest.open(link.url);
	return `${name} opens the link to ${short(link.stream)} (${String(who)})`;
};

/** The furnished streams with one client. */
function streamsOf(life: Life): readonly string[] {
	const { anton, mia, kim, miaCem } = life.world.made;
	return [anton, mia, kim, miaCem];
}

/** The client of a stream. */
export function personOf(life: Life, stream: string): string {
	const { anton, mia, kim, miaCem } = life.world.made;
	const known = new Map([
		[anton, 'anton'],
		[mia, 'mia'],
		[miaCem, 'mia'],
		[kim, 'kim']
	]);
	return known.get(stream) ?? life.clients.get(stream) ?? 'nobody';
}

const remember: Doing = async (life, [who]) => {
	const guest = chosen(
		visitors(life).filter(({ isKept }) => !isKept),
		who
	);
	if (!guest) return null;
	await tried(life, guest, () => guest.conversation?.rememberHere());
	return `${guest.name}: only I`;
};

const renew: Doing = async (life, [who, where]) => {
	const desk = chosen(awake(life), who);
	const stream = desk && chosen(ownStreams(life, desk), where);
	if (!desk || stream === undefined) return null;
	life.touch(stream, desk);
	life.moved.add(personOf(life, stream));
	life.moves.add(stream);
	await tried(life, desk, () => desk.chat?.links.renew(stream));
	return `${desk.name} makes a new link for ${short(stream)}`;
};

const shut: Doing = async (life, [who, where]) => {
	const desk = chosen(awake(life), who);
	const stream = desk && chosen(ownStreams(life, desk), where);
	if (!desk || stream === undefined) return null;
	life.touch(stream, desk);
	life.moved.add(personOf(life, stream));
	life.moves.add(stream);
	await tried(life, desk, () => desk.chat?.links.lock(stream));
	return `${desk.name} locks the client of ${short(stream)} out`;
};

/** Streams that she hosts herself. */
function ownStreams(life: Life, desk: Desk): readonly string[] {
	const { anton, mia, kim, miaCem } = life.world.made;
	return desk.person === 'berta' ? [anton, mia, kim] : [miaCem];
}

const group: Doing = async (life, [who]) => {
	const desk = chosen(awake(life), who);
	if (!desk?.chat || life.groups.length > 2) return null;
	const name = `Gruppe${String(life.next())}`;
	await tried(life, desk, () => desk.chat?.createGroup(name, '').then((id) => life.groups.push(id)));
	return `${desk.name} founds ${name}`;
};

const add: Doing = async (life, [who, where, whom]) => {
	const desk = chosen(awake(life), who);
	const id = chosen(life.groups, where);
	const found =
		desk?.chat && id !== undefined
			? ['Anton', 'Mia', 'Cem', 'Berta', 'Gruppe', 'Mutmach'].flatMap((name) => desk.chat?.groups.find(id, name) ?? [])
			: [];
	const candidate = chosen(found, whom);
	if (!desk?.chat || id === undefined || !candidate) return null;
	life.touch(id, desk);
	await tried(life, desk, () => desk.chat?.groups.add(id, candidate, whom % 3 > 0));
	return `${desk.name} adds ${candidate.name} to ${short(id)}${whom % 3 > 0 ? ' with the history' : ''}`;
};

const remove: Doing = async (life, [who, where, whom]) => {
	const desk = chosen(awake(life), who);
	const id = chosen(life.groups, where);
	const info = id === undefined ? null : (desk?.chat?.groups.info(id) ?? null);
	const member = chosen(info?.members.filter(({ isFounder }) => !isFounder) ?? [], whom);
	if (!desk?.chat || id === undefined || !member) return null;
	life.touch(id, desk);
	life.shrunk.add(id);
	await tried(life, desk, () => desk.chat?.groups.remove(id, member.id));
	return `${desk.name} takes ${member.name} out of ${short(id)}`;
};

const answer: Doing = async (life, [who, which, how]) => {
	const guest = chosen(visitors(life), who);
	const { streams } = guest?.conversation ?? {};
	const asked = streams?.invitations.filter(({ state }) => state === 'asked') ?? [];
	const invitation = chosen(asked, which);
	if (!guest || !streams || !invitation) return null;
	const isYes = how % 4 > 0;
	await tried(life, guest, () => streams.answer(invitation.id, isYes ? `Gast ${guest.name}` : null));
	return `${guest.name} says ${isYes ? 'yes' : 'no'} to ${short(invitation.id)}`;
};

const propose: Doing = async (life, [who, where, how]) => {
	const desk = chosen(awake(life), who);
	const stream = desk && chosen(ownStreams(life, desk), where);
	const deputy = desk?.chat?.standIns.deputies[0];
	if (!desk?.chat || stream === undefined || !deputy) return null;
	const today = isoDay(life.world.clock.nowMs);
	const until = how % 2 === 0 ? null : today;
	life.touch(stream, desk);
	// A second proposal ends what the first one began: who stood in is out, and what she had just read goes with her.
	if (life.given.has(stream)) life.shrunk.add(stream);
	life.given.add(stream);
	await tried(life, desk, () => desk.chat?.standIns.propose(stream, deputy.id, today, until));
	return `${desk.name} ${until ? 'asks for a deputy in' : 'hands over'} ${short(stream)}`;
};

const agree: Doing = async (life, [who]) => {
	const asked = visitors(life).flatMap((guest) =>
		guest.models.filter(({ handover }) => handover !== null).map((model) => ({ guest, model }))
	);
	const one = chosen(asked, who);
	if (!one) return null;
	await tried(life, one.guest, () => one.model.answerHandover('yes'));
	return `${one.guest.name} agrees in ${short(one.model.id)}`;
};

const takeBack: Doing = async (life, [who, where]) => {
	const desk = chosen(awake(life), who);
	const stream = desk && chosen([...life.given], where);
	if (!desk || stream === undefined || !ownStreams(life, desk).includes(stream)) return null;
	life.shrunk.add(stream);
	await tried(life, desk, () => desk.chat?.standIns.withdraw(stream));
	return `${desk.name} takes back what she proposed in ${short(stream)}`;
};

const attach: Doing = async (life, [who, where, much]) => {
	const one = chosen(
		everybody(life).filter((other) => writable(other).length > 0),
		who
	);
	const model = one && chosen(writable(one), where);
	if (!one || !model) return null;
	const name = `Brief${String(life.next())}.txt`;
	const text = `${name} ${'Ein Brief. '.repeat(1 + (much % 40))}`;
	life.touch(model.id, one);
	await life.world.clock.at(one.tab, () => {
		life.files.set(name, { stream: model.id, by: life.person(one), text, isErased: false });
		model.attachments.send([new File([text], name, { type: 'text/plain' })], 'chosen');
	});
	return `${one.name} attaches ${name} in ${short(model.id)}`;
};

const eraseFile: Doing = async (life, [who, where, which]) => {
	const one = chosen(everybody(life), who);
	const model = one && chosen(writable(one), where);
	const message = chosen(
		model?.messages.filter((message) => message.attachment && model.attachments.mayErase(message)) ?? [],
		which
	);
	const name = message && model?.attachments.of(message)?.name;
	if (!one || !model || !message || !name) return null;
	const file = life.files.get(name);
	if (file) file.isErased = true;
	await tried(life, one, () => model.attachments.erase(message));
	return `${one.name} erases ${name}`;
};

const record: Doing = async (life, [who, where]) => {
	const desk = chosen(awake(life), who);
	const book = desk?.chat?.book;
	const stream = desk && chosen(desk.chat?.list.rows.map(({ id }) => id) ?? [], where);
	if (!desk || !book || stream === undefined) return null;
	life.touch(stream, desk);
	await tried(life, desk, async () => {
		const window = book.monitorings(stream, 'single');
		await window.begin();
		fillIn(window);
		const id = await window.save();
		life.monitorings.push({ stream, id, by: life.person(desk) });
		book.close(window);
	});
	return `${desk.name} records in ${short(stream)}`;
};

/** Gives every required field an acceptable value. */
function fillIn(window: ReturnType<NonNullable<Desk['chat']>['book']['monitorings']>): void {
	const { lists } = window.parts.sheets;
	for (let round = 0; round < 4; round++) {
		const draft = must(window.draft, 'a form');
		const problems = problemsOf(draft.sheets, draft.values, Date.now(), lists);
		for (const field of fieldsOf(withOwnLists(sectionsOf(draft.sheets), lists))) {
			if (!problems.has(field.id) || !isAsked(field, draft.values)) continue;
			const first = field.options?.[0]?.id ?? '';
			const values: Readonly<Record<string, Value>> = {
				one: first,
				many: [first],
				number: field.least ?? 1,
				count: field.least ?? 1,
				yesNo: true,
				date: isoDay(Date.now()),
				time: '10:00'
			};
			window.set(field.id, values[field.kind] ?? 'x');
		}
	}
}

const type: Doing = async (life, [who, where]) => {
	const one = chosen(
		everybody(life).filter((other) => writable(other).length > 0),
		who
	);
	const model: StreamModel | undefined = one && chosen(writable(one), where);
	if (!one || !model) return null;
	const text = `Entwurf ${String(life.next())}`;
	await life.world.clock.at(one.tab, () => {
		model.draft = text;
	});
	return `${one.name} begins to write in ${short(model.id)}`;
};

/** By name, each with its weight. */
export const WORKS: Readonly<Record<string, readonly [weight: number, doing: Doing]>> = {
	newClient: [2, newClient],
	openLink: [4, openLink],
	remember: [2, remember],
	renew: [2, renew],
	shut: [2, shut],
	group: [2, group],
	add: [5, add],
	remove: [3, remove],
	answer: [6, answer],
	propose: [2, propose],
	agree: [3, agree],
	takeBack: [1, takeBack],
	attach: [4, attach],
	eraseFile: [2, eraseFile],
	record: [4, record],
	type: [2, type]
};
