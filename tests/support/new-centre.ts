/** A centre just founded on Berta's device, offline: a real session, her desk, the centre, waiting packages. */
import { vi } from 'vitest';
import * as Y from 'yjs';
import { base64url } from '../../src/lib/base/bytes';
import { CENTRE } from '../../src/lib/domain/tables/centre';
import type { Account } from '../../src/lib/state/centre/account';
import { firstSpaces } from '../../src/lib/state/counsellor/beginning';
import { makeFounder } from '../../src/lib/state/counsellor/founding';
import type { PackageOutbox } from '../../src/lib/state/letters/package-outbox.svelte';
import type { OpenSpace } from '../../src/lib/state/session/open-space';
import { CENTRE_POLICY, DESK_POLICY, NO_DOCUMENTS } from '../../src/lib/state/session/policies';
import { Session } from '../../src/lib/state/session/session';
import { openIdentity, type Identity } from '../../src/lib/sync/centre/identity';
import { newSheet } from '../../src/lib/sync/exchange/packages';
import { newSecret } from '../../src/lib/sync/keys/member';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import { SealedRows } from '../../src/lib/sync/vault/sealed';

/** What Berta has open. */
export interface NewCentre {
	readonly account: Account;
	readonly self: Identity;
	readonly session: Session;
	readonly centre: OpenSpace;
	readonly face: OpenSpace;
	readonly desk: OpenSpace;
	readonly packages: PackageOutbox & { readonly waiting: Set<string> };
}

/** Founds it; none of it reaches a relay. */
export async function newCentre(): Promise<NewCentre> {
	vi.stubGlobal('WebSocket', class {});
	vi.stubGlobal('window', new EventTarget());
	vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
	vi.stubGlobal('location', { origin: 'https://relay.test' });
	const face = { name: 'Nord', hours: '', answerTime: '', emergencyText: '' };
	const card = { name: 'Berta', picture: '' };
	const { account, founding } = await makeFounder('CODE', newSheet(), face, card, 1_700_000_000_000);
	const session = new Session({
		rows: await SealedRows.under(new MemoryVault(), newSecret()),
		deviceSeed: newSecret(),
		relay: 'https://relay.test',
		reception: account.reception.space,
		doc: new Y.Doc(),
		publishes: false,
		centre: account.centre.space,
		tabs: null,
		onReach: () => undefined,
		onTrouble: () => undefined
	});
	for (const [space, records] of firstSpaces(account, { founding })) await session.keepSpace(space, records);
	const self = await openIdentity(account.identitySeed, account.chain);
	const { introduce: introduction } = self;
	const centre = await session.open(account.centre, { policy: CENTRE_POLICY, introduction });
	const desk = await session.open(account.desk, { policy: DESK_POLICY, introduction });
	const reception = await session.open(account.reception, { policy: NO_DOCUMENTS });
	await centre.write((doc) => {
		CENTRE.colleagues.write(doc, 'reception', { readerSeed: base64url(founding.readerSeed) });
	});
	return { account, self, session, centre, face: reception, desk, packages: packagesOf(session) };
}

/** Packages that are kept and wait. */
function packagesOf(session: Session): NewCentre['packages'] {
	const waiting = new Set<string>();
	return {
		waiting,
		row: (id: string, whole: Uint8Array) => session.rows.put('parcels', id, whole),
		added: (id: string) => void waiting.add(id),
		add: (id: string) => Promise.resolve(void waiting.add(id)),
		drop: (id: string) => Promise.resolve(waiting.delete(id)),
		hold: () => undefined,
		without: () => undefined,
		send: () => Promise.resolve()
	} as unknown as NewCentre['packages'];
}
