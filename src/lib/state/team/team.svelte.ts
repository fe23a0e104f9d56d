/** The centre's counsellors, as one of them sees them: who is here, inviting, removing, her own profile. */
import type { IdentityId, Seed } from '../../base/ids';
import type { Identity } from '../../sync/centre/identity';
import type { Reception } from '../../sync/centre/reception';
import type { Account } from '../centre/account';
import { Boxes } from '../letters/boxes';
import { pictureUrl, readCard, type Card } from '../centre/cards';
import { Colleagues } from '../centre/colleagues.svelte';
import { groupsOnlyOf } from '../groups/group-directory';
import { Invitations } from './invitations.svelte';
import { Leaving } from './leaving';
import { checkedName } from '../centre/names';
import { noteOwnRecord } from '../centre/own-record';
import type { PackageOutbox } from '../letters/package-outbox.svelte';
import { SheetLease } from './sheet-lease';
import type { SheetState, Team } from '../contract/team';
import type { Session } from '../session/session';
import type { OpenSpace } from '../session/open-space';
import { CENTRE } from '../../domain/tables/centre';

/** What a team is made of. */
export interface TeamParts {
	readonly session: Session;
	readonly account: Account;
	readonly self: Identity;
	readonly centre: OpenSpace;
	readonly face: OpenSpace;
	readonly desk: OpenSpace;
	readonly reception: Reception;
	readonly packages: PackageOutbox;
	readonly centreName: () => string;
	/** Called when a box has new keys, and letters waiting for it must be taken up again. */
	readonly onRenewed: () => void;
}

/** See the header. */
export class TeamModel implements Team {
	readonly colleagues: Colleagues;
	readonly invitations: Invitations;
	/** The state of her recovery sheets. */
	sheetState = $state.raw<SheetState>({ isRenewing: false, renewedAtMs: null });
	/** The valid recovery sheet, and one that will replace it. */
	readonly sheet: SheetLease;
	readonly #leaving: Leaving;
	readonly #boxes: Boxes;

	readonly #parts: TeamParts;

	constructor(parts: TeamParts) {
		this.#parts = parts;
		const { session, account, self, centre, face, desk, reception, packages, centreName, onRenewed } = parts;
		const { root } = account;
		const { id: identity, isLead } = self;
		this.colleagues = new Colleagues({ centre, reception, identity, root });
		this.invitations = new Invitations({
			session,
			account,
			isLead,
			identity,
			centre,
			face,
			desk,
			packages,
			centreName
		});
		this.sheet = new SheetLease({
			session,
			desk,
			isWaiting: (id) => packages.waiting.has(id),
			onChange: (state) => {
				this.sheetState = state;
			}
		});
		this.#leaving = new Leaving({ session, identity: self, centre, face, reception, root });
		const boxes = new Boxes({ session, identity: self, centre, desk, root, onRenewed });
		this.#boxes = boxes;
		session.present = (ref) => boxes.present(ref);
	}

	/** Whether this counsellor is a Leitung: may invite and remove. */
	get isLead(): boolean {
		return this.#parts.self.isLead;
	}

	/** Invites somebody; returns the invitation's id. */
	invite(name: string, isLead: boolean): Promise<string> {
		return this.invitations.invite(name, isLead);
	}

	/** Withdraws an invitation that nobody has used. */
	withdraw(id: string): Promise<void> {
		return this.invitations.withdraw(id);
	}

	/** Notes that a colleague is to leave; done once the charters have it. */
	remove(id: string): Promise<void> {
		return this.#leaving.remove(id as IdentityId);
	}

	/** The names of groups that would be left without a counsellor. */
	groupsOnlyOf(id: string): readonly string[] {
		return groupsOnlyOf(this.#parts.centre.space.doc, id);
	}

	/** The names of clients whom a colleague brought in: nobody can hand on for her what is hers alone. */
	clientsOf(id: string): readonly string[] {
		const clients = CENTRE.clients.read(this.#parts.centre.space.doc).values();
		return [...clients].filter(({ by }) => by === id).map(({ name }) => name ?? '');
	}

	/** Changes her own name and picture; with `picture` undefined the current one stays. */
	async saveProfile(name: string, picture: Blob | null | undefined): Promise<void> {
		const { reception, self } = this.#parts;
		const checked = checkedName(name);
		const before = readCard(reception.shown.get(`card/${self.id}`)?.value ?? '');
		await this.showCard({
			name: checked,
			picture: picture === undefined ? (before?.picture ?? '') : await pictureUrl(picture)
		});
		await this.noteOwnRecord(null);
	}

	/** Publishes her card in the reception. */
	async showCard(card: Card): Promise<void> {
		const { reception, self } = this.#parts;
		await reception.publish(`card/${self.id}`, JSON.stringify(card), await self.introduce(reception.space));
	}

	/** Writes what colleagues need to know about her; `posterSeed` if her desk was founded with that seat. */
	noteOwnRecord(posterSeed: Seed | null): Promise<void> {
		const { centre, desk, self, reception } = this.#parts;
		const name = readCard(reception.shown.get(`card/${self.id}`)?.value ?? '')?.name ?? '';
		return noteOwnRecord({ centre, desk }, self.id, { name, isLead: self.isLead, posterSeed });
	}

	/** Stops everything it started. */
	stop(): void {
		this.colleagues.stop();
		this.invitations.stop();
		this.sheet.stop();
		this.#leaving.stop();
		this.#boxes.stop();
	}
}
