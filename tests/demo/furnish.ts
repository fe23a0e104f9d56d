/**
 * Furnishes a centre at a running relay, through the app's own code: it is founded, colleagues join, clients
 * are invited and open their links, all write and record, with a clock that goes back two years.
 */
import { readRecords } from '../../src/lib/domain/tables/records';
import { STREAM_POLICY } from '../../src/lib/state/session/policies';
import { Devices } from './away';
import { talks } from './calendar';
import { converse, refIn, type PlacedMessage } from './converse';
import { crowd, nameOf } from './crowd';
import { gather } from './gathering';
import { closeOffices, openOffices, type Office } from './offices';
import { record } from './recording';
import { forEach, until } from './sessions';

/** The furnished centre: how to sign in as its counsellors, and as some of its clients. */
export interface Furnished {
	readonly counsellors: readonly { readonly name: string; readonly words: readonly string[] }[];
	readonly links: readonly { readonly client: string; readonly url: string }[];
	readonly count: { readonly clients: number; readonly messages: number; readonly monitorings: number };
	/** The first counsellor goes away, and so many of her clients beyond the corpus write; resolves with how many messages. */
	readonly goAway: (clients: number) => Promise<number>;
}

/** How many clients write at the same time. */
const AT_ONCE = 6;
/** Where there is a long conversation, there is another one to come from. */
const WITH_LONG = 2;
/** How many links are shown: those of the corpus. */
const SHOWN = 3;

/**
 * How much there is: the first counsellor has at least `streams` clients, one of those beyond the corpus `long` messages;
 * a small centre has only the clients it needs.
 */
export interface Extent {
	readonly streams: number;
	readonly long: number;
	readonly isSmall: boolean;
}

/** Founds and furnishes the centre of the relay at `origin`. */
export async function furnish(
	origin: string,
	setupCode: string,
	{ streams, long, isSmall }: Extent
): Promise<Furnished> {
	const offices = await openOffices(origin, setupCode);
	// From here on nobody looks at a list, and each would be redrawn for every client.
	for (const { chat } of offices) chat.stop();
	const centreName = offices[0]?.chat.parts.centreName() ?? '';
	const { placed, links } = await openStreams(offices, isSmall);
	const more = Math.max(long > 0 ? WITH_LONG : 0, streams - links.size);
	const [first] = offices;
	const crowded = first ? await crowd(first, more, long) : { messages: 0, links: [] };
	await closeOffices(offices);
	const hers = [...links].map(([client, url]) => ({ url, talks: placed.filter((talk) => talk.client === client) }));
	const writing = hers.filter(({ talks: [first] }) => first && first.contacts.length > 0);
	await forEach(writing, AT_ONCE, (one) => converse(origin, one.url, one.talks));
	const accounts = offices.map(({ account }) => account);
	let monitorings = 0;
	for (const account of accounts)
		monitorings += await record(
			origin,
			account,
			centreName,
			placed.filter((talk) => talk.account === account).map((talk) => ({ ...talk, stream: talk.ref.space }))
		);
	await gather(origin, accounts, links);
	const devices = new Devices(origin);
	return {
		counsellors: offices.map(({ who, words }) => ({ name: who.name, words })),
		links: [
			...[...links].slice(0, SHOWN).map(([client, url]) => ({ client, url })),
			...crowded.links.slice(0, long > 0 ? 1 : 0).map((url) => ({ client: nameOf(0), url }))
		],
		count: {
			clients: links.size + more,
			messages: placed.flatMap(({ contacts }) => contacts.flat()).length + crowded.messages,
			monitorings
		},
		goAway: (clients) => devices.write(crowded.links.slice(0, clients))
	};
}

/** Every client's link, and every stream; the relay has them all. */
async function openStreams(
	offices: readonly Office[],
	isSmall: boolean
): Promise<{ readonly placed: readonly PlacedMessage[]; readonly links: ReadonlyMap<string, string> }> {
	const placed: PlacedMessage[] = [];
	const links = new Map<string, string>();
	for (const talk of talks(Date.now(), isSmall)) {
		const office = offices[talk.counsellor];
		if (!office) throw new Error('bug: nobody');
		const { chat, account } = office;
		const { access, parts } = chat;
		const stream = await (links.has(talk.client)
			? access.openStream(await idOf(office, talk.client))
			: access.createClient(talk.client));
		if (!links.has(talk.client)) links.set(talk.client, access.url(stream) ?? '');
		const ref = refIn(parts.desk, stream);
		const opened = await parts.session.open(ref, { policy: STREAM_POLICY, introduction: parts.introduce });
		await opened.introduce();
		placed.push({ ...talk, account, ref });
	}
	return { placed, links };
}

/** The client of that name, once this counsellor's directory has her. */
async function idOf({ chat }: Office, name: string): Promise<string> {
	const find = (): string | undefined =>
		[...readRecords(chat.parts.centre.space.doc.getMap('clients'))].find(([, fields]) => fields.name === name)?.[0];
	await until(() => find() !== undefined);
	return find() ?? '';
}
