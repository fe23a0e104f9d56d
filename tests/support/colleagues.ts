/** Counsellors of one centre for scenes of state: identities with chains, and a session over their devices. */
import { Fault, must } from '../../src/lib/base/fault';
import type { SpaceId } from '../../src/lib/base/ids';
import { freshSeed } from '../../src/lib/crypto/random';
import { signingKey } from '../../src/lib/crypto/sign';
import type { Session } from '../../src/lib/state/session/session';
import { identityChainCodec, vouch } from '../../src/lib/sync/keys/chain';
import { openIdentity, type Identity } from '../../src/lib/sync/centre/identity';
import { SealedRows } from '../../src/lib/sync/vault/sealed';
import { encode } from '../../src/lib/wire/codec';
import type { Device, Scene } from './devices';
import { restAll } from './settling';

/** A centre's root key and its people: the first is a Leitung, certified by the root; she certifies the others. */
export async function team(size: number): Promise<{ readonly root: Uint8Array; readonly people: readonly Identity[] }> {
	const root = await signingKey(freshSeed());
	const seeds = Array.from({ length: size }, () => freshSeed());
	const [lead, ...others] = await Promise.all(seeds.map((seed) => signingKey(seed)));
	if (!lead) throw new Error('nobody');
	const first = await vouch(root.publicKey, root, lead.publicKey, 1);
	const chains = [first, ...(await Promise.all(others.map(async ({ publicKey }) => vouch(first, lead, publicKey, 2))))];
	const people = await Promise.all(
		seeds.map((seed, i) => openIdentity(seed, encode(identityChainCodec, chains[i] ?? first)))
	);
	return { root: root.publicKey, people };
}

/** One person's session: her device in each space. Any other space is unreachable. `disk`: whose rows are hers. */
export function sessionOn(devices: () => readonly Device[] = () => [], disk?: () => Device): Session {
	const find = (space: SpaceId): Device | undefined => devices().find((one) => one.isOpen && one.space.id === space);
	return {
		whenKept: () => Promise.resolve(),
		get rows() {
			return rows(must(disk?.() ?? devices()[0], 'a device'));
		},
		relay: '',
		leads: true,
		connection: { reach: 'online' },
		on: () => () => undefined,
		isOpen: (space: SpaceId) => find(space) !== undefined,
		open: ({ space }: { readonly space: SpaceId }) => {
			const found = find(space);
			return found ? Promise.resolve(found) : Promise.reject(new Fault('no-connection', { retry: true }));
		},
		close: () => Promise.resolve(),
		keepSpace: () => Promise.resolve()
	} as unknown as Session;
}

/** The sealed rows of a device's disk, under the key that all test devices have. */
function rows({ vault, space }: Device): SealedRows {
	return new SealedRows(vault, space.rows.key);
}

/** Does work that waits for the relay, with all lines open. */
export async function during<T>(scenes: readonly Scene[], work: () => Promise<T>): Promise<T> {
	const done = work();
	done.catch(() => undefined);
	await restAll(scenes);
	return done;
}
