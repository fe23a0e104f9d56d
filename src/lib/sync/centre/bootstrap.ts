/** Fetching a space's charter from the relay when this device knows only its keys. SPEC.md X3. */
import { Fault, Refusal } from '../../base/fault';
import { equal } from '../../base/bytes';
import type { SigningPublic, SpaceId } from '../../base/ids';
import { readChain, type Charter, type CharterMember } from '../../wire/charter';
import { parseRecord, type CharterRecord } from '../../wire/charter-record';
import type { RelayFrame } from '../../wire/frames';
import type { Connection, Joiner } from '../exchange/connection';
import { joinFrame, type Credentials } from '../keys/member';

/** How long the relay may take to answer. */
const PATIENCE_MS = 15_000;

/**
 * The verified records of a space's charter; for somebody who was removed before she ever came, up to the one that
 * removed her. Rejects with 'not-allowed' when the relay knows nothing of these keys, 'no-connection' when it does not
 * answer, 'relay-nonsense' when the chain is invalid.
 */
export function fetchCharter(connection: Connection, credentials: Credentials): Promise<readonly CharterRecord[]> {
	return new Promise((resolve, reject) => {
		const records: CharterRecord[] = [];
		let length = 0;
		let isOut = false;
		const end = (outcome: () => void): void => {
			clearTimeout(timer);
			connection.remove(joiner);
			outcome();
		};
		const fail = (error: Error): void => {
			end(() => {
				reject(error);
			});
		};
		const timer = setTimeout(() => {
			fail(new Fault('no-connection', { retry: true }));
		}, PATIENCE_MS);
		const joiner: Joiner = {
			id: credentials.space,
			join: async (nonce) => {
				connection.send(await joinFrame(credentials, nonce, true));
				// One way there and back less: the relay looks at this after the other.
				connection.send({ kind: 'charterPull', space: credentials.space, from: 0 });
			},
			disconnected: () => {
				records.length = 0;
				isOut = false;
			},
			receive: (frame) => {
				void take(frame).catch((error: unknown) => {
					fail(error instanceof Error ? error : new Fault('unexpected'));
				});
			}
		};
		const take = async (frame: RelayFrame): Promise<void> => {
			// She may have been put out; then the relay shows how (relay R40).
			if (frame.kind === 'refused' && frame.request === 'join' && frame.code === 'not-member') isOut = true;
			else if (frame.kind === 'refused')
				fail(isOut ? new Refusal('not-allowed') : new Fault('no-connection', { retry: true }));
			if (frame.kind === 'joined') ({ length } = frame);
			if (frame.kind !== 'charter' || frame.from !== records.length) return;
			for (const raw of frame.records) {
				const record = parseRecord(raw);
				if (!record.ok) throw new Fault('relay-nonsense');
				records.push(record.value);
			}
			const isEnd = frame.records.length === 0;
			if (isOut) {
				const me = isEnd ? undefined : (await confirmed(credentials.space, records)).members.get(credentials.member);
				if (me?.isRemoved) end(() => resolve(records));
				else if (isEnd || isReplaced(me, credentials.keys.sign.publicKey)) throw new Refusal('not-allowed');
				return;
			}
			if (records.length < length) {
				if (isEnd) throw new Fault('relay-nonsense');
				return;
			}
			await confirmed(credentials.space, records);
			end(() => resolve(records));
		};
		connection.add(joiner);
	});
}

async function confirmed(space: SpaceId, records: readonly CharterRecord[]): Promise<Charter> {
	const chain = await readChain(records);
	if (!chain.ok || chain.value.space !== space) throw new Fault('relay-nonsense');
	return chain.value;
}

/** Whether these keys of a member once counted, and others have taken their place. */
function isReplaced(member: CharterMember | undefined, key: SigningPublic): boolean {
	return member?.generations.slice(0, -1).some(({ sign }) => equal(sign, key)) === true;
}
