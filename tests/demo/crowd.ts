/** Many more clients of one counsellor, as she has them after years: each with a link and some messages. */
import { writeMessage, countMessages } from '../../src/lib/domain/stream-document';
import { STREAM_POLICY } from '../../src/lib/state/session/policies';
import { isSent } from '../../src/lib/sync/space/sent';
import { refIn } from './converse';
import { generate } from './generated';
import type { Office } from './offices';
import { forEach, until } from './sessions';

/** So many streams are written at the same time: the relay answers one while another is sealed. */
const AT_ONCE = 8;
/** The relay lets nobody found more spaces over one connection within a short time. */
const ON_ONE_LINE = 200;
/** So many messages go into one entry; those of a long conversation have one each, as in life. */
const IN_ONE = 100;
/** Contacts with each. */
const CHAPTERS = 2;

/** How many messages there are, and each client's link, in their order. */
export interface Crowd {
	readonly messages: number;
	readonly links: readonly string[];
}

/** Gives her `count` more clients, the first of them `long` messages if that is more; resolves when the relay has them. */
export async function crowd(office: Office, count: number, long: number): Promise<Crowd> {
	let messages = 0;
	const links: string[] = Array.from({ length: count }, () => '');
	const numbers = Array.from({ length: count }, (_, i) => i);
	const { connection } = office.chat.parts.session;
	for (let from = 0; from < count; from += ON_ONE_LINE) {
		await forEach(numbers.slice(from, from + ON_ONE_LINE), AT_ONCE, async (number) => {
			const one = await client(office, number, number === 0 ? long : 0);
			messages += one.messages;
			links[number] = one.link;
		});
		connection.disconnect();
		connection.connect();
	}
	return { messages, links };
}

/** What the counsellor calls the client of this number, from 0. */
export function nameOf(number: number): string {
	return `Gast ${String(number + 1).padStart(4, '0')}`;
}

async function client(
	{ chat, who }: Office,
	number: number,
	atLeast: number
): Promise<{ readonly messages: number; readonly link: string }> {
	const { parts } = chat;
	const stream = await chat.access.createClient(nameOf(number));
	const opened = await parts.session.open(refIn(parts.desk, stream), {
		policy: STREAM_POLICY,
		introduction: parts.introduce
	});
	const chapters = generate(200 + number, who.name, CHAPTERS).flat();
	const said = Array.from({ length: Math.max(chapters.length, atLeast) }, (_, i) => chapters[i % chapters.length]?.[1]);
	const inOne = atLeast > 0 ? 1 : IN_ONE;
	for (let from = 0; from < said.length; from += inOne)
		await opened.write(
			(doc, stamp) => {
				for (const text of said.slice(from, from + inOne)) writeMessage(doc, stamp, { text: text ?? '' });
			},
			{ mark: countMessages }
		);
	await until(() => isSent(opened.space) && chat.access.isRelayed(stream));
	await parts.session.close(opened.id);
	return { messages: said.length, link: chat.access.url(stream) ?? '' };
}
