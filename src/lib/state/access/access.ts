/**
 * Clients' ways in: new clients with mailbox and link, streams with known ones, letters, and renewing,
 * replacing or locking a link. Everything is kept here first and reaches the relay by itself. What a host wants
 * for her stream's client is in her desk; what the directory says about the client is an offer. SPEC.md U1, U2.
 */
import { utcDay } from '../../base/day';
import { base64url, fromBase64url } from '../../base/bytes';
import { Refusal } from '../../base/fault';
import { asId, type IdentityId, type SpaceId } from '../../base/ids';
import { fingerprint } from '../../sync/keys/chain';
import { makeLink } from '../../sync/keys/link';
import type { SpaceRef } from '../../sync/keys/member';
import type { Authors } from '../centre/authors';
import { forEach, linksOf, makeAccess, makeStream, type MadeAccess } from './new-links';
import { offerOf, type Offer } from './offers';
import { givingUp, holdsUpNothing, LinkDuties } from './link-duties';
import { LinkRecords, type DeskRecords } from './link-records';
import { checkedName } from '../centre/names';
import { PackageCopies } from '../letters/package-copies';
import type { PackageOutbox } from '../letters/package-outbox.svelte';
import { NO_DOCUMENTS } from '../session/policies';
import { isHers } from './seat-duties';
import { each } from '../session/errand';
import type { Session } from '../session/session';
import type { Letters } from '../letters/unsent';
import { listedIn, postRef } from '../letters/addresses';
import type { OpenSpace } from '../session/open-space';
import { CENTRE } from '../../domain/tables/centre';
import type { StreamRecord, LinkRecord } from '../../domain/tables/desk';

/** A link that is no longer new stays open for this many days after the last answer. */
const ANSWERED_DAYS = 7;

/** What access works with. */
export interface AccessParts {
	readonly session: Session;
	readonly desk: OpenSpace;
	readonly centre: OpenSpace;
	readonly packages: PackageOutbox;
	readonly identity: IdentityId;
	readonly root: Uint8Array;
	readonly reception: SpaceId;
	readonly letters: Letters;
	/** Who wrote what in the centre's records. */
	readonly authors: Authors;
}

/** See the header. */
export class Access {
	readonly #records: LinkRecords;
	readonly #duties: LinkDuties;
	readonly #copies: PackageCopies;
	readonly #stop: () => void;

	constructor(readonly parts: AccessParts) {
		this.#records = new LinkRecords(parts.desk, parts.centre);
		this.#copies = new PackageCopies(parts.session, parts.desk, parts.centre, () => this.#refill());
		this.#duties = new LinkDuties(this.#records, parts.session, parts.packages, this.#copies);
		parts.packages.without((space) => holdsUpNothing(this.#records.streams(), space));
		// Another tab has given something up, a seat was moved, or a stream was handed on.
		this.#stop = parts.desk.space.listen(({ isEcho }) => {
			if (isEcho || this.#duties.isDue) void this.resume();
		});
	}

	/** A new client with this name, a stream and a link; resolves with the stream's id once this device keeps it. */
	async createClient(pseudonym: string): Promise<string> {
		const name = checkedName(pseudonym);
		const now = Date.now();
		const made = await this.#makeAccess(now);
		const client = made.mailbox.space;
		const by = this.parts.identity;
		await this.parts.session.keepSpace(client, made.mailbox.records);
		await this.#records.noteClient(client, { name, atMs: now, by, poster: base64url(made.poster.seed) });
		const stream = await this.openStream(client);
		await this.#keepLink(made, stream, { links: linksOf(made, [stream]) });
		return stream;
	}

	/**
	 * A stream with a client from the directory; it is not shown to her before something is written. She is found
	 * where the directory says now: moving her there later moves nothing here.
	 */
	async openStream(client: string): Promise<string> {
		const { session, identity } = this.parts;
		const box = this.#listed(client);
		if (!box) throw new Refusal('not-allowed');
		const now = Date.now();
		const made = await makeStream(identity, now);
		await session.keepSpace(made.stream.space, made.stream.records);
		const seed = base64url(made.host.seed);
		const place = { client, mailbox: box.space, poster: base64url(box.seed) };
		await this.#records.write({ streams: { [made.stream.space]: { kind: 'single', atMs: now, seed, ...place } } });
		await this.parts.letters.drop(box, made.stream.space, made.letter);
		return made.stream.space;
	}

	/** The URL of the link that this counsellor made for a stream's client, or null. */
	url(stream: string): string | null {
		const link = this.#records.links().get(stream);
		if (!link || link.over === true) return null;
		const secret = fromBase64url(String(link.secret));
		return makeLink(location.origin, { secret, fingerprint: fingerprint(this.parts.root) });
	}

	/** Whether the relay has that link's package. Reactive. */
	isRelayed(stream: string): boolean {
		const link = this.#records.links().get(stream);
		return link !== undefined && !this.parts.packages.waiting.has(String(link.package));
	}

	/**
	 * Gives a stream's client a new link with a new mailbox: keys from a lost device or the old link open nothing
	 * written from then on. The counsellor's own streams with her follow (see seat-duties.ts); colleagues are
	 * offered it. Rejects with 'not-allowed' if the stream is not hers. SPEC.md U2, U3.
	 */
	async renew(stream: string): Promise<void> {
		const mine = this.#mine(stream);
		const now = Date.now();
		const made = await this.#makeAccess(now);
		const { space } = made.mailbox;
		await this.parts.session.keepSpace(space, made.mailbox.records);
		const poster = base64url(made.poster.seed);
		await this.#keepLink(made, stream, {
			streams: forEach(mine, { wishBox: space, wishPoster: poster, wishLock: false, wish: now, wishMine: true }),
			links: { ...this.#givenUp(mine), ...linksOf(made, mine) }
		});
		void this.resume();
	}

