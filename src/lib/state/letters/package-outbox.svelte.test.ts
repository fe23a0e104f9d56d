/** A link's package, and the stream it leads to, from which its maker is removed. */
import { expect, it, vi } from 'vitest';
import { asId, type SpaceId } from '../../base/ids';
import { newSecret } from '../../sync/keys/member';
import { MemoryVault } from '../../sync/vault/memory';
import { SealedRows } from '../../sync/vault/sealed';
import { PackageOutbox } from './package-outbox.svelte';
import type { Session } from '../session/session';
import type { OpenSpace } from '../session/open-space';

vi.mock('../../sync/exchange/packages', () => ({ putPackage: () => Promise.resolve() }));

it('[U12] waits for what it leads to, but not if its maker no longer has a part in it', async () => {
	const rows = await SealedRows.under(new MemoryVault(), newSecret());
	const stream = asId<SpaceId>('1'.repeat(32));
	const session = {
		rows,
		relay: 'https://relay.test',
		on: () => () => undefined,
		tell: () => undefined
	} as unknown as Session;
	const space = { listen: () => () => undefined };
	const packages = new PackageOutbox(session, { space, replica: { isCurrent: true } } as unknown as OpenSpace);
	const name = 'a'.repeat(32);
	// Her last writing there never went, and never will.
	await rows.vault.commit([await rows.put('outbox', stream + 'x', new Uint8Array([1]))]);
	await rows.vault.commit([await packages.row(name, new Uint8Array([1]), [stream])], true);
	packages.added(name);
	await packages.send();
	expect([...packages.waiting]).toEqual([name]);
	packages.without((one) => one === stream);
	await packages.send();
	expect([...packages.waiting]).toEqual([]);
	packages.stop();
});
