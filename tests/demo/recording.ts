/** Monitorings: one for most contacts, saved a while later. */
import { must } from '../../src/lib/base/fault';
import type { Message } from '../../src/lib/domain/messages';
import type { Account } from '../../src/lib/state/centre/account';
import { CaseBookModel } from '../../src/lib/state/cases/case-book.svelte';
import { CENTRE_POLICY, DESK_POLICY } from '../../src/lib/state/session/policies';
import { openIdentity } from '../../src/lib/sync/centre/identity';
import type { Dated, Talk } from './calendar';
import { randomFrom } from './generated';
import { newSession, until, type Clock } from './sessions';
import { isSent } from '../../src/lib/sync/space/sent';

const AFTER_MS = 10 * 60_000;
const AGES = ['18', '21', '27', '40', '60'];
const GENDERS = ['w', 'm', 'd', 'w', 'm'];
const REGIONS = ['ni', 'hb', 'hh', 'sh', 'nw'];
const ACCESSES = ['internet', 'empfehlung', 'einrichtung', 'medien'];

/** Records what a counsellor and her clients wrote, stream by stream; returns the number of monitorings. */
export async function record(
	origin: string,
	account: Account,
	centreName: string,
	talks: readonly (Talk & { readonly stream: string })[]
): Promise<number> {
	const clock: Clock = { ms: Date.now() };
	const session = await newSession(origin, account.reception.space, clock, account.centre.space);
	const { id: identity, isLead, introduce } = await openIdentity(account.identitySeed, account.chain);
	const desk = await session.open(account.desk, { policy: DESK_POLICY, introduction: introduce });
	const centre = await session.open(account.centre, { policy: CENTRE_POLICY, introduction: introduce });
	await until(() => [desk, centre].every(({ space, replica }) => replica.isCurrent && space.missing === 0));
	const written = new Map(talks.map((talk) => [talk.stream, talk]));
	const book = new CaseBookModel({
		...{ session, desk, centre, identity, isLead, introduce, root: account.root },
		centreName: () => centreName,
		messages: (stream) => {
			const past = (written.get(stream)?.contacts ?? []).flat().filter(({ ms }) => ms <= clock.ms);
			return Promise.resolve(past.map(messageOf));
		}
	});
	let count = 0;
	try {
		for (const [index, { stream, topic, contacts, isUnread }] of talks.entries()) {
			const done = isUnread ? contacts.slice(0, -1) : contacts;
			const random = randomFrom(3 + index);
			const choose = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
			const person = { age: choose(AGES), gender: choose(GENDERS), region: choose(REGIONS), relation: 'selbst' };
			const model = book.monitorings(stream, 'single');
			for (const [i, contact] of done.entries()) {
				clock.ms = must(contact.at(-1), 'a message').ms + AFTER_MS;
				await model.begin();
				const isEnd = i === done.length - 1 && index % 5 === 4;
				const values = {
					...(i === 0 ? { ...person, topic, access: choose(ACCESSES) } : person),
					...(isEnd ? { state: 'abgeschlossen', ending: 'einvernehmlich', contact: 'abschluss' } : {}),
					suic: 'nicht',
					consent: true
				};
				for (const [field, value] of Object.entries(values)) model.set(field, value);
				await model.save();
				count++;
			}
			book.close(model);
			if (done.length === 0) continue;
			const home = await book.cases.home(stream);
			await until(() => isSent(home.space));
		}
		await until(() => isSent(desk.space));
		return count;
	} finally {
		book.stop();
		await session.stop();
	}
}

function messageOf({ isHost, text, ms }: Dated, place: number): Message {
	return {
		id: String(place),
		author: isHost ? 'host' : 'client',
		authorName: '',
		side: isHost ? 'counsellor' : 'client',
		isOwn: isHost,
		text,
		atMs: ms,
		isTimeUncertain: false,
		isWhileAway: false,
		replyTo: null,
		attachment: null,
		mark: null
	};
}