	/** Locks the client out of the counsellor's own streams with her until there is a new link. Rejects like `renew`. */
	async lock(stream: string): Promise<void> {
		const mine = this.#mine(stream);
		await this.#records.write({
			streams: forEach(mine, { wishLock: true, wish: Date.now() }),
			links: this.#givenUp(mine)
		});
		void this.resume();
	}

	/** The colleague who gave a stream's client a link other than the current one, or null. SPEC.md U2. */
	offer(stream: string): { readonly by: IdentityId } | null {
		const fields = this.#records.streams().get(stream);
		const found = fields ? this.#offered(fields) : null;
		return found && { by: found.by };
	}

	/** Uses the link that a colleague gave the client for the counsellor's own streams with her. Rejects like `renew`. */
	async accept(stream: string): Promise<void> {
		const mine = this.#mine(stream);
		const found = this.#offered(this.#records.streams().get(stream) ?? {});
		if (!found) return;
		const { space, seed } = found.box;
		const wish = { wishBox: space, wishPoster: base64url(seed), wishLock: false, wish: Date.now(), wishMine: false };
		const held = mine.filter((id) => this.#records.links().has(id));
		await this.#records.write({
			streams: forEach(mine, wish),
			links: { ...this.#givenUp(mine), ...forEach(held, { over: true }) }
		});
		void this.resume();
	}

	/** An answer keeps a link that nobody has taken open for another week. SPEC.md U13. */
	async prolong(stream: string): Promise<void> {
		const link = this.#records.links().get(stream);
		const wantedDay = utcDay(Date.now()) + ANSWERED_DAYS;
		if (!link || link.over === true || (link.wantedDay ?? link.lastDay ?? 0) >= wantedDay) return;
		await this.#records.write({ links: { [stream]: { wantedDay } } });
		await this.resume();
	}

	/** Continues what has not reached the relay yet: links to revoke or prolong, and offers to colleagues. */
	resume(): Promise<void> {
		return this.#duties.look();
	}

	/** Stops everything it started. */
	stop(): void {
		this.#duties.stop();
		this.#copies.stop();
		this.#stop();
	}

	#offered(stream: StreamRecord): Offer | null {
		const { authors, identity } = this.parts;
		return offerOf(stream, this.#records.client(stream.client ?? ''), authors.author, identity);
	}

	#makeAccess(now: number): Promise<MadeAccess> {
		const { centre, root, reception } = this.parts;
		const { readerSeed } = CENTRE.colleagues.get(centre.space.doc, 'reception');
		return makeAccess({ root, reception, readerSeed: fromBase64url(readerSeed ?? '') }, now);
	}

	/** Keeps a link and its package, which goes to the relay after everything it leads to. */
	async #keepLink(made: MadeAccess, stream: string, records: DeskRecords): Promise<void> {
		const { session, packages } = this.parts;
		const { id, whole } = made.package;
		await session.open(made.poster, { policy: NO_DOCUMENTS });
		await this.#records.write(records, [await packages.row(id, whole, [made.mailbox.space, asId<SpaceId>(stream)])]);
		packages.added(id);
	}

	/** Gives a relay that lost everything the mailboxes of her streams' clients. */
	#refill(): Promise<boolean> {
		const boxes = [...this.#records.streams().values()].flatMap(({ mailbox, poster, over }) => {
			const box = over === true ? null : postRef(mailbox, poster);
			return box ? [[box.space, box] as const] : [];
		});
		return each(new Map(boxes).values(), (box) => this.parts.letters.refill(box));
	}

	/** Notes that the current links of streams are to be revoked, once there is a network. */
	#givenUp(streams: readonly string[]): Readonly<Record<string, LinkRecord>> {
		return givingUp(this.#records.links(), streams);
	}

	/** Where the directory finds a client now. */
	#listed(client: string): SpaceRef | null {
		return listedIn(this.#records.client(client), client);
	}

	/** The counsellor's own streams with this one's client. Rejects with 'not-allowed' if it is not hers to decide. */
	#mine(stream: string): readonly string[] {
		const all = this.#records.streams();
		const fields = all.get(stream);
		if (!fields || !isHers(fields) || typeof fields.client !== 'string') throw new Refusal('not-allowed');
		return [...all].filter(([, one]) => one.client === fields.client && isHers(one)).map(([id]) => id);
	}
}
