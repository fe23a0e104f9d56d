/** What clients write while their counsellor is away: each goes on with the device on which she opened her link. */
import { isSent } from '../../src/lib/sync/space/sent';
import { STREAM_POLICY } from '../../src/lib/state/session/policies';
import { enterSeat, seatsOf } from '../../src/lib/state/letters/seats';
import { openLink } from './converse';
import { generate } from './generated';
import { forEach, say, until, type Side } from './sessions';

/** So many write at the same time. */
const AT_ONCE = 8;
/** What one says in a week. */
const MESSAGES = 15;

/** Clients' devices by their links; without a line while nobody writes. */
export class Devices {
	readonly #all = new Map<string, Side>();

	constructor(readonly origin: string) {}

	/** Lets all who have these links write; resolves with how many messages, when the relay has them. */
	async write(links: readonly string[]): Promise<number> {
		await forEach([...links.entries()], AT_ONCE, async ([number, url]) => {
			const known = this.#all.get(url);
			known?.session.connection.connect();
			const side = known ?? (await this.#open(url));
			const { session, opened } = side;
			this.#all.set(url, side);
			await until(() => opened.replica.isCurrent);
			const said = generate(500 + number, '', 3).flat();
			for (let i = 0; i < MESSAGES; i++) await say(side, said[i % said.length]?.[1] ?? '');
			await until(() => isSent(opened.space));
			session.connection.disconnect();
		});
		return links.length * MESSAGES;
	}

	/** Opens a link on a device that has never seen it. */
	async #open(url: string): Promise<Side> {
		const clock = {
			get ms() {
				return Date.now();
			}
		};
		const { session, mailbox } = await openLink(this.origin, url, clock);
		const [seat] = seatsOf(mailbox);
		if (!seat) throw new Error('bug: no seat waits in the mailbox');
		const opened = await enterSeat(session, mailbox, seat, { policy: STREAM_POLICY });
		await until(() => opened.replica.isCurrent && isSent(mailbox.space));
		return { session, opened };
	}
}
