/**
 * Clients' ways in: new clients with mailbox and link, streams with known ones, letters, and a link
 * that is renewed, replaced or locked. Everything is kept here first and reaches the relay by itself.
 */
import { base64url, fromBase64url } from '../base/bytes';
import { Refusal } from '../base/fault';
import { asId, type IdentityId, type SpaceId } from '../base/ids';
import { readRecords, writeRecord, type Fields } from '../domain/records';
import { fingerprint } from '../sync/chain';
import { makeLink } from '../sync/link';
import { dayOf, packageKeys, renewLease } from '../sync/packages';
import { makeAccess, makeStream, type MadeAccess } from './invitation';
import type { Parcels } from './parcels.svelte';
import { NO_DOCUMENTS } from './policies';
import type { Opened, Session } from './session';

const NAME_MOST = 60;
/** A link that is no longer new opens until so many days after the last answer. */
const ANSWERED_DAYS = 7;

/** What access works with. */
export interface AccessParts {
	readonly session: Session;
	readonly desk: Opened;
	readonly centre: Opened;
	readonly parcels: Parcels;
	readonly identity: IdentityId;
	readonly root: Uint8Array;
	readonly reception: SpaceId;
}

/** See the header. */
export class Access {
	constructor(readonly parts: AccessParts) {}

	/** A new client of this name, with a stream and a link; resolves with the stream's id once this device keeps it. */
	async createClient(pseudonym: string): Promise<string> {
		const name = pseudonym.trim();
		if (name === '') throw new Refusal('name-empty');
		if (name.length > NAME_MOST) throw new Refusal('name-too-long');
		const now = Date.now();
		const made = await this.#makeAccess(now);
		const client = made.mailbox.space;
		const by = this.parts.identity;
		await this.parts.session.keepSpace(client, made.mailbox.records);
		await this.#write('centre', 'clients', client, { name, atMs: now, by, poster: base64url(made.poster.seed) });
		const stream = await this.openStream(client);
		await this.#handOver(made, stream);
		return stream;
	}

