import { passOver } from '../../base/fault';
import { withoutSnapshots } from './archive';
import type { Space } from './space';

/** Something archived cannot be read: the documents are made again, whole, from entries. Rejects with a `Fault`. SPEC.md V5. */
export function unarchive(space: Space): Promise<void> {
	return space.run(async () => {
		space.isDamaged = true;
		await space.rows.vault.commit(await withoutSnapshots(space.rows, space.id));
		await space.reload().catch(passOver());
	});
}
