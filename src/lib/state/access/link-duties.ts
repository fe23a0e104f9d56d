/**
 * What is left to do about a desk's links: revoke those given up or leading nowhere, keep open those that were
 * answered. SPEC.md U12, U13.
 */
import { fromBase64url } from '../../base/bytes';
import { packageKeys, renewLease } from '../../sync/exchange/packages';
import type { SpaceId } from '../../base/ids';
import { heldOf } from '../../sync/space/held';
import { each, Errand } from '../session/errand';
import type { Session } from '../session/session';
import type { LinkRecords } from './link-records';
import { forEach, givenUpIn } from './new-links';
import type { PackageCopies } from '../letters/package-copies';
import type { PackageOutbox } from '../letters/package-outbox.svelte';
import { revokeLink } from '../letters/revoking';
import type { StreamRecord, LinkRecord } from '../../domain/tables/desk';

type Streams = ReadonlyMap<string, StreamRecord>;
type Links = ReadonlyMap<string, LinkRecord>;

/**
 * Streams handed on or locked before their client was offered her seat through the new link, if no stream that shares
 * the link seated anybody by it. Two devices may have made the link and the lock without knowing of each other.
 */
export function linksInVain(streams: Streams, links: Links): readonly string[] {
	const isInVain = (id: string): boolean => {
		const { over, wishLock, wishMine, wishBox, mailbox } = streams.get(id) ?? {};
		return (over === true || wishLock === true) && wishMine === true && wishBox !== mailbox;
	};
	const sharing = (name: unknown): string[] =>
		[...links].filter(([id, link]) => link.package === name && streams.has(id)).map(([id]) => id);
	return [...streams.keys()].filter((id) => {
		const link = links.get(id);
		return isInVain(id) && link !== undefined && link.over !== true && sharing(link.package).every(isInVain);
	});
}

/** Streams whose client has got her seat through this counsellor's own new link. */
export function seatedByLink(streams: Streams): readonly StreamRecord[] {
	return [...streams.values()].filter(({ wishMine, wishBox, mailbox }) => wishMine === true && wishBox === mailbox);
}

/**
 * Whether no link waits any more for this device's writing in a space: a stream she is out of gets nothing more from
 * her, and into a new mailbox another device of hers has brought the client's seat.
 */
export function holdsUpNothing(streams: Streams, space: string): boolean {
	return streams.get(space)?.over === true || seatedByLink(streams).some(({ wishBox }) => wishBox === space);
}

/** The fields that give up the current links of these streams, by package name. */
export function givingUp(links: Links, streams: readonly string[]): Readonly<Record<string, LinkRecord>> {
	const present = streams.map((stream) => links.get(stream)).filter((link) => link !== undefined);
	return Object.fromEntries(
		present.map(({ secret, issuer, package: name }): [string, LinkRecord] => [
			String(name),
			{ secret: String(secret), issuer: String(issuer), package: String(name), revoke: true }
		])
	);
}

/** What is left to do about this counsellor's links, done by the leading tab as soon as there is a network. */
export class LinkDuties {
	readonly #errand = new Errand(() => this.#carryOut());

	constructor(
		readonly records: LinkRecords,
		readonly session: Session,
		readonly packages: PackageOutbox,
		readonly copies: Pick<PackageCopies, 'refresh' | 'restore'>
	) {}

	/** Whether something is due that no event from elsewhere will bring up. */
	get isDue(): boolean {
		return this.#toTell().length > 0 || this.#inVain().length > 0 || givenUpIn(this.records.links()).length > 0;
	}

	/** Continues what has not reached the relay yet: links to revoke or prolong, and offers to colleagues. */
	look(): Promise<void> {
		return this.#errand.look();
	}

	/** Stops everything it started. */
	stop(): void {
		this.#errand.stop();
	}

	async #carryOut(): Promise<boolean> {
		const { session } = this;
		// The leading tab brings packages, so what is given up cannot be on its way at the same time.
		if (!session.leads) return true;
		await session.whenKept();
		await this.#tellColleagues();
		await this.#giveUpInVain();
		const areGone = await this.#revokeGivenUp();
		const haveLasted = await this.#prolong();
		return areGone && haveLasted;
	}

	#revokeGivenUp(): Promise<boolean> {
		const { packages, session } = this;
		return each(givenUpIn(this.records.links()), async ([id, link]) => {
			await revokeLink({ packages, relay: session.relay }, 'link', link, (fields) => this.#note(id, fields));
			await this.#note(id, { revoke: false, revoked: true });
			return true;
		});
	}

	/** Keeps answered links open. SPEC.md U13. */
	#prolong(): Promise<boolean> {
		const lasting = [...this.records.links()].filter(
			([, { over, wantedDay, lastDay }]) => over !== true && (wantedDay ?? 0) > (lastDay ?? 0)
		);
		return each(lasting, async ([id, { secret, issuer, wantedDay }]) => {
			const keys = await packageKeys(fromBase64url(String(secret)), 'link');
			const { relay } = this.session;
			const isThere = await renewLease(relay, keys, Number(wantedDay), fromBase64url(String(issuer)));
			if (!isThere) {
				await this.copies.restore(keys.id);
				return false;
			}
			await this.copies.refresh(keys.id);
			await this.#note(id, { lastDay: Number(wantedDay) });
			return true;
		});
	}

	#note(id: string, fields: LinkRecord): Promise<void> {
		return this.records.write({ links: { [id]: fields } });
	}

	/** Puts into the directory the newest mailbox where a client was seated by this counsellor's link. SPEC.md U2. */
	async #tellColleagues(): Promise<void> {
		for (const { client, wish, wishBox, wishPoster } of this.#toTell()) {
			const fields = { mailbox: String(wishBox), poster: String(wishPoster), boxAtMs: Number(wish) };
			await this.records.noteClient(String(client), fields);
		}
	}

	/** Streams whose client's new mailbox is not in the directory yet. */
	#toTell(): readonly StreamRecord[] {
		const knownAtMs = (client: unknown): number => this.records.client(String(client))?.boxAtMs ?? 0;
		return seatedByLink(this.records.streams()).filter(({ client, wish }) => knownAtMs(client) < Number(wish));
	}

	/** Streams with a vain link whose package this device was to bring: no other device can tell. */
	#inVain(): readonly string[] {
		const { waiting } = this.packages;
		const links = this.records.links();
		return linksInVain(this.records.streams(), links).filter((id) => waiting.has(String(links.get(id)?.package)));
	}

	/** Gives up links that lead nowhere and never will: nobody drops a letter there any more. SPEC.md U12. */
	async #giveUpInVain(): Promise<void> {
		const { vault } = this.session.rows;
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
