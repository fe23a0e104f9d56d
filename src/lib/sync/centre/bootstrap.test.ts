/** Asking the relay for a charter, before there is a space. SPEC.md X3. */
import { describe, expect, it, vi } from 'vitest';
import { scene } from '../../../../tests/support/devices';
import { fakeConnection } from '../../../../tests/support/fake-connection';
import { Fault, Refusal } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import { signRecord, type CharterOp, type CharterRecord } from '../../wire/charter-record';
import type { RelayFrame } from '../../wire/frames';
import { fetchCharter } from './bootstrap';
import { beginEpoch, nonceOf } from '../keys/epochs';
import { credentials, memberKeys } from '../keys/member';

describe('asking for a charter', () => {
	it('[X3] accepts one that verifies, in any number of parts', async () => {
		const { made, space, seeds } = await scene('member');
		const relay = fakeConnection();
		const asked = fetchCharter(relay.connection, await credentials(space, seeds[1] ?? freshSeed(), freshSeed()));
		relay.say({ kind: 'joined', space, length: 1, head: new Uint8Array(32), feeds: [], tickets: [] });
		relay.say({ kind: 'charter', space, from: 0, records: made.records.map(({ bytes }) => bytes) });
		expect(await asked).toEqual(made.records);
		expect(relay.isAsking).toBe(false);
	});

	it('[X3] asks whether she was put out before she came: takes what shows that, and nothing less', async () => {
		const { made, space, seeds } = await scene('member');
		const [host, keys] = await Promise.all(
			[0, 1].map((at) => credentials(space, seeds[at] ?? freshSeed(), freshSeed()))
		);
		if (!host || !keys) throw new Error('nobody');
		const previous = made.records.at(-1)?.hash ?? new Uint8Array(32);
		const seal = (await host.sealing())[0].publicKey;
		const epoch = await beginEpoch(nonceOf(made.records[0]), 2, [{ member: host.member, seal }]);
		const ops: CharterOp[] = [{ kind: 'remove', member: keys.member, fences: [] }, ...epoch.ops];
		const draft = { version: 2 as const, previous, index: made.records.length, atMs: 2, signer: host.member, ops };
		const removal = await signRecord(space, draft, host.keys.sign);
		const whole = [...made.records, removal];
		const asking = (): { relay: ReturnType<typeof fakeConnection>; asked: Promise<unknown> } => {
			const relay = fakeConnection();
			const asked = fetchCharter(relay.connection, keys);
			relay.say({ kind: 'refused', space, request: 'join', code: 'not-member' });
			return { relay, asked };
		};
		const given = (from: number, records: readonly CharterRecord[]): RelayFrame & { space: SpaceId } => {
			return { kind: 'charter', space, from, records: records.map(({ bytes }) => bytes) };
		};

		const put = asking();
		put.relay.say(given(0, made.records));
		expect(put.relay.isAsking, 'nothing shows it yet').toBe(true);
		put.relay.say(given(made.records.length, [removal]));
		expect(await put.asked).toEqual(whole);

		const nobody = asking();
		nobody.relay.say({ kind: 'refused', space, request: 'charterPull', code: 'not-member' });
		await expect(nobody.asked).rejects.toEqual(new Refusal('not-allowed'));
		const unproven = asking();
		unproven.relay.say(given(0, made.records));
		unproven.relay.say(given(made.records.length, []));
		await expect(unproven.asked).rejects.toEqual(new Refusal('not-allowed'));

		const { sign, seal: sealing } = await memberKeys(freshSeed());
		const rekey = { kind: 'rekey' as const, sign: sign.publicKey, seal: sealing.publicKey, member: keys.member };
		const others = { ...draft, signer: keys.member, ops: [{ ...rekey, fences: [] }] };
		const replaced = asking();
		replaced.relay.say(given(0, [...made.records, await signRecord(space, others, keys.keys.sign)]));
		await expect(replaced.asked, 'her keys were replaced: she may be there under others').rejects.toEqual(
			new Refusal('not-allowed')
		);
	});

	it('[X3] rejects by who must act: no member, nonsense, silence', async () => {
		const { made, space, seeds } = await scene('member');
		const other = await scene();
		const keys = await credentials(space, seeds[1] ?? freshSeed(), freshSeed());
		const [record] = made.records;
		const answers: readonly [RelayFrame & { space: SpaceId }, unknown][] = [
			[{ kind: 'refused', space, request: 'join', code: 'unknown-space' }, new Fault('no-connection', { retry: true })],
			[{ kind: 'charter', space, from: 0, records: [new Uint8Array(9)] }, new Fault('relay-nonsense')],
			[
				{ kind: 'charter', space, from: 0, records: other.made.records.map(({ bytes }) => bytes) },
				new Fault('relay-nonsense')
			],
			[
				{
					kind: 'charter',
					space,
					from: 0,
					records: [(record?.bytes ?? new Uint8Array()).map((byte, i) => (i === 90 ? byte ^ 1 : byte))]
				},
				new Fault('relay-nonsense')
			]
		];
		for (const [answer, error] of answers) {
			const relay = fakeConnection();
			const asked = fetchCharter(relay.connection, keys);
			relay.say(answer);
			await expect(asked).rejects.toEqual(error);
			expect(relay.isAsking).toBe(false);
		}
		vi.useFakeTimers();
		const silence = expect(fetchCharter(fakeConnection().connection, keys)).rejects.toEqual(
			new Fault('no-connection', { retry: true })
		);
		await vi.advanceTimersByTimeAsync(16_000);
		vi.useRealTimers();
		await silence;
	});
});
