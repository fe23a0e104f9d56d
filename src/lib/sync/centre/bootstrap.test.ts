/** Asking the relay for a charter, before there is a space. SPEC.md X3. */
import { describe, expect, it, vi } from 'vitest';
import { scene } from '../../../../tests/support/devices';
import { fakeConnection } from '../../../../tests/support/fake-connection';
import { Fault, Refusal } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import type { RelayFrame } from '../../wire/frames';
import { fetchCharter } from './bootstrap';
import { credentials } from '../keys/member';

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

	it('[X3] rejects by who must act: no member, nonsense, silence', async () => {
		const { made, space, seeds } = await scene('member');
		const other = await scene();
		const keys = await credentials(space, seeds[1] ?? freshSeed(), freshSeed());
		const [record] = made.records;
		const answers: readonly [RelayFrame & { space: SpaceId }, unknown][] = [
			[{ kind: 'refused', space, request: 'join', code: 'not-member' }, new Refusal('not-allowed')],
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