	/** A stream with a client of the directory; nothing shows on her side before something is written. */
	async openStream(client: string): Promise<string> {
		const { session, identity } = this.parts;
		if (!this.#clients().has(client)) throw new Refusal('not-allowed');
		const now = Date.now();
		const made = await makeStream(identity, now);
		await session.keepSpace(made.stream.space, made.stream.records);
		const fields = {
			kind: 'single',
			client,
			atMs: now,
			seed: base64url(made.host.seed),
			mailbox: this.mailbox(client)
		};
		await this.#write('desk', 'streams', made.stream.space, fields);
		await this.post(client, made.letter);
		return made.stream.space;
	}

	/** Drops a letter into a client's mailbox; it goes as soon as there is a network. */
	async post(client: string, letter: Uint8Array): Promise<void> {
		const { session } = this.parts;
		await session.post(await this.#openMailbox(client), letter);
	}

	/** The mailbox that a client has now. */
	mailbox(client: string): string {
		const mailbox = this.#clients().get(client)?.mailbox;
		return typeof mailbox === 'string' ? mailbox : client;
	}

	/** The address of the link that this counsellor made for a stream's client, or null. */
	url(stream: string): string | null {
		const link = this.#links().get(stream);
		if (!link) return null;
		const secret = fromBase64url(String(link.secret));
		return makeLink(location.origin, { secret, fingerprint: fingerprint(this.parts.root) });
	}

	/** Whether the relay has that link's package. Reactive. */
	isRelayed(stream: string): boolean {
		const link = this.#links().get(stream);
		return link !== undefined && !this.parts.parcels.waiting.has(String(link.package));
	}

	/**
	 * A new link for a stream's client in place of the old one, into a mailbox of its own: keys that went
	 * with a lost device or an old link open nothing written from then on. The streams follow (see seating.ts).
	 */
	async renew(stream: string): Promise<void> {
		const client = this.#clientOf(stream);
		const made = await this.#makeAccess(Date.now());
		await this.parts.session.keepSpace(made.mailbox.space, made.mailbox.records);
		await this.#giveUp(stream);
		const fields = { mailbox: made.mailbox.space, poster: base64url(made.poster.seed), locked: false };
		await this.#write('centre', 'clients', client, fields);
		await this.#handOver(made, stream);
	}

	/** The link opens nothing any more, and who is in by it is put out, until there is a new one. */
	async lock(stream: string): Promise<void> {
		await this.#giveUp(stream);
		await this.#write('centre', 'clients', this.#clientOf(stream), { locked: true });
	}

	/** An answer keeps a link that nobody has taken for herself open for another week. */
	async prolong(stream: string): Promise<void> {
		const link = this.#links().get(stream);
		const lastDay = dayOf(Date.now()) + ANSWERED_DAYS;
		if (!link || Number(link.lastDay ?? 0) >= lastDay) return;
		try {
			await this.#lease(link, lastDay);
			await this.#write('desk', 'links', stream, { lastDay });
		} catch {
			// offline: the next answer renews it
		}
	}

	/** Goes on with what did not reach the relay before: letters, and links that were given up. */
	async resume(): Promise<void> {
		const { session } = this.parts;
		for (const client of this.#clients().keys())
			if ((await session.parts.rows.vault.list('outbox', this.mailbox(client))).length > 0)
				await this.#openMailbox(client);
		for (const [id, link] of this.#links()) {
			if (link.revoke !== true) continue;
			try {
				await this.#lease(link, 'revoked');
				await this.#write('desk', 'links', id, { revoke: false });
			} catch {
				// offline: at the next connection
			}
		}
	}

	/** Whether a link that was given up is still known to the relay. */
	isGivingUp(): boolean {
		return [...this.#links().values()].some(({ revoke }) => revoke === true);
	}

	#makeAccess(now: number): Promise<MadeAccess> {
		const { centre, root, reception } = this.parts;
		const { readerSeed } = readRecords(centre.space.doc.getMap('colleagues')).get('reception') ?? {};
		return makeAccess({ root, reception, readerSeed: fromBase64url(String(readerSeed ?? '')) }, now);
	}

	/** Keeps the package, which goes to the relay after all that it leads to, and the link. */
	async #handOver(made: MadeAccess, stream: string): Promise<void> {
		const { session, parcels } = this.parts;
		await session.open(made.poster, { policy: NO_DOCUMENTS });
		await parcels.add(made.package.id, made.package.whole, [made.mailbox.space, asId<SpaceId>(stream)]);
		const link = { secret: base64url(made.secret), issuer: base64url(made.issuer), package: made.package.id };
		await this.#write('desk', 'links', stream, { ...link, lastDay: 0 });
	}

	/** Notes that the present link is to be revoked, and does so when there is a network. */
	async #giveUp(stream: string): Promise<void> {
		const link = this.#links().get(stream);
		if (!link) return;
		const { secret, issuer, package: name } = link;
		const fields = { secret: String(secret), issuer: String(issuer), package: String(name), revoke: true };
		await this.#write('desk', 'links', String(name), fields);
		void this.resume();
	}

	async #lease(link: Fields, lastDay: number | 'revoked'): Promise<void> {
		const keys = await packageKeys(fromBase64url(String(link.secret)), 'link');
		await renewLease(this.parts.session.parts.relay, keys, lastDay, fromBase64url(String(link.issuer)));
	}

	#openMailbox(client: string): Promise<Opened> {
		const seed = fromBase64url(String(this.#clients().get(client)?.poster ?? ''));
		const ref = { space: asId<SpaceId>(this.mailbox(client)), seed };
		return this.parts.session.open(ref, { policy: NO_DOCUMENTS });
	}

	#clientOf(stream: string): string {
		const { client } = readRecords(this.parts.desk.space.doc.getMap('streams')).get(stream) ?? {};
		if (typeof client !== 'string') throw new Refusal('not-allowed');
		return client;
	}

	#clients(): ReadonlyMap<string, Fields> {
		return readRecords(this.parts.centre.space.doc.getMap('clients'));
	}

	#links(): ReadonlyMap<string, Fields> {
		return readRecords(this.parts.desk.space.doc.getMap('links'));
	}

	#write(where: 'centre' | 'desk', table: string, id: string, fields: Fields): Promise<void> {
		return this.parts.session.write(this.parts[where], (doc) => {
			writeRecord(doc.getMap(table), id, fields);
		});
	}
}
