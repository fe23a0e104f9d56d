/**
 * What is left to do about the links of a desk: those that were given up, or lead nowhere, are revoked; those that
 * were answered stay open. SPEC.md U12, U13.
 */
import { fromBase64url } from '../../base/bytes';
import { packageKeys, renewLease } from '../../sync/exchange/packages';
import type { SpaceId } from '../../base/ids';
import { heldOf } from '../../sync/space/held';
import { each, Errand } from '../session/errand';
import type { Session } from '../session/session';
import type { LinkRecords } from './link-records';
import { forEach, givenUpIn } from './new-links';
import type { PackageOutbox } from '../letters/package-outbox.svelte';
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
	{ packages, relay }: { readonly packages: PackageOutbox; readonly relay: string },
	links: () => Links,
	note: (id: string, fields: LinkRecord) => Promise<void>
): Promise<boolean> {
	const areGone = await each(givenUpIn(links()), async ([id, link]) => {
		await revokeLink({ packages, relay }, 'link', link, (fields) => note(id, fields));
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

/** What the duties are carried out with. */
export interface LinkDutiesParts {
	readonly session: Session;
	readonly packages: PackageOutbox;
}

/** What is left to do about one's links, carried out by the leading tab as soon as there is a network. */
export class LinkDuties {
	readonly #errand = new Errand(() => this.#carryOut());

	constructor(
		readonly records: LinkRecords,
		readonly parts: LinkDutiesParts
	) {}

	/** Whether there is something that no word from elsewhere will bring up. */
	get isDue(): boolean {
		return this.#toTell().length > 0 || this.#inVain().length > 0;
	}

	/** Goes on with what did not reach the relay before: links that were given up or are to last, and what colleagues are offered. */
	look(): Promise<void> {
		return this.#errand.look();
	}

	/** Ends what lives. */
	stop(): void {
		this.#errand.stop();
	}

	async #carryOut(): Promise<boolean> {
		const { packages, session } = this.parts;
		// the leading tab brings packages: what is given up is not on its way at the same time
		if (!session.leads) return true;
		await session.whenKept();
		await this.#tellColleagues();
		await this.#giveUpInVain();
		const note = (id: string, fields: LinkRecord): Promise<void> => this.records.write({ links: { [id]: fields } });
		return carryOutLinks({ packages, relay: session.relay }, () => this.records.links(), note);
	}

	/** The directory offers the newest mailbox in which one's own links have found the client a seat. SPEC.md U2. */
	async #tellColleagues(): Promise<void> {
		for (const { client, wish, wishBox, wishPoster } of this.#toTell()) {
			const fields = { mailbox: String(wishBox), poster: String(wishPoster), boxAtMs: Number(wish) };
			await this.records.noteClient(String(client), fields);
		}
	}

	/** Streams of whose new mailbox the directory knows nothing yet. */
	#toTell(): readonly StreamRecord[] {
		const knownAtMs = (client: unknown): number => this.records.client(String(client))?.boxAtMs ?? 0;
		return seatedByLink(this.records.streams()).filter(({ client, wish }) => knownAtMs(client) < Number(wish));
	}

	/** Streams of which a link is in vain that this device was to bring: no other one can tell. */
	#inVain(): readonly string[] {
		const { waiting } = this.parts.packages;
		const links = this.records.links();
		return linksInVain(this.records.streams(), links).filter((id) => waiting.has(String(links.get(id)?.package)));
	}

	/** Gives up the links that lead to nothing, and will not: nobody drops a letter there any more. SPEC.md U12. */
	async #giveUpInVain(): Promise<void> {
		const { vault } = this.parts.session.rows;
		for (const id of this.#inVain()) {
			const box = String(this.records.streams().get(id)?.wishBox) as SpaceId;
			const { heads, outbox } = await heldOf(vault, box);
			if (heads.size > 0 || outbox > 0) continue;
			await this.records.write({
				links: { ...givingUp(this.records.links(), [id]), ...forEach([id], { over: true }) }
			});
		}
	}
}
