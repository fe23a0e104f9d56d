/**
 * What is left to do about the links of a desk: those that were given up, or lead nowhere, are revoked; those that
 * were answered stay open. SPEC.md U12, U13.
 */
import { fromBase64url } from '../../base/bytes';
import { packageKeys, renewLease } from '../../sync/exchange/packages';
import { each } from '../session/errand';
import { givenUpIn } from './new-links';
import type { Parcels } from '../letters/parcels.svelte';
import { revokeLink } from '../letters/revoking';
import type { StreamRecord, LinkRecord } from '../../domain/tables/desk';

type Streams = ReadonlyMap<string, StreamRecord>;
type Links = ReadonlyMap<string, LinkRecord>;

/**
 * Streams that passed on before their client was offered her seat through the new link: by the link that they share,
 * if they do, nobody is seated in any of them.
 */
export function linksInVain(streams: Streams, links: Links): readonly string[] {
	const isInVain = (id: string): boolean => {
		const { over, wishMine, wishBox, mailbox } = streams.get(id) ?? {};
		return over === true && wishMine === true && wishBox !== mailbox;
	};
	const sharing = (name: unknown): string[] =>
		[...links].filter(([id, link]) => link.package === name && streams.has(id)).map(([id]) => id);
	return [...streams.keys()].filter((id) => {
		const link = links.get(id);
		return isInVain(id) && link !== undefined && link.over !== true && sharing(link.package).every(isInVain);
	});
}

/** Streams whose client has got her seat through a new link of one's own. */
export function seatedByLink(streams: Streams): readonly StreamRecord[] {
	return [...streams.values()].filter(({ wishMine, wishBox, mailbox }) => wishMine === true && wishBox === mailbox);
}

/** The fields that give up the present links of these streams, by the name of their package. */
export function givingUp(links: Links, streams: readonly string[]): Readonly<Record<string, LinkRecord>> {
	const present = streams.map((stream) => links.get(stream)).filter((link) => link !== undefined);
	return Object.fromEntries(
		present.map(({ secret, issuer, package: name }): [string, LinkRecord] => [
			String(name),
			{ secret: String(secret), issuer: String(issuer), package: String(name), revoke: true }
		])
	);
}

/** Does what the relay is to be asked for; whether nothing of it is left. `note` keeps fields of a link. */
export async function carryOutLinks(
	{ parcels, relay }: { readonly parcels: Parcels; readonly relay: string },
	links: () => Links,
	note: (id: string, fields: LinkRecord) => Promise<void>
): Promise<boolean> {
	const areGone = await each(givenUpIn(links()), async ([id, link]) => {
		await revokeLink({ parcels, relay }, 'link', link, (fields) => note(id, fields));
		await note(id, { revoke: false, revoked: true });
		return true;
	});
	const lasting = [...links()].filter(
		([, { over, wantedDay, lastDay }]) => over !== true && (wantedDay ?? 0) > (lastDay ?? 0)
	);
	const haveLasted = await each(lasting, async ([id, { secret, issuer, wantedDay }]) => {
		const keys = await packageKeys(fromBase64url(String(secret)), 'link');
		const isThere = await renewLease(relay, keys, Number(wantedDay), fromBase64url(String(issuer)));
		if (isThere) await note(id, { lastDay: Number(wantedDay) });
		return isThere;
	});
	return areGone && haveLasted;
}
