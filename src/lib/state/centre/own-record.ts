/** What a counsellor notes about herself for her colleagues: her name, her desk, and the seat for letters to her. */
import { base64url } from '../../base/bytes';
import type { IdentityId, Seed } from '../../base/ids';
import { admitMember } from '../../sync/exchange/admission';
import { newSecret } from '../../sync/keys/member';
import type { OpenSpace } from '../session/open-space';
import { CENTRE, type ColleagueRecord } from '../../domain/tables/centre';

/** Who she is. `posterSeed`: the seat's secret, if her desk was founded with one. */
export interface SelfDescription {
	readonly name: string;
	readonly isLead: boolean;
	readonly posterSeed: Seed | null;
}

/**
 * Writes what the centre lacks about her, once everything it holds is here. A desk older than letters gets its
 * seat then; until that is done, the seat is not mentioned.
 */
export async function noteOwnRecord(
	{ centre, desk }: { readonly centre: OpenSpace; readonly desk: OpenSpace },
	id: IdentityId,
	{ name, isLead, posterSeed }: SelfDescription
): Promise<void> {
	if (!posterSeed) await whenWhole(centre);
	const known = CENTRE.colleagues.get(centre.space.doc, id);
	const note = (fields: ColleagueRecord): Promise<void> =>
		centre.write((doc) => {
			CENTRE.colleagues.write(doc, id, fields);
		});
	const fresh = known.atMs === undefined ? { atMs: Date.now() } : {};
	await note({
		...fresh,
		...(name === '' ? {} : { name }),
		...(posterSeed ? { poster: base64url(posterSeed) } : {}),
		desk: desk.space.id,
		lead: isLead
	});
	if (posterSeed || typeof known.poster === 'string') return;
	await whenWhole(desk);
	const seed = newSecret();
	await admitMember(desk.replica, seed, 'poster');
	await note({ poster: base64url(seed) });
}

/** Resolves when the relay's charter and everything known to exist are here. */
export async function whenWhole({ space, replica }: OpenSpace): Promise<void> {
	while (!replica.isCurrent || space.missing > 0) {
		await new Promise<void>((resolve) => {
			const stop = space.listen(() => {
				stop();
				resolve();
			});
		});
	}
}
