/** What a client's page does when it learns who hosts a stream of hers, and who has left. */
import { expect, it, vi } from 'vitest';
import { ClientStreams, type ClientStreamsParts } from './client-streams.svelte';
import type { Seat } from '../letters/seats';
import type { SpaceEvent } from '../../sync/space/events';
import { openSpace } from '../../../../tests/support/open-space';

const { looks } = vi.hoisted(() => ({ looks: { count: 0 } }));
vi.mock('../stream/stream.svelte', () => ({
	StreamModel: class {
		look(): void {
			looks.count++;
		}
		close(): void {
			return;
		}
	}
}));
vi.mock('../../sync/centre/identity', () => ({ provenHosts: () => Promise.resolve(new Map()) }));

it('[Y2] looks at what was said once it knows who hosts a stream, and whenever the reception was read', async () => {
	const session = { on: () => () => undefined, onPresence: () => () => undefined };
	const hearing = new Set<(event: SpaceEvent) => void>();
	const space = {
		credentials: { member: 'm' },
		feeds: new Map(),
		documents: new Map(),
		charter: { members: new Map() },
		listen: (hear: (event: SpaceEvent) => void) => {
			hearing.add(hear);
			return () => hearing.delete(hear);
		}
	};
	const streams = new ClientStreams({ session, centre: () => null } as unknown as ClientStreamsParts);
	const seat = { space: 's', kind: 'single', fields: {} } as unknown as Seat;
	streams.add(seat, Promise.resolve(openSpace(space)));
	await vi.waitFor(() => expect(looks.count, 'the hosts are known').toBe(1));
	for (const hear of hearing) hear({ kind: 'charter' });
	await vi.waitFor(() => expect(looks.count, 'somebody came or went').toBe(2));
	streams.look();
	expect(looks.count, 'somebody may have left').toBe(3);
	streams.stop();
	expect(hearing.size).toBe(0);
});
