/** Grants are opened once. SPEC.md S12. */
import { expect, it, vi } from 'vitest';
import { beginsEpoch } from '../../../tests/support/amending';
import { settle } from '../../../tests/support/settling';
import { trio } from '../../../tests/support/trio';
import { keptRows } from './space/kept-rows';
import { Space } from './space/space';

it('[S12] a space is opened without its sealing key, and with it when what was kept is damaged', async () => {
	const { stream, berta, anton } = await trio();
	await beginsEpoch(stream, berta);
	await berta.write('unter dem neuen Schlüssel');
	await settle(stream);
	const sealing = vi.fn(anton.space.credentials.sealing);
	const open = (): Promise<Space> =>
		keptRows(anton.space.rows, anton.space.id).then((kept) =>
			Space.open(anton.space.rows, { ...anton.space.credentials, sealing }, anton.space.policy, () => Date.now(), kept)
		);
	const again = await open();
	expect([...again.epochs.keys()]).toEqual([1, 2]);
	expect(again.documents.size).toBeGreaterThan(0);
	expect(sealing).not.toHaveBeenCalled();
	await anton.vault.commit([{ table: 'meta', key: `opened/${stream.space}`, value: new Uint8Array(60) }]);
	expect([...(await open()).epochs.keys()]).toEqual([1, 2]);
	expect(sealing).toHaveBeenCalled();
	sealing.mockClear();
	await open();
	expect(sealing).not.toHaveBeenCalled();
});
