/** What clients write while their counsellor is away: each opens her link and says what she would say in a week. */
import { isSent } from '../../src/lib/sync/space/sent';
import { STREAM_POLICY } from '../../src/lib/state/session/policies';
import { enterSeat, seatsOf } from '../../src/lib/state/letters/seats';
import { openLink } from './converse';
import { generate } from './generated';
import { forEach, say, until } from './sessions';

/** So many write at the same time. */
const AT_ONCE = 8;
/** What one says in a week. */
const MESSAGES = 15;

/** Lets all who have these links write; resolves with how many messages, when the relay has them. */
export async function writeMeanwhile(origin: string, links: readonly string[]): Promise<number> {
	await forEach([...links.entries()], AT_ONCE, async ([number, url]) => {
		const { session, mailbox } = await openLink(origin, url, { ms: Date.now() });
		try {
			const [seat] = seatsOf(mailbox);
			if (!seat) throw new Error('bug: no seat waits in the mailbox');
			const opened = await enterSeat(session, mailbox, seat, { policy: STREAM_POLICY });
			await until(() => opened.replica.isCurrent);
			const said = generate(500 + number, '', 3).flat();
			for (let i = 0; i < MESSAGES; i++) await say({ session, opened }, said[i % said.length]?.[1] ?? '');
			await until(() => isSent(opened.space) && isSent(mailbox.space));
		} finally {
			await session.stop();
		}
	});
	return links.length * MESSAGES;
}
