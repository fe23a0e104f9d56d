/**
 * Invitations for colleagues: made and withdrawn by a Leitung, even offline. What the charters need is noted
 * and carried out with the next connection; the package goes last. SPEC.md Y1, sync S7.
 */
import { utcDay } from '../../base/day';
import type * as Y from 'yjs';
import { base64url, fromBase64url } from '../../base/bytes';
import { Refusal } from '../../base/fault';
import { asId, type MemberId } from '../../base/ids';
import { admitMember } from '../../sync/exchange/admission';
import { provenMembers } from '../../sync/centre/identity';
import { makeInvitation } from '../../sync/keys/inviting';
import { memberOf, newSecret } from '../../sync/keys/member';
import { makePackage, packageKeys } from '../../sync/exchange/packages';
import { removeMember } from '../../sync/exchange/removal';
import type { Change } from '../../sync/vault/vault';
import type { Account } from '../centre/account';
import { each, Errand } from '../session/errand';
import type { InvitationContent } from './invitation-content';
import { jsonBytes } from '../session/json';
import { leadRecords } from '../centre/leads';
import { checkedName } from '../centre/names';
import type { PackageOutbox } from '../letters/package-outbox.svelte';
import { revokeLink } from '../letters/revoking';
import type { Session } from '../session/session';
import type { InvitationRow } from '../contract/team';
import type { OpenSpace } from '../session/open-space';
import { CENTRE, type InvitationRecord } from '../../domain/tables/centre';
import { DESK, type OwnInvitationRecord } from '../../domain/tables/desk';

/** An invitation expires after this many days. */
const DAYS = 14;

/** What invitations are made with. */
export interface InvitationsParts {
	readonly session: Session;
	readonly account: Account;
	readonly isLead: boolean;
	readonly identity: string;
	readonly centre: OpenSpace;
	readonly face: OpenSpace;
	readonly desk: OpenSpace;
	readonly packages: PackageOutbox;
	readonly centreName: () => string;
}

/** See the header. Reactive: `rows`. */
export class Invitations {
	#noted = $state.raw<ReadonlyMap<string, InvitationRecord>>(new Map());
	#own = $state.raw<ReadonlyMap<string, OwnInvitationRecord>>(new Map());
	/** Days since 1970. */
	#today = $state(utcDay(Date.now()));
	readonly #stops: (() => void)[] = [];
	readonly #errand = new Errand(() => this.#work());

