/** A relay that a test speaks for. */
import type { SpaceId } from '../../src/lib/base/ids';
import type { DeviceFrame, RelayFrame } from '../../src/lib/wire/frames';
import type { Connection } from '../../src/lib/sync/exchange/connection';
import { type Joiner } from '../../src/lib/sync/exchange/connection';

/** A connection without a socket. */
export function fakeConnection() {
	const sent: DeviceFrame[] = [];
	let joiner: Joiner | null = null;
	const connection = {
		add: (one: Joiner) => {
			joiner = one;
			void one.join(new Uint8Array(32));
		},
		remove: () => {
			joiner = null;
		},
		send: (frame: DeviceFrame) => sent.push(frame) > 0
	} as unknown as Connection;
	return {
		sent,
		connection,
		say: (frame: RelayFrame & { space: SpaceId }) => joiner?.receive(frame),
		get isAsking() {
			return joiner !== null;
		}
	};
}