	constructor(readonly parts: InvitationsParts) {
		const { centre, face, desk, packages } = parts;
		packages.hold((id) => [...this.#own.values()].some((own) => own.package === id && own.admitted !== true));
		const read = (): void => {
			this.#noted = CENTRE.invitations.read(centre.space.doc);
			this.#own = DESK.invitations.read(desk.space.doc);
			this.#today = utcDay(Date.now());
			this.work();
		};
		read();
		for (const { space } of [centre, face, desk]) this.#stops.push(space.listen(read));
	}

	/** Open invitations, newest first. */
	readonly rows = $derived.by((): readonly InvitationRow[] =>
		[...new Map([...this.#own, ...this.#noted])]
			.filter(([, { used, withdrawn }]) => used === undefined && withdrawn === undefined)
			.sort(([, a], [, b]) => Number(b.atMs) - Number(a.atMs))
			.map(([id, noted]) => {
				const own = this.#own.get(id);
				const url = own ? `${location.origin}/#einladung=${String(own.secret)}` : null;
				const isRelayed = own?.admitted === true && !this.parts.packages.waiting.has(String(own.package));
				const isExpired = this.#today > utcDay(Number(noted.atMs)) + DAYS;
				return { id, name: String(noted.name), isLead: noted.lead === true, url, isRelayed, isExpired };
			})
	);

	/** Makes an invitation; returns its id. Rejects with 'not-allowed', 'name-empty' or 'name-too-long'. */
	async invite(suggested: string, isLead: boolean): Promise<string> {
		const { account, centre, face, packages } = this.parts;
		if (!this.parts.isLead) throw new Refusal('not-allowed');
		const name = checkedName(suggested);
		const made = await makeInvitation(account.chain, account.identitySeed, isLead);
		const [secret, issuer, inCentre, inReception] = [newSecret(), newSecret(), newSecret(), newSecret()];
		const content: InvitationContent = {
			centre: { space: centre.space.id, seed: new Uint8Array(inCentre) },
			reception: { space: face.space.id, seed: new Uint8Array(inReception) },
			root: account.root,
			seed: new Uint8Array(made.seed),
			chain: made.chain,
			isLead,
			centreName: this.parts.centreName(),
			name,
			id: made.id
		};
		const now = Date.now();
		const keys = await packageKeys(secret, 'invitation');
		const whole = await makePackage(keys, issuer, jsonBytes(content), utcDay(now) + DAYS);
		const fields = {
			name,
			atMs: now,
			secret: base64url(secret),
			issuer: base64url(issuer),
			package: keys.id,
			inCentre: base64url(inCentre),
			inReception: base64url(inReception),
			lead: isLead
		};
		await this.#noteOwn(made.id, fields, [await packages.row(keys.id, whole, [centre.space.id])]);
		this.#own = DESK.invitations.read(this.parts.desk.space.doc);
		packages.added(keys.id);
		this.work();
		return made.id;
	}

	/** Withdraws one that nobody has used. From the next connection on it leads nowhere. */
	async withdraw(id: string): Promise<void> {
		if (!this.parts.isLead) throw new Refusal('not-allowed');
		await this.#note(id, { withdrawn: Date.now() });
		this.work();
	}

	/** There is a reason to carry out what is noted. */
	work(): void {
		void this.#errand.look();
	}

	/** Stops everything it started. */
	stop(): void {
		this.#errand.stop();
		for (const stop of this.#stops) stop();
	}

	/** Tells colleagues about this counsellor's own invitation, so that they can withdraw it. */
	async #tell(id: string, own: OwnInvitationRecord): Promise<void> {
		await this.#note(id, {
			name: String(own.name),
			lead: own.lead === true,
			by: this.parts.identity,
			atMs: Number(own.atMs),
			inCentre: await memberOf(fromBase64url(String(own.inCentre))),
			inReception: await memberOf(fromBase64url(String(own.inReception)))
		});
	}

	/** Admits the person of an own invitation, and closes withdrawn ones. Resolves with whether nothing is left. */
	async #work(): Promise<boolean> {
		const { session, centre, face, account, isLead } = this.parts;
		await session.whenKept();
		for (const [id, own] of this.#own) if (!this.#noted.has(id)) await this.#tell(id, own);
		const isDue = [...this.#noted].some(([id, noted]) => isToClose(noted) || isToAdmit(this.#own.get(id), noted));
		if (!isLead || !isDue) return true;
		if (!centre.replica.isCurrent || !face.replica.isCurrent) return false;
		const noted = (await leadRecords(centre, account.root, { isLead }))(CENTRE.invitations);
		return each(noted, async ([id, fields]) => {
			const own = this.#own.get(id);
			if (isToClose(fields)) await this.#close(id, fields, own);
			else if (own && isToAdmit(own, fields)) await this.#admit(id, own);
			return true;
		});
	}

	async #admit(id: string, own: OwnInvitationRecord): Promise<void> {
		const { centre, face, packages } = this.parts;
		const role = own.lead === true ? 'host' : 'member';
		await admitMember(centre.replica, fromBase64url(String(own.inCentre)), role);
		await admitMember(face.replica, fromBase64url(String(own.inReception)), role);
		await this.#noteOwn(id, { admitted: true });
		this.#own = DESK.invitations.read(this.parts.desk.space.doc);
		await packages.send();
	}

	/** Removes the seats unless a proven colleague has taken them, and marks the link as withdrawn. */
	async #close(id: string, noted: InvitationRecord, own: OwnInvitationRecord | undefined): Promise<void> {
		const { session, centre, face, account } = this.parts;
		const [inCentre, inReception] = [noted.inCentre, noted.inReception].map((seat) => asId<MemberId>(String(seat)));
		// A person who took the seat without proving who she is does not stay.
		const isColleague = inCentre !== undefined && (await provenMembers(centre.space, account.root)).has(inCentre);
		if (!isColleague && inCentre && inReception) {
			await putOut(centre, inCentre);
			await putOut(face, inReception);
		}
		const { packages } = this.parts;
		if (own)
			await revokeLink({ packages, relay: session.relay }, 'invitation', own, (fields) => this.#noteOwn(id, fields));
		await this.#note(id, { closed: true });
	}

	#note(id: string, fields: InvitationRecord): Promise<void> {
		return this.parts.centre.write((doc) => {
			CENTRE.invitations.write(doc, id, fields);
		});
	}

	#noteOwn(id: string, fields: OwnInvitationRecord, beside: readonly Change[] = []): Promise<void> {
		const change = (doc: Y.Doc): void => {
			DESK.invitations.write(doc, id, fields);
		};
		return this.parts.desk.write(change, { beside });
	}
}

function isToClose({ withdrawn, closed }: InvitationRecord): boolean {
	return withdrawn !== undefined && closed !== true;
}

function isToAdmit(own: OwnInvitationRecord | undefined, { withdrawn }: InvitationRecord): boolean {
	return own !== undefined && own.admitted !== true && withdrawn === undefined;
}

async function putOut({ space, replica }: OpenSpace, member: MemberId): Promise<void> {
	if (space.charter.members.get(member)?.isRemoved === false) await removeMember(replica, member);
}
